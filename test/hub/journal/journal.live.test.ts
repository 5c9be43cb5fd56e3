import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunId } from '../../../protocol/ids.ts'
import { type ReadRecord, readRecords } from '../../../hub/nats/record-reader.ts'
import { unpackRecord } from '../../../hub/journal/record.ts'
import { said } from '../../support/events.ts'
import { type TestJournal, openTestJournal } from '../../support/journal.ts'
import { type TestNats, startTestNats } from '../../support/servers.ts'

let nats: TestNats
beforeAll(async () => { nats = await startTestNats() })
afterAll(async () => { await nats[Symbol.asyncDispose]() })

const runId = (name: string): RunId => name as RunId

/** Everything the stream holds of one run, read afresh. */
async function readBack({ link, stream }: TestJournal, run: RunId): Promise<number[]> {
  const { lastSequence } = await stream.state()
  const sequences: number[] = []
  await new Promise<void>((resolve) => {
    const reader = readRecords({
      link, from: 1, onTrouble: () => undefined, onGap: () => undefined,
      onRecord: ({ subject, data, streamSequence }: ReadRecord) => {
        if (subject === `journal.${run}`) {
          for (const { event } of unpackRecord(Buffer.from(data)).events) sequences.push(event?.sequence ?? -1)
        }
        if (streamSequence === lastSequence) void reader.stop().then(resolve)
      },
    })
  })
  return sequences
}

const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

test('one record is in flight; what gathers meanwhile shares the next one, in order', async () => {
  await using own = await openTestJournal(nats.url, runId('gather'))
  own.journal.offer(said(1))
  await new Promise((resolve) => setImmediate(resolve))
  for (const sequence of oneTo(1000).slice(1)) own.journal.offer(said(sequence))
  await own.journal.drain()
  expect(own.stored.length).toBe(2)
  expect(own.stored.map(({ number }) => number)).toEqual([1, 2])
  expect(own.stored[1]?.events.length).toBe(999)
  expect(await readBack(own, runId('gather'))).toEqual(oneTo(1000))
})

test('kill -9 of the server under load: everything is stored once, in order', async () => {
  await using own = await openTestJournal(nats.url, runId('killed'))
  let sequence = 0
  const feeding = setInterval(() => {
    for (let count = 0; count < 200; count++) if (own.journal.offer(said(sequence + 1)) === 'taken') sequence += 1
  }, 2)
  for (let kills = 0; kills < 3; kills++) {
    const before = own.stored.length
    await until(() => own.stored.length > before + 20)
    await nats.kill()
    await nats.restart()
  }
  clearInterval(feeding)
  await own.journal.drain()
  expect(own.news.some(({ kind }) => kind === 'journal:resent')).toBe(true)
  expect(own.stored.flatMap(({ events }) => events.map(({ event }) => event.sequence))).toEqual(oneTo(sequence))
  expect(await readBack(own, runId('killed'))).toEqual(oneTo(sequence))
}, 120_000)

test('a full journal refuses and loses nothing: what was taken is stored once there is room', async () => {
  await using small = await startTestNats()
  await using own = await openTestJournal(small.url, runId('full'), { bytesMax: 1_000_000 })
  const text = 'x'.repeat(10_000)
  let taken = 0
  while (!own.journal.full) {
    if (own.journal.offer(said(taken + 1, { text })) === 'taken') taken += 1
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  expect(own.journal.offer(said(taken + 1))).toBe('full')
  expect(own.news.some(({ kind }) => kind === 'journal:full')).toBe(true)
  const { lastSequence } = await own.stream.state()
  await own.stream.purgeBelow(lastSequence)
  await own.journal.drain()
  expect(own.journal.full).toBe(false)
  expect(own.stored.flatMap(({ events }) => events.map(({ event }) => event.sequence))).toEqual(oneTo(taken))
})

test('a record that was stored although its answer was lost is known by the run’s last record', async () => {
  await using first = await openTestJournal(nats.url, runId('twice'))
  first.journal.offer(said(1))
  await first.journal.drain()
  // A second life under the same run knows nothing of the first record: it must not write beside it.
  await using second = await openTestJournal(nats.url, runId('twice'))
  second.journal.offer(said(1, { text: 'another' }))
  second.journal.offer(said(2))
  await until(() => second.stored.length > 0 || second.news.some(({ kind }) => kind === 'journal:fenced'))
  expect(await readBack(first, runId('twice'))).toEqual([1])
})

test('a run whose records were all purged goes on', async () => {
  await using quiet = await openTestJournal(nats.url, runId('quiet'))
  await using busy = await openTestJournal(nats.url, runId('busy'))
  quiet.journal.offer(said(1))
  await quiet.journal.drain()
  busy.journal.offer(said(1))
  await busy.journal.drain()
  await quiet.stream.purgeBelow((busy.stored.at(-1)?.streamSequence ?? 0) + 1)
  quiet.journal.offer(said(2))
  await quiet.journal.drain()
  expect(quiet.stored.map(({ number }) => number)).toEqual([1, 2])
  expect(quiet.news).toContainEqual({ kind: 'journal:resent', reason: 'our records were purged' })
  expect(quiet.news.some(({ kind }) => kind === 'journal:fenced')).toBe(false)
})

test('two runs on one stream: each sees its own answers, and the stream holds both in one order', async () => {
  await using a = await openTestJournal(nats.url, runId('run-a'))
  await using b = await openTestJournal(nats.url, runId('run-b'))
  for (const sequence of oneTo(50)) {
    a.journal.offer(said(sequence))
    b.journal.offer(said(sequence))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all([a.journal.drain(), b.journal.drain()])
  const sequences = [...a.stored, ...b.stored].map(({ streamSequence }) => streamSequence)
  expect(new Set(sequences).size).toBe(sequences.length)
  expect(await readBack(a, runId('run-a'))).toEqual(oneTo(50))
  expect(await readBack(b, runId('run-b'))).toEqual(oneTo(50))
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
