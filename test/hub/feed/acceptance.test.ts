import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Acceptance } from '../../../hub/feed/acceptance.ts'
import { deviceDisconnected, hubStopped } from '../../../protocol/events/hub.ts'
import { type RunId, hubSource, phoneSource } from '../../../protocol/ids.ts'
import { aDevice, anInstall, connected, said, started } from '../../support/events.ts'

const run = 'run1' as RunId
const other = 'run2' as RunId
const empty = { sources: [], connections: [], runs: [] }
const source = phoneSource(aDevice, anInstall)

/** A reader that has seen the hub start and the phone connect at position 20. */
function withPhone(): Acceptance {
  const reader = new Acceptance(empty)
  expect(reader.judge(started(run), 10, 1)).toBe('fresh')
  expect(reader.judge(connected(run, 2), 20, 1)).toBe('fresh')
  return reader
}

test('exactly the next number is fresh; below is a repeat, above would be a hole', () => {
  const reader = withPhone()
  expect(reader.judge(said(1, { epoch: 20 }), 30, 1)).toBe('fresh')
  expect(reader.judge(said(1, { epoch: 20 }), 31, 1)).toBe('repeat')
  expect(reader.judge(said(3, { epoch: 20 }), 32, 1)).toBe('hole')
  expect(reader.judge(said(2, { epoch: 20 }), 33, 1)).toBe('fresh')
  expect(reader.lastOf(source)).toBe(2)
})

test('an event of an older connection is fenced, on whichever hub the newer one is', () => {
  const reader = withPhone()
  reader.judge(started(other), 25, 1)
  reader.judge(connected(other, 2), 26, 1)
  expect(reader.judge(said(1, { epoch: 20 }), 30, 1)).toBe('fenced')
  expect(reader.judge(said(1, { epoch: 26 }), 31, 1)).toBe('fresh')
})

test('the end of an older connection does not end the newer one', () => {
  const reader = withPhone()
  reader.judge(connected(run, 3), 40, 1)
  const end = deviceDisconnected.of({ source: hubSource(run), sequence: 4, epoch: 0, atMs: 1 }, {
    device: aDevice, connection: 20, reason: 'x',
  })
  expect(reader.judge(end, 41, 1)).toBe('fresh')
  expect(reader.judge(said(1, { epoch: 40 }), 42, 1)).toBe('fresh')
})

test('a stopped hub’s connections are void, and so is the hub itself', () => {
  const reader = withPhone()
  reader.judge(hubStopped.of({ source: hubSource(run), sequence: 3, epoch: 0, atMs: 1 }, { run }), 50, 1)
  expect(reader.judge(said(1, { epoch: 20 }), 51, 1)).toBe('fenced')
  expect(reader.judge(connected(run, 4), 52, 1)).toBe('hole')
})

test('records of a run are read once and without a hole', () => {
  const reader = new Acceptance({ ...empty, runs: [{ run, record: 4 }] })
  expect(reader.judgeRecord(run, 4)).toBe('seen')
  expect(reader.judgeRecord(run, 5)).toBe('next')
  expect(reader.judgeRecord(run, 7)).toBe('hole')
  expect(reader.judgeRecord(other, 1)).toBe('next')
  expect(reader.judgeRecord('run3' as RunId, 2)).toBe('hole')
})

test('whatever a phone resends over whichever connections, every reader accepts 1, 2, 3 … once', () => {
  const step = fc.oneof(
    fc.record({ say: fc.integer({ min: 1, max: 12 }), old: fc.boolean() }),
    fc.constant('reconnect' as const),
  )
  fc.assert(fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
    const reader = withPhone()
    const accepted: number[] = []
    const epochs = [20]
    let position = 100
    let hubSequence = 2
    for (const one of steps) {
      position += 1
      if (one === 'reconnect') {
        hubSequence += 1
        reader.judge(connected(run, hubSequence), position, 1)
        epochs.push(position)
      } else {
        const epoch = one.old ? epochs[0] as number : epochs.at(-1) as number
        const verdict = reader.judge(said(one.say, { epoch }), position, 1)
        if (verdict === 'fresh') accepted.push(one.say)
        if (one.old && epochs.length > 1) expect(verdict).toBe('fenced')
      }
    }
    expect(accepted).toEqual(accepted.map((_, index) => index + 1))
  }))
})

test('a reader that starts from a snapshot judges as one that read everything', () => {
  const reader = withPhone()
  reader.judge(said(1, { epoch: 20 }), 30, 5)
  const restarted = new Acceptance({
    sources: [{ source, last: 1, usedMs: 5 }, { source: hubSource(run), last: 2, usedMs: 1 }],
    connections: [{ key: `d/${aDevice}`, epoch: 20, run }], runs: [],
  })
  const later = [said(1, { epoch: 20 }), said(2, { epoch: 19 }), said(2, { epoch: 20 }), said(4, { epoch: 20 })]
  for (const event of later) {
    expect(restarted.judge(event, 60, 6)).toBe(reader.judge(event, 60, 6))
  }
})

test('a fact that only a newer hub knows uses up its number, so that what follows is no hole', () => {
  const reader = withPhone()
  const unknown = { kind: 'unknownFact', code: 99, source, sequence: 1, epoch: 20, atMs: 1 } as const
  expect(reader.judge(unknown, 30, 1)).toBe('fresh')
  expect(reader.judge(said(2, { epoch: 20 }), 31, 1)).toBe('fresh')
})
