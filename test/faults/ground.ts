import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestHub, runHub } from '../support/hub.ts'
import {
  type TestDatabase, type TestNats, freePort, startTestDatabase, startTestNats, testFolder,
} from '../support/servers.ts'
import { Cable } from './cable.ts'
import type { CableName, ProcessName } from './plan.ts'

/**
 * Two hubs on one NATS and one database, a cable between any two that speak, and hands to break each of them.
 */
export class Ground implements AsyncDisposable {
  readonly nats: TestNats
  readonly database: TestDatabase
  readonly mediaDir: string
  readonly hubs: SupervisedHub[] = []
  readonly cables = new Map<CableName, Cable>()
  /** Servers that are being killed and started again. */
  readonly #away = new Set<'nats' | 'database'>()

  private constructor({ nats, database, mediaDir }: { nats: TestNats; database: TestDatabase; mediaDir: string }) {
    this.nats = nats
    this.database = database
    this.mediaDir = mediaDir
  }

  static async prepare(): Promise<Ground> {
    const servers = [startTestNats(), startTestDatabase({ tcp: true }), testFolder()] as const
    const [nats, database, mediaDir] = await Promise.all(servers)
    const ground = new Ground({ nats, database, mediaDir })
    let password = ''
    for (const index of [0, 1] as const) {
      const natsCable = await ground.#lay(`hub${index}-nats`, nats.port)
      const databaseCable = await ground.#lay(`hub${index}-database`, database.port)
      const port = await freePort()
      const { hub, ...first } = await SupervisedHub.start({
        port, mediaDir, nats: { url: throughCable(nats.url, natsCable) },
        database: { url: throughCable(database.url, databaseCable) }, env: { HUB_DRAIN_SECONDS: '1' },
        ...(password === '' ? {} : { password }),
      })
      password = first.password
      ground.hubs.push(hub)
      await ground.#lay(`phones-hub${index}`, port)
      await ground.#lay(`seats-hub${index}`, port)
    }
    return ground
  }

  get firstHub(): TestHub {
    return (this.hubs[0] as SupervisedHub).hub
  }

  cable(name: CableName): Cable {
    return this.cables.get(name) as Cable
  }

  /** Addresses as phones or consoles know them. */
  addresses(who: 'phones' | 'seats'): string[] {
    return [0, 1].map((index) => `http://127.0.0.1:${this.cable(`${who}-hub${index as 0 | 1}`).port}`)
  }

  /** Null while it is being started again. */
  pidOf(what: ProcessName): number | null {
    if (this.#away.has(what as 'nats')) return null
    switch (what) {
      case 'nats': return this.nats.pid
      case 'database': return this.database.pid
      case 'hub0': return (this.hubs[0] as SupervisedHub).hub.pid
      case 'hub1': return (this.hubs[1] as SupervisedHub).hub.pid
    }
  }

  /** kill -9, and again after a while; not while the last time isn't over. */
  async killServer(what: 'nats' | 'database', forMs: number): Promise<void> {
    if (this.#away.has(what)) return
    this.#away.add(what)
    try {
      await this[what].kill()
      await sleep(forMs)
      await this[what].restart()
    } finally {
      this.#away.delete(what)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.hubs.map((hub) => hub.stop()))
    await Promise.all([...this.cables.values()].map((cable) => cable[Symbol.asyncDispose]()))
    await Promise.all([this.nats[Symbol.asyncDispose](), this.database[Symbol.asyncDispose]()])
    await rm(this.mediaDir, { recursive: true, force: true })
  }

  async #lay(name: CableName, port: number): Promise<Cable> {
    const cable = await Cable.lay({ name, port })
    this.cables.set(name, cable)
    return cable
  }
}

type HubOptions = Parameters<typeof runHub>[0]

/** A hub that is started again whenever it ends, as by a supervisor. Ends that nobody ordered are noted. */
export class SupervisedHub {
  readonly hub: TestHub
  readonly surprises: string[] = []
  #ordered = false
  #stopping = false
  readonly #supervision: Promise<void>

  private constructor(hub: TestHub) {
    this.hub = hub
    this.#supervision = this.#supervise()
  }

  static async start(options: HubOptions): Promise<{ hub: SupervisedHub; password: string }> {
    const hub = await runHub(options)
    return { hub: new SupervisedHub(hub), password: hub.password }
  }

  /** Ended by this test; it comes back after a while by itself, or at once where that is over already. */
  async end({ signal, forMs }: { signal: 'SIGKILL' | 'SIGTERM'; forMs: number }): Promise<void> {
    this.#ordered = true
    const patience = setTimeout(() => {
      this.surprises.push(`a hub did not stop within ${stopWithinMs} ms of ${signal}: ${lastWords(this.hub)}`)
      void this.hub.kill()
    }, stopWithinMs)
    await Promise.all([this.hub.kill(signal), sleep(forMs)])
    clearTimeout(patience)
    this.#ordered = false
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.hub.kill()
    await this.#supervision
    await this.hub[Symbol.asyncDispose]()
  }

  async #supervise(): Promise<void> {
    while (!this.#stopping) {
      if (this.hub.exited && !this.#ordered) await this.#revive()
      await sleep(lookAgainMs)
    }
  }

  async #revive(): Promise<void> {
    const { exitCode } = this.hub
    // An order that came while it was starting ends it too, and so does a server that goes while the hub is
    // at its start.
    if (exitCode !== null && exitCode !== 0) {
      this.surprises.push(`a hub ended with ${exitCode}: ${lastWords(this.hub)}`)
    }
    await this.hub.restart().catch(() => undefined)
  }
}

/** The same address with a cable's port. */
function throughCable(url: string, { port }: Cable): string {
  return url.replace(/:\d+(?=\/|$)/, `:${port}`)
}

function lastWords({ log }: TestHub): string {
  return log.slice(-3).join(' | ')
}

const lookAgainMs = 100
/** HUB_DRAIN_SECONDS, and then some waiting for servers that don't answer. */
const stopWithinMs = 25_000
