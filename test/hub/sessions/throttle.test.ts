import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Throttle } from '../../../hub/sessions/throttle.ts'

const options = { freeFailures: 3, firstMs: 1_000, longestMs: 8_000, keysMax: 100 }

test('the first failures are free, then the wait doubles up to the longest', () => {
  const throttle = new Throttle(options)
  for (const _ of [1, 2, 3]) expect(throttle.begin('a', 0)).toBe(0)
  const waits: number[] = []
  let nowMs = 0
  for (let count = 0; count < 6; count += 1) {
    const waitMs = throttle.begin('a', nowMs)
    waits.push(waitMs)
    nowMs += waitMs
    expect(throttle.begin('a', nowMs)).toBe(0)
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
})

test('a success and a long quiet time forgive', () => {
  const throttle = new Throttle(options)
  for (let count = 0; count < 3; count += 1) throttle.begin('a', 0)
  expect(throttle.begin('a', 10)).toBeGreaterThan(0)
  throttle.succeeded('a')
  expect(throttle.begin('a', 10)).toBe(0)
  for (let count = 0; count < 3; count += 1) throttle.begin('b', 0)
  expect(throttle.begin('b', 16_001)).toBe(0)
  expect(throttle.begin('b', 16_001)).toBe(0)
})

test('keys don’t slow down one another, and only so many are remembered', () => {
  const throttle = new Throttle({ ...options, keysMax: 2 })
  for (let count = 0; count < 4; count += 1) throttle.begin('a', 0)
  expect(throttle.begin('b', 0)).toBe(0)
  expect(throttle.begin('a', 0)).toBeGreaterThan(0)
  throttle.begin('c', 0)
  throttle.begin('d', 0)
  expect(throttle.begin('a', 0)).toBe(0)
})

test('whatever the pace, an hour of guessing gets few tries', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 2_000 }), (pauses) => {
    const throttle = new Throttle(options)
    let [nowMs, tries] = [0, 0]
    for (const pauseMs of pauses) {
      nowMs += pauseMs
      if (throttle.begin('a', nowMs) === 0) tries += 1
    }
    // Three free ones, the doubling, then one per longest wait.
    expect(tries).toBeLessThanOrEqual(3 + 4 + nowMs / options.longestMs)
  }), { numRuns: 50 })
})
