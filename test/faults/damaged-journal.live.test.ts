import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { ProjectorNews } from '../../hub/projector/news.ts'
import { startProjector } from '../../hub/projector/start-projector.ts'
import { JournalMark } from '../../hub/journal/journal-mark.ts'
import type { MsgSvrId, RunId } from '../../protocol/ids.ts'
import { newPool } from '../../storage/pool.ts'
import { type TestInstallation, runHub, startHub } from '../support/hub.ts'
import { account, friend, phoneWith } from '../support/people.ts'
import {
  type TestDatabase, startTestCluster, startTestDatabase, testFolder,
} from '../support/servers.ts'
import { type Damage, JournalFiles } from './damage.ts'

const own = account('p')
const peer = friend('c')

describe('one server whose disk has spoiled what was acked and not yet stored', () => {
  let hub: TestInstallation
  let files: JournalFiles
  let dataDir: string
  let said: MsgSvrId[]
  beforeAll(async () => {
    dataDir = await testFolder()
    hub = await startHub({ HUB_DATA: dataDir })
    const phone = await phoneWith(hub, own)
    await hub.database.kill()
    said = await sayMany(phone)
    await phone.stop()
    // The mark lags by a second.
    await vi.waitFor(async () => {
      expect((await new JournalMark(dataDir).read())?.sequence).toBeGreaterThan(waves)
    }, { timeout: 20_000 })
    await hub.kill()
    await hub.nats.stop()
    files = new JournalFiles(hub.nats.dataDir)
    await files.keep()
    await hub.database.restart()
  })
  afterAll(async () => {
    await hub[Symbol.asyncDispose]()
    await rm(dataDir, { recursive: true })
  })

  const isNamed = /the journal is broken: .*(missing|lost records|damaged|begins at record)/
  test.each<{ damage: Damage }>([
    { damage: { kind: 'flippedBit', at: 0.55 } }, { damage: { kind: 'flippedBit', at: 0.8 } },
    { damage: { kind: 'truncated', at: 0.6 } }, { damage: { kind: 'gone' } },
  ])('the hub refuses to start by name: $damage.kind $damage.at', async ({ damage }) => {
    await spoil(damage)
    await expect(hub.restart()).rejects.toThrow(isNamed)
    expect(hub.exitCode).toBe(1)
  })

  test('the projector refuses a hole by name', async () => {
    await spoil({ kind: 'flippedBit', at: 0.7 })
    const refused = await refusalOf(hub)
    expect(refused).toMatch(/records \d+–\d+ of the journal are missing/)
  })

  test('what was whole is served: everything is stored once, in order', async () => {
    await hub.nats.stop()
    await files.bringBack()
    await hub.nats.restart()
    await hub.restart()
    await expect.poll(() => storedIds(hub.database)).toEqual(said)
  })

  test('a hub that lives sees at once that its journal has become shorter', async () => {
    await hub.nats.kill()
    await files.damage({ kind: 'truncated', at: 0.5 })
    await hub.nats.restart()
    await expect.poll(() => hub.exited, { timeout: 40_000 }).toBe(true)
    expect(hub.exitCode).toBe(1)
    expect(hub.log.join('\n')).toMatch(/the journal is broken: it ends at record \d+, this hub has read \d+/)
  })

  async function spoil(damage: Damage): Promise<void> {
    await hub.kill()
    await hub.nats.stop()
    await files.bringBack()
    await files.damage(damage)
    await hub.nats.restart()
  }
})

test('a cluster of three misses nothing when one of its disks has spoiled a record', async () => {
  await using cluster = await startTestCluster()
  await using database = await startTestDatabase()
  const mediaDir = await testFolder()
  await using hub = await runHub({
    nats: cluster, database, mediaDir, env: { HUB_JOURNAL_REPLICAS: '3' },
  })
  const phone = await phoneWith(hub, own)
  await database.kill()
  const said = await sayMany(phone)
  await phone.stop()
  await hub.kill()
  for (const [index, member] of cluster.members.slice(0, 2).entries()) {
    await member.stop()
    // Never the same record on two disks: that is lost on most of them.
    await new JournalFiles(member.dataDir).damage({ kind: 'flippedBit', at: 0.4 + index / 5 })
    await member.restart()
    // Else two of three would be away from the journal at once: nobody to ask, and no leader.
    await cluster.healthy()
  }
  await database.restart()
  await hub.restart()
  await expect.poll(() => storedIds(database)).toEqual(said)
  await rm(mediaDir, { recursive: true, force: true })
}, 120_000)

/** In many records, all acked. */
async function sayMany(phone: SimulatedPhone): Promise<MsgSvrId[]> {
  const said: MsgSvrId[] = []
  for (let wave = 0; wave < waves; wave++) {
    said.push(phone.write({ account: own, peer, text: `${wave} ${'话'.repeat(100)}` }).msgSvrId)
    await phone.drained()
  }
  return said
}

async function storedIds({ url }: TestDatabase): Promise<string[]> {
  const pool = newPool({ url, max: 1, onError: () => undefined })
  try {
    const read = 'select msg_svr_id as id from message order by position'
    return (await pool.query<{ id: string }>(read)).rows.map(({ id }) => id)
  } finally {
    await pool.end()
  }
}

async function refusalOf({ nats, database }: TestInstallation): Promise<string> {
  const said: ProjectorNews[] = []
  const settings = { natsUrl: nats.url, databaseUrl: database.url, run: 'h-alone' as RunId }
  const projector = startProjector({
    ...settings, streamSettings: { bytesMax: 512 * 2 ** 20, replicas: 1 }, onNews: (one) => said.push(one),
  })
  const find = (): string | undefined => said.flatMap((one) => one.kind === 'projector:refused' ? [one.reason] : [])[0]
  await expect.poll(find, { timeout: 30_000 }).toBeDefined()
  await projector.stop()
  return find() as string
}

/** A record each. */
const waves = 120
