import { expect, test } from 'vitest'
import { Pace } from '../../hub/pace.ts'

const perSecond = 2_000
const waitMsMax = 60_000
/** A tenth of a second of the pace. */
const part = perSecond / 10

test('a phone that waits for each ack tells old messages at the pace, and its first ones at once', () => {
  const pace = new Pace({ perSecond, waitMsMax })
  let nowMs = 1_000
  for (let told = 0; told < 10; told += 1) nowMs = pace.dueMs(part, nowMs + 5)
  expect(nowMs).toBe(1_005 + 900)
})

test('phones take turns: together they are no quicker than one', () => {
  const pace = new Pace({ perSecond, waitMsMax })
  const dues = Array.from({ length: 5 }, () => pace.dueMs(part, 1_000))
  expect(dues).toEqual([1_000, 1_100, 1_200, 1_300, 1_400])
})

test('nobody saves up turns, and a clock that is set back holds nothing up', () => {
  const pace = new Pace({ perSecond, waitMsMax })
  pace.dueMs(part, 1_000)
  expect(pace.dueMs(part, 60_000)).toBe(60_000)
  expect(pace.dueMs(part, 60_000)).toBe(60_100)
  expect(pace.isDue(60_100, 60_000)).toBe(false)
  const setBack = 60_000 - waitMsMax - 1_000
  expect(pace.isDue(60_100, setBack)).toBe(true)
  expect(pace.dueMs(part, setBack)).toBe(setBack)
})
