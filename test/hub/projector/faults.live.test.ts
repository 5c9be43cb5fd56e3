import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compiledPath } from '../../../hub/embedded/compiled.ts'
import { readRecords } from '../../../hub/nats/record-reader.ts'
import { unpackRecord } from '../../../hub/journal/record.ts'
import { recordInOutbox } from '../../../hub/outbox.ts'
import type { ProjectorSettings } from '../../../hub/projector/start-projector.ts'
import { configChanged } from '../../../protocol/events/outbox.ts'
import { accountOnline } from '../../../protocol/events/phone.ts'
import { readEvent } from '../../../protocol/events/index.ts'
import { unpack } from '../../../protocol/codec.ts'
import type { DeviceId, Position, RunId } from '../../../protocol/ids.ts'
import { type Rig, startRig } from './support/rig.ts'
import { account, hear, peerId } from './support/talk.ts'

let rig: Rig
beforeEach(async () => { rig = await startRig() })
afterEach(async () => { await rig[Symbol.asyncDispose]() })

const peer = peerId('p1')

test('kill -9 of the database, again and again: every message is stored once', async () => {
  const projector = await rig.projector()
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  let id = 0
  let last: Position = 0
  for (let round = 0; round < 4; round++) {
    for (let record = 0; record < 15; record++) {
      for (let count = 0; count < 20; count++) hear(phone, { peer, id: String(++id) })
      last = (await cast.flush()).at(-1) as Position
    }
    if (round === 3) break
    await rig.database.kill()
    hear(phone, { peer, id: String(++id) })
    await cast.flush()
    await rig.database.restart()
  }
  await projector.reached(last)
  expect(projector.news.some(({ kind }) => kind === 'projector:databaseAway')).toBe(true)
  expect(await rig.row('select count(*) as count, count(distinct msg_svr_id) as distinct from message'))
    .toEqual({ count: id, distinct: id })
  expect(await rig.row('select unread from conversation')).toEqual({ unread: id })
})

test('a projector that dies at any moment leaves neither rows nor outbox facts out, and doubles none', async () => {
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  let repeats = 0
  let id = 0
  let last: Position = 0
  for (let round = 0; round < 5; round++) {
    const worker = startThread(rig)
    for (let record = 0; record < 10; record++) {
      for (let count = 0; count < 10; count++) hear(phone, { peer, id: String(++id) })
      hear(phone, { peer, id: String(id) })
      repeats += 1
      last = (await cast.flush()).at(-1) as Position
    }
    // Somewhere in the middle of its work: whatever the machine has done by then.
    await rig.row(`select position from projector`, (row) => Number(row?.['position']) > last - (5 - round) * 65_536)
    await worker.terminate()
  }
  const projector = await rig.projector('other')
  await projector.reached(last)
  await rig.row('select count(*) as left from outbox', (row) => row?.['left'] === 0)
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: id })
  expect(await rig.row(`select last, outbox_next from source, projector where source = 'o'`))
    .toEqual({ last: repeats, outbox_next: repeats + 1 })
})

test('what an operation records reaches the journal once, in order, whoever appends it', async () => {
  const one = (key: string): Promise<void> => rig.pool.transaction((inside) => {
    return recordInOutbox(inside, [{ fact: configChanged, value: { area: 'user', key, version: 1 } }], Date.now())
  })
  await one('a')
  await one('b')
  // Another projector had appended the first before it died.
  const dead = await rig.cast('x-dead')
  const { rows } = await rig.pool.query<{ event: Buffer }>('select event from outbox order by number')
  const first = readEvent(unpack(rows[0]?.event as Buffer) as unknown[])
  if ('kind' in first && first.kind !== 'unknownFact') dead.push(first)
  await dead.flush()
  const projector = await rig.projector()
  await rig.row('select count(*) as left from outbox', (row) => row?.['left'] === 0)
  await one('c')
  dead.link.tell('live.outbox', new Uint8Array([1]))
  await rig.row('select count(*) as left from outbox', (row) => row?.['left'] === 0)
  expect(await rig.row(`select last from source where source = 'o'`)).toEqual({ last: 3 })
  expect(await keysInJournal(rig)).toEqual(['a', 'b', 'c'])
  await projector.stop()
})

test('one projects; the other goes on when the lease is free, or has run out', async () => {
  const first = await rig.projector('p1')
  await first.hears('projector:leased')
  const second = await rig.projector('p2')
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  hear(phone, { peer, id: '1' })
  await first.reached((await cast.flush()).at(-1) as Position)
  expect(second.news).toEqual([])
  await first.stop()
  hear(phone, { peer, id: '2' })
  await second.reached((await cast.flush()).at(-1) as Position)
  // A holder that never comes back: nobody releases its lease.
  await rig.pool.query(`update projector set holder = 'dead', lease_until = clock_timestamp() + interval '1 second'`)
  await second.hears('projector:leaseLost')
  hear(phone, { peer, id: '3' })
  await second.reached((await cast.flush()).at(-1) as Position)
  expect(second.news.filter(({ kind }) => kind === 'projector:leased')).toHaveLength(2)
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: 3 })
})

test('NATS killed and restarted: reading goes on where it was', async () => {
  const projector = await rig.projector()
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  for (let round = 0; round < 3; round++) {
    hear(phone, { peer, id: String(round) })
    await projector.reached((await cast.flush()).at(-1) as Position)
    await rig.nats.kill()
    await rig.nats.restart()
  }
  hear(phone, { peer, id: '3' })
  await projector.reached((await cast.flush()).at(-1) as Position)
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: 4 })
})

test('an event the database refuses is kept whole, alone; the rest goes on in order', async () => {
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  const unknown = await cast.phone('d9' as DeviceId, 'i9')
  for (let id = 0; id < 9; id++) hear(phone, { peer, id: String(id) })
  hear(phone, { peer, id: '0' })
  const bad = unknown.say(accountOnline, { account, profile: { wxid: account } })
  for (let id = 9; id < 20; id++) hear(phone, { peer, id: String(id) })
  const positions = await cast.flush()
  const projector = await rig.projector()
  await projector.reached(positions.at(-1) as Position)
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: 20 })
  expect(await rig.row('select unread from conversation')).toEqual({ unread: 20 })
  const kept = await rig.row('select position, event, reason from quarantine')
  expect(kept).toMatchObject({ position: positions[10], reason: 'accountOnline 23503' })
  expect(readEvent(unpack(kept?.['event'] as Buffer) as unknown[])).toEqual(bad)
  expect(await projector.hears('projector:quarantined')).toMatchObject({ position: positions[10] })
  // Its number is used up all the same.
  expect(await rig.row(`select last from source where source = 'p/d9/i9'`)).toEqual({ last: 1 })
})

test('an event this hub can’t read is kept whole', async () => {
  const projector = await rig.projector()
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  const event = cast.hub.say(configChanged, { area: 'user', key: 'k', version: 1 })
  Object.assign(event, { version: 'not a number' })
  hear(phone, { peer, id: '1' })
  const positions = await cast.flush()
  await projector.reached(positions.at(-1) as Position)
  expect(await rig.row('select position, reason from quarantine'))
    .toEqual({ position: positions[0], reason: 'unreadable' })
  expect(await rig.row('select count(*) as count from message')).toEqual({ count: 1 })
})

function startThread({ nats, database }: Rig): Worker {
  const settings: ProjectorSettings = {
    natsUrl: nats.url, databaseUrl: database.url, streamSettings: { bytesMax: 256 * 2 ** 20, replicas: 1 },
    run: 'thread' as RunId, acceptNewJournal: '', tuning: { outboxPollMs: 20, leaseMs: 1_000 },
  }
  const script = compiledPath(import.meta.url, '../../../hub/projector/projector-thread.js')
  return new Worker(script, { workerData: settings })
}

/** Keys of the `configChanged` facts, without those that came again. */
async function keysInJournal(on: Rig): Promise<string[]> {
  const cast = await on.cast('reader')
  const [end] = await cast.flush()
  const keys = new Map<number, string>()
  await new Promise<void>((resolve) => {
    const reader = readRecords({
      link: cast.link, from: 1, onTrouble: () => undefined, onGap: () => undefined,
      onRecord: ({ data, streamSequence }) => {
        for (const { event } of unpackRecord(Buffer.from(data)).events) {
          if (event?.kind === 'configChanged') keys.set(event.sequence, event.key)
        }
        if (streamSequence === Math.floor((end as Position) / 65_536)) void reader.stop().then(resolve)
      },
    })
  })
  return [...keys].sort(([a], [b]) => a - b).map(([, key]) => key)
}
