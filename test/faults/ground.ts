import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newPool } from '../../storage/pool.ts'
import { readProjectorRow } from '../../storage/queries/projector-row.ts'
import type { TestHub } from '../support/hub.ts'
import {
  type TestDatabase, type TestNats, freePort, startTestCluster, startTestDatabase, startTestNats, testFolder,
} from '../support/servers.ts'
import { Cable } from './cable.ts'
import { leaderOf } from './leader-of.ts'
import {
  type CableName, type Fault, type HubName, type Layout, type NatsName, type ProcessName, type Role, type ServerName,
  hubNames, natsNames, serverNames,
} from './plan.ts'
import { SmallDisk } from './small-disk.ts'
import { SupervisedHub } from './supervised-hub.ts'

type Server = TestNats | TestDatabase
type Part = Exclude<ProcessName, Role>

interface Servers {
  layout: Layout
  nats: readonly TestNats[]
  database: TestDatabase
  disks: readonly SmallDisk[]
  folder: string
}

/**
 * Hubs on NATS and one database, a cable between any two that speak, and hands to break each of them.
 */
export class Ground implements AsyncDisposable {
  readonly layout: Layout
  readonly nats: readonly TestNats[]
  readonly database: TestDatabase
  readonly hubs: SupervisedHub[] = []
  readonly cables = new Map<CableName, Cable>()
  readonly #disks: readonly SmallDisk[]
  readonly #folder: string
  /** Servers that are being ended and started again. */
  readonly #away = new Set<ServerName>()

  private constructor({ layout, nats, database, disks, folder }: Servers) {
    this.layout = layout
    this.nats = nats
    this.database = database
    this.#disks = disks
    this.#folder = folder
  }

  static async prepare(layout: Layout): Promise<Ground> {
    const folder = await testFolder()
    const disks = SmallDisk.possible() ? await SmallDisk.makeAll(folder, serverNames(layout)) : []
    const ground = new Ground({ layout, folder, disks, ...await startServers(layout, disks) })
    let password = ''
    try {
      for (const name of hubNames(layout)) password = await ground.#addHub(name, password)
      return ground
    } catch (error) {
      await ground[Symbol.asyncDispose]()
      throw error
    }
  }

  get firstHub(): TestHub {
    return (this.hubs[0] as SupervisedHub).hub
  }

  get natsUrl(): string {
    return this.nats.map(({ url }) => url).join()
  }

  cable(name: CableName): Cable {
    return this.cables.get(name) as Cable
  }

  hub(name: HubName): SupervisedHub {
    return this.hubs[Number(name.slice('hub'.length))] as SupervisedHub
  }

  /** Addresses as phones or consoles know them. */
  addresses(who: 'phones' | 'seats'): string[] {
    return hubNames(this.layout).map((hub) => `http://127.0.0.1:${this.cable(`${who}-${hub}`).port}`)
  }

  /** Whoever has a role now; if nobody can be asked, the first one. */
  async whoIs(what: ProcessName): Promise<Part> {
    if (what === 'leader') {
      const leader = await leaderOf(this.natsUrl).catch(() => null)
      return natsNames(this.layout).find((_, index) => leader === `n${index}`) ?? 'nats0'
    }
    if (what !== 'projector') return what
    const holder = await this.#holder().catch(() => null)
    return hubNames(this.layout).find((name) => this.hub(name).run === holder) ?? 'hub0'
  }

  /** Null while it is being started again. */
  pidOf(what: Part): number | null {
    if (isHub(what)) return this.hub(what).hub.pid
    return this.#away.has(what) ? null : this.#server(what).pid
  }

  /** kill -9, and again after a while. */
  async kill(what: Part, forMs: number): Promise<void> {
    if (isHub(what)) return this.hub(what).end({ signal: 'SIGKILL', forMs })
    await this.#whileAway(what, async () => {
      await this.#server(what).kill()
      await sleep(forMs)
    })
  }

  async moveClock({ what, ...by }: { what: HubName; byMs: number; forMs: number }): Promise<void> {
    await this.hub(what).moveClock(by)
  }

  /** Why this machine can't have a fault, or null. */
  whyNot(fault: Fault): string | null {
    if (fault.kind !== 'fillDisk' || this.#disks.some(({ name }) => name === fault.what)) return null
    return `full disk of ${fault.what}: ${SmallDisk.possible() ? 'this system lets nobody mount' : 'needs root'}`
  }

  /** Where no small disk can be made, nothing happens: `whyNot`. */
  async fillDisk(what: ServerName, forMs: number): Promise<void> {
    const disk = this.#disks.find(({ name }) => name === what)
    if (disk === undefined) return
    await this.#whileAway(what, async () => {
      await disk.fill()
      await sleep(forMs)
      await disk.empty()
      await this.#server(what).kill()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.hubs.map((hub) => hub.stop()))
    await Promise.all([...this.cables.values()].map((cable) => cable[Symbol.asyncDispose]()))
    await Promise.all([...this.nats, this.database].map((server) => server[Symbol.asyncDispose]()))
    for (const disk of this.#disks) disk.remove()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #addHub(name: HubName, password: string): Promise<string> {
    const port = await freePort()
    const nats: string[] = []
    for (const [index, { url, port: behind }] of this.nats.entries()) {
      nats.push(throughCable(url, await this.#lay(`${name}-nats${index}`, behind)))
    }
    const database = await this.#lay(`${name}-database`, this.database.port)
    const started = await SupervisedHub.start({
      port, mediaDir: join(this.#folder, 'media'), nats: { url: nats.join() },
      database: { url: throughCable(this.database.url, database) },
      env: { HUB_DRAIN_SECONDS: '1', HUB_JOURNAL_REPLICAS: String(this.layout.servers) },
      ...(password === '' ? {} : { password }),
    }, { clockFile: join(this.#folder, `${name}-clock`) })
    this.hubs.push(started.hub)
    await this.#lay(`phones-${name}`, port)
    await this.#lay(`seats-${name}`, port)
    return started.password
  }

  /** Starts it again after `work`; does nothing while the last time isn't over. */
  async #whileAway(what: ServerName, work: () => Promise<void>): Promise<void> {
    if (this.#away.has(what)) return
    this.#away.add(what)
    try {
      await work()
      await this.#server(what).restart()
    } finally {
      this.#away.delete(what)
    }
  }

  #server(what: ServerName): Server {
    if (what === 'database') return this.database
    return this.nats[Number(what.slice('nats'.length))] as TestNats
  }

  async #holder(): Promise<string> {
    const pool = newPool({ url: this.database.url, max: 1, onError: () => undefined })
    try {
      return (await Promise.race([readProjectorRow(pool), sleep(askWithinMs, null)]))?.holder ?? ''
    } finally {
      await pool.end()
    }
  }

  async #lay(name: CableName, port: number): Promise<Cable> {
    const cable = await Cable.lay({ name, port })
    this.cables.set(name, cable)
    return cable
  }
}

async function startServers(
  layout: Layout, disks: readonly SmallDisk[],
): Promise<{ nats: readonly TestNats[]; database: TestDatabase }> {
  const place = (name: NatsName | 'database') => {
    const dataDir = disks.find((disk) => disk.name === name)?.folder
    return dataDir === undefined ? {} : { dataDir }
  }
  const [nats, database] = await Promise.all([
    layout.servers === 1
      ? startTestNats(place('nats0')).then((one) => [one])
      : startTestCluster(natsNames(layout).map(place)).then(({ members }) => members),
    startTestDatabase({ tcp: true, ...place('database') }),
  ])
  return { nats, database }
}

/** The same address with a cable's port. */
function throughCable(url: string, { port }: Cable): string {
  return url.replace(/:\d+(?=\/|$)/, `:${port}`)
}

function isHub(what: Part): what is HubName {
  return what.startsWith('hub')
}

const askWithinMs = 1_000
