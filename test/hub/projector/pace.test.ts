import { expect, test } from 'vitest'
import { hubLimits } from '../../../hub/limits.ts'
import { periodOf } from '../../../hub/projector/pace.ts'

const busy = { events: 5_000, tookMs: 200, lagMs: 1_000, roadBusy: 0.9 }

test('a quiet journal is stored at once', () => {
  expect(periodOf({ ...busy, events: 3, tookMs: 5 })).toBe(0)
  expect(periodOf({ ...busy, roadBusy: 0.2 })).toBe(0)
})

test('while the road is busy storage rests three times as long as it works, and gathers', () => {
  expect(periodOf(busy)).toBe(800)
  expect(periodOf({ ...busy, tookMs: 20 })).toBe(hubLimits.projectorGatherMs)
})

test('the further storage is behind, the less it rests, in the end not at all', () => {
  const periods = [9, 12, 15, 18, 20, 600].map((seconds) => periodOf({ ...busy, lagMs: seconds * 1_000 }))
  expect(periods[0]).toBe(800)
  expect(periods.toSorted((a, b) => b - a)).toEqual(periods)
  expect(periods.slice(-2)).toEqual([0, 0])
})
