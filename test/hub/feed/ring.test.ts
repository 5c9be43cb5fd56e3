import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Ring } from '../../../hub/feed/ring.ts'
import { JournalEntry } from '../../../hub/journal/journal-entry.ts'
import { hubLimits } from '../../../hub/limits.ts'
import { said } from '../../support/events.ts'
import { collectGarbage } from '../../support/collect-garbage.ts'

function entryAt(position: number, size: number): JournalEntry {
  const entry = JournalEntry.of(said(position), { payload: { bytes: new Uint8Array(16) }, from: 0, to: size })
  entry.position = position
  return entry
}

const size = hubLimits.ringBytesMax / 16

test('it holds what fits, the oldest leaves first, and above the floor nothing is missing', () => {
  const ring = new Ring(0)
  for (let position = 1; position <= 100; position++) {
    ring.push(entryAt(position, size))
    expect(ring.floor).toBe(Math.max(0, position - 16))
    expect(ring.size).toBe(Math.min(16, position))
    expect(ring.above(ring.floor).map((one) => one.position))
      .toEqual(Array.from({ length: ring.size }, (_, index) => ring.floor + 1 + index))
    expect(ring.above(position - 1).map((one) => one.position)).toEqual([position])
  }
})

test('what alone is larger than the ring leaves at once', () => {
  const ring = new Ring(0)
  ring.push(entryAt(1, hubLimits.ringBytesMax + 1))
  expect([ring.size, ring.floor, ring.last]).toEqual([0, 1, 1])
  ring.push(entryAt(2, size))
  expect(ring.above(1).map((one) => one.position)).toEqual([2])
})

test('what lies below where it begins is left out', () => {
  const ring = new Ring(5)
  for (const position of [4, 5, 6]) ring.push(entryAt(position, size))
  expect([ring.floor, ring.above(5).map((one) => one.position)]).toEqual([5, [6]])
})

test('what has left it is not held: its record’s bytes are let go', async () => {
  const ring = new Ring(0)
  const seen: WeakRef<JournalEntry>[] = []
  // One more than fits: far from where the array is moved.
  for (let position = 1; position <= 17; position++) {
    const entry = entryAt(position, size)
    seen.push(new WeakRef(entry))
    ring.push(entry)
  }
  await turn()
  collectGarbage()
  expect(seen.map((one) => one.deref() === undefined)).toEqual([true, ...Array.from({ length: 16 }, () => false)])
  expect(ring.size).toBe(16)
})
