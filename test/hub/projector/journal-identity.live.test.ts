import { jetstreamManager } from '@nats-io/jetstream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../../hub/config.ts'
import { packRecord } from '../../../hub/journal/record.ts'
import { streamName, subjectOf } from '../../../hub/nats/journal-stream.ts'
import { newJournal } from '../../../hub/new-journal.ts'
import { connectNats } from '../../../hub/nats/nats-link.ts'
import type { DeviceId, Position, RunId } from '../../../protocol/ids.ts'
import { type TestNats, startTestNats } from '../../support/servers.ts'
import { Cast } from './support/cast.ts'
import { type Rig, startRig } from './support/rig.ts'
import { hear, peerId } from './support/talk.ts'

let rig: Rig
beforeEach(async () => { rig = await startRig() })
afterEach(async () => { await rig[Symbol.asyncDispose]() })

const peer = peerId('p1')

test('a journal in another’s place is refused until a person accepts it, and begins above the old one', async () => {
  await projectSome()
  await using other = await startTestNats()
  await makeStream(other, { first_seq: 1 })
  const refused = await rig.projector('p2', { nats: other })
  const { reason } = await refused.hears('projector:refused')
  const created = /HUB_ACCEPT_NEW_JOURNAL=(\S+)$/.exec(reason)?.[1] ?? ''
  expect(reason).toMatch(/was replaced/)
  await refused.stop()
  const tooLow = await rig.projector('p3', { nats: other, acceptNewJournal: created })
  expect((await tooLow.hears('projector:refused')).reason).toMatch(/must begin above/)
  await tooLow.stop()

  await using higher = await startTestNats()
  const accepted = await makeStream(higher, { first_seq: 1_000 })
  await using cast = await Cast.open(higher.url, 'h2')
  const projector = await rig.projector('p4', { nats: higher, acceptNewJournal: accepted })
  const phone = await cast.phone('d2' as DeviceId, 'i2')
  hear(phone, { peer, id: '2' })
  await projector.reached((await cast.flush()).at(-1) as Position)
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: 2 })
  await projector.stop()
})

test('a journal whose last read record is another one is refused', async () => {
  await projectSome()
  await rig.pool.query(`update projector set record_hash = 'another'`)
  const refused = await rig.projector('p2')
  expect((await refused.hears('projector:refused')).reason).toMatch(/is another one than storage has read/)
  expect(await rig.row('select holder from projector')).toEqual({ holder: '' })
})

test('what was refused goes on once NATS comes back with the right journal', async () => {
  await projectSome()
  await rig.pool.query(`update projector set record_hash = 'x' || record_hash`)
  const projector = await rig.projector('p2')
  await projector.hears('projector:refused')
  await rig.pool.query(`update projector set record_hash = substr(record_hash, 2)`)
  await rig.nats.kill()
  await rig.nats.restart()
  const cast = await rig.cast('h2')
  const phone = await cast.phone('d2' as DeviceId, 'i2')
  hear(phone, { peer, id: '2' })
  await projector.reached((await cast.flush()).at(-1) as Position)
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: 2 })
})

test('a person begins a new journal above the old one, with all hubs stopped; storage goes on from there', async () => {
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  hear(phone, { peer, id: '1' })
  const before = (await cast.flush()).at(-1) as Position
  const projector = await rig.projector('p1')
  await projector.reached(before)
  const read = readConfig({})
  if (!read.ok) throw new Error('no config')
  const parts = { config: read.config, natsUrl: rig.nats.url, databaseUrl: rig.database.url }
  expect(await newJournal(parts)).toEqual({ outcome: 'hubRuns' })
  await projector.stop()
  const made = await newJournal(parts)
  expect(made).toMatchObject({ outcome: 'made' })

  const again = await rig.cast('h2')
  const other = await again.phone('d2' as DeviceId, 'i2')
  hear(other, { peer, id: '2' })
  const after = (await again.flush()).at(-1) as Position
  expect(after).toBeGreaterThan(before)
  await (await rig.projector('p2')).reached(after)
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: 2 })
})

test('a journal that lost its end is refused', async () => {
  await projectSome()
  await rig.pool.query('update projector set position = position + 65536 * 5')
  const refused = await rig.projector('p2')
  expect((await refused.hears('projector:refused')).reason).toMatch(/the journal lost records/)
})

test('a database older than the journal’s beginning is refused, an empty one too', async () => {
  await projectSome()
  const cast = await rig.cast('h2')
  for (let count = 0; count < 3; count++) await cast.tab('u1' as never, `t${count}` as never)
  const link = await connectNats({ url: rig.nats.url, name: 'purge' })
  const manager = await jetstreamManager(link.connection)
  const { state } = await manager.streams.info(streamName)
  await manager.streams.purge(streamName, { seq: state.last_seq })
  await link.close()
  const backup = await rig.projector('p2')
  expect((await backup.hears('projector:refused')).reason).toMatch(/the database is older than the journal/)
  await backup.stop()
  await rig.pool.query(`update projector set position = 0, stream_created = '', record_hash = ''`)
  const empty = await rig.projector('p3')
  expect((await empty.hears('projector:refused')).reason).toMatch(/the database is empty/)
})

test('a hole in the numbers of a run stops everything before it', async () => {
  const cast = await rig.cast('h1')
  await cast.flush()
  const events = packRecord({ number: 2, timeMs: cast.nowMs, events: [] })
  cast.link.connection.publish(subjectOf('h7' as RunId), events)
  await cast.link.connection.flush()
  const projector = await rig.projector()
  expect((await projector.hears('projector:refused')).reason).toMatch(/record 2 of run h7 does not follow/)
  expect(projector.news.filter(({ kind }) => kind === 'projector:refused')).toHaveLength(1)
})

test('bytes that are no record stop everything before them', async () => {
  const cast = await rig.cast('h1')
  const [first] = await cast.flush()
  cast.link.connection.publish(subjectOf('h7' as RunId), new Uint8Array([1]))
  await cast.link.connection.flush()
  const projector = await rig.projector()
  await projector.reached(first as Position)
  expect((await projector.hears('projector:refused')).reason).toMatch(/is damaged/)
})

/** One message, read and stored by a projector that has stopped. */
async function projectSome(): Promise<void> {
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  hear(phone, { peer, id: '1' })
  const projector = await rig.projector('p1')
  await projector.reached((await cast.flush()).at(-1) as Position)
  await projector.stop()
}

/** As the hub makes it, but beginning where it is told; answers when it was made. */
async function makeStream({ url }: TestNats, { first_seq }: { first_seq: number }): Promise<string> {
  const link = await connectNats({ url, name: 'maker' })
  const manager = await jetstreamManager(link.connection)
  const { created } = await manager.streams.add({
    name: streamName, subjects: [`${streamName}.*`], storage: 'file', retention: 'limits', discard: 'new',
    allow_direct: true, max_bytes: 256 * 2 ** 20, duplicate_window: 120_000_000_000, first_seq,
  })
  await link.close()
  return created
}
