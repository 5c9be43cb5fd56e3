import { expect, test } from 'vitest'
import { Acceptance } from '../../../hub/feed/acceptance.ts'
import { Feed } from '../../../hub/feed/feed.ts'
import { encodeEvent, packRecord } from '../../../hub/journal/record.ts'
import { subjectOf } from '../../../hub/nats/journal-stream.ts'
import type { Gap, ReadRecord, RecordListener } from '../../../hub/nats/record-reader.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { hubBeat } from '../../../protocol/events/hub.ts'
import { type RunId, hubSource, positionOf } from '../../../protocol/ids.ts'
import { started } from '../../support/events.ts'

const own = 'h1' as RunId
const other = 'h2' as RunId
const startMs = 1_000

test('its own records are taken from memory, once, and in their place among those of others', () => {
  const { feed, read, told } = newFeed()
  feed.onOwnStored({ streamSequence: 2, number: 1, timeMs: startMs + 2, events: [encodeEvent(started(own))] })
  expect(told).toEqual([])
  read({ streamSequence: 1, run: other, number: 1, events: [started(other)] })
  expect(told).toEqual(['hubStarted h2 at 1', 'hubStarted h1 at 2'])
  read({ streamSequence: 2, run: own, number: 1, events: [started(own)] })
  expect(told).toHaveLength(2)
  expect(feed.position).toBe(positionOf(2, 0))
})

test('a record that was stored twice is told once', () => {
  const { read, told } = newFeed()
  read({ streamSequence: 1, run: other, number: 1, events: [started(other)] })
  read({ streamSequence: 2, run: other, number: 1, events: [started(other)] })
  read({ streamSequence: 3, run: other, number: 2, events: [beat(other, 2)] })
  expect(told).toEqual(['hubStarted h2 at 1', 'hubBeat h2 at 3'])
})

test('the journal’s time never falls', () => {
  const { read, times } = newFeed()
  read({ streamSequence: 1, run: other, number: 1, timeMs: startMs + 50, events: [started(other)] })
  read({ streamSequence: 2, run: other, number: 2, timeMs: startMs + 20, events: [beat(other, 2)] })
  expect(times).toEqual([startMs + 50, startMs + 50])
})

test('records that left the journal unread end the run, and nothing is told after them', () => {
  const { read, gap, told, ends } = newFeed()
  read({ streamSequence: 1, run: other, number: 1, events: [started(other)] })
  gap({ kind: 'purged', from: 2, to: 4 })
  read({ streamSequence: 5, run: other, number: 5, events: [beat(other, 5)] })
  read({ streamSequence: 6, run: other, number: 6, events: [beat(other, 6)] })
  expect(told).toHaveLength(1)
  expect(ends).toEqual(['behind: records 2–4 left the journal unread'])
})

test('records that were purged and are known from memory are missed by nobody', () => {
  const { feed, read, gap, told, ends } = newFeed()
  feed.onOwnStored({ streamSequence: 1, number: 1, timeMs: startMs, events: [encodeEvent(started(own))] })
  gap({ kind: 'purged', from: 1, to: 1 })
  read({ streamSequence: 2, run: other, number: 1, events: [started(other)] })
  expect(told).toHaveLength(2)
  expect(ends).toEqual([])
})

test('records that the journal has lost break it, even if they are known from memory', () => {
  const { feed, read, gap, told, ends } = newFeed()
  feed.onOwnStored({ streamSequence: 1, number: 1, timeMs: startMs, events: [encodeEvent(started(own))] })
  gap({ kind: 'lost', from: 1, to: 1 })
  read({ streamSequence: 2, run: other, number: 1, events: [started(other)] })
  expect(told).toHaveLength(1)
  expect(ends).toEqual(['broken: records 1–1 of the journal are missing'])
})

test('a hole in the numbers of a run, or bytes that are no record, break the journal', () => {
  const hole = newFeed()
  hole.read({ streamSequence: 1, run: other, number: 1, events: [started(other)] })
  hole.read({ streamSequence: 2, run: other, number: 3, events: [beat(other, 2)] })
  expect(hole.ends).toEqual(['broken: record 3 of run h2 does not follow the one before it'])
  const damaged = newFeed()
  damaged.readBytes({ streamSequence: 1, subject: subjectOf(other), data: Uint8Array.of(0xc1) })
  expect(damaged.ends).toEqual(['broken: record 1 is damaged'])
})

interface Told { streamSequence: number; run: RunId; number: number; timeMs?: number; events: HubEvent[] }

function newFeed() {
  const told: string[] = []
  const times: number[] = []
  const ends: string[] = []
  let listener: RecordListener = { onRecord: () => undefined, onGap: () => undefined }
  const feed = new Feed({
    run: own,
    start: {
      position: 0, journalMs: startMs, acceptance: new Acceptance({ sources: [], connections: [], runs: [] }),
    },
    read: (_from, given) => {
      listener = given
      return { stop: () => Promise.resolve() }
    },
    onEvent: ({ event, position, journalMs }) => {
      times.push(journalMs)
      told.push(`${event.kind} ${'run' in event ? event.run : ''} at ${Math.floor(position / 65_536)}`)
    },
    onIgnored: () => undefined, onRecordEnd: () => undefined, onUnreadable: () => undefined,
    onBehind: (reason) => ends.push(`behind: ${reason}`), onBroken: (reason) => ends.push(`broken: ${reason}`),
  })
  feed.start()
  const read = ({ streamSequence, run, number, timeMs = startMs + streamSequence, events }: Told): void => {
    listener.onRecord({
      streamSequence, subject: subjectOf(run), data: packRecord({ number, timeMs, events: events.map(encodeEvent) }),
    })
  }
  return {
    feed, read, told, times, ends, readBytes: (record: ReadRecord) => listener.onRecord(record),
    gap: (gap: Gap) => listener.onGap(gap),
  }
}

function beat(run: RunId, sequence: number): HubEvent {
  return hubBeat.of({ source: hubSource(run), sequence, epoch: 0, atMs: startMs }, { run })
}
