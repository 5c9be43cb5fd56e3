import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptNow, afterResult, attemptsMax } from '../../../actors/rules/auto-accept.ts'
import { type Spent, nothingSpent, spend } from '../../../actors/rules/pacing.ts'

const pace = fc.record({ perPeriod: fc.integer({ min: 1, max: 5 }), periodMs: fc.integer({ min: 1, max: 50 }) })
const steps = fc.array(
  fc.record({ comes: fc.integer({ min: 0, max: 4 }), laterMs: fc.integer({ min: 0, max: 30 }) }), { maxLength: 60 },
)

describe('[AUTO-1] pacing', () => {
  test('at most so many in a period, none lost: what waits happens in a later one', () => {
    fc.assert(fc.property(pace, steps, ({ perPeriod, periodMs }, list) => {
      let [nowMs, waiting, came] = [1_000, 0, 0]
      let spent: Spent = nothingSpent
      const happened: number[] = []
      const look = (): void => {
        const before = spent
        const spending = spend({ perPeriod, periodMs }, spent, { wanted: waiting, nowMs })
        expect(spending.granted).toBeLessThanOrEqual(waiting)
        // It says when to look again, and nothing happens before that.
        if (spending.nextMs !== null) expect(spending.nextMs).toBeGreaterThan(nowMs)
        if (spending.granted === 0) expect(spending.spent).toBe(before)
        waiting -= spending.granted
        happened.push(...Array.from({ length: spending.granted }, () => nowMs))
        spent = spending.spent
      }
      for (const { comes, laterMs } of list) {
        nowMs += laterMs
        waiting += comes
        came += comes
        look()
      }
      for (let round = 0; round < came; round += 1) {
        nowMs += periodMs
        const before = waiting
        look()
        expect(waiting === 0 || waiting < before).toBe(true)
      }
      expect(happened).toHaveLength(came)
      expect(mostInPeriods(happened, periodMs)).toBeLessThanOrEqual(perPeriod)
    }), { numRuns: 500 })
  })

  test('a clock that jumps back begins no new period', () => {
    const { spent } = spend({ perPeriod: 2, periodMs: 100 }, nothingSpent, { wanted: 2, nowMs: 1_000 })
    expect(spend({ perPeriod: 2, periodMs: 100 }, spent, { wanted: 1, nowMs: 10 })).toMatchObject({ granted: 0, spent })
  })

  test('a pause and a switch that is off hold all of them back', () => {
    const rule = { enabled: true, periodMinutes: 1, perPeriod: 9, spent: nothingSpent, pausedUntilMs: 500 }
    expect(acceptNow(rule, { waiting: 3, nowMs: 499 })).toMatchObject({ granted: 0, nextMs: 500 })
    expect(acceptNow(rule, { waiting: 3, nowMs: 500 })).toMatchObject({ granted: 3, nextMs: null })
    expect(acceptNow({ ...rule, enabled: false }, { waiting: 3, nowMs: 500 })).toMatchObject({ granted: 0 })
  })
})

/** Told apart without the rule: a period begins with the first that lies outside the one before. */
function mostInPeriods(times: readonly number[], periodMs: number): number {
  let [most, count, beganMs] = [0, 0, Number.NEGATIVE_INFINITY]
  for (const atMs of times) {
    if (atMs >= beganMs + periodMs) [beganMs, count] = [atMs, 0]
    count += 1
    most = Math.max(most, count)
  }
  return most
}

describe('what becomes of a request', () => {
  const failed = { outcome: 'failed', automatic: true, attempts: 1 } as const
  test.each([
    [{ ...failed, outcome: 'succeeded', code: null } as const, { state: 'accepted', pauses: false }],
    [{ ...failed, code: 'tooFrequent' }, { state: 'pending', pauses: true }],
    [{ ...failed, code: 'accountOffline' }, { state: 'pending', pauses: false }],
    [{ ...failed, outcome: 'unknown', code: 'noAnswer' } as const, { state: 'pending', pauses: false }],
    [{ ...failed, code: 'wechatRefused' }, { state: 'failed', pauses: false }],
    [{ ...failed, code: 'requestExpired' }, { state: 'expired', pauses: false }],
    [{ ...failed, code: 'accountOffline', attempts: attemptsMax }, { state: 'failed', pauses: false }],
    [{ ...failed, code: 'tooFrequent', automatic: false }, { state: 'failed', pauses: false }],
  ])('%o', (result, verdict) => expect(afterResult(result)).toEqual(verdict))
})
