import { describe, expect, test } from 'vitest'
import { hubLimits } from '../../../hub/limits.ts'
import { newAdmission } from '../../../hub/sockets/upgrade.ts'

const perSecond = 3_000
const { upgradeWaitMsMax } = hubLimits

/** `count` peers at once, each back when it was told to: when each was let in, and the longest wait that was named. */
function storm(count: number, { strangersPerSecond = 0 } = {}): { inMs: number[]; waitMsMax: number } {
  const admission = newAdmission({ perSecond, nowMs: 0 })
  /** How many ask at each millisecond. */
  const due = new Map([[0, count]])
  const inMs: number[] = []
  let waitMsMax = 0
  for (let nowMs = 0; inMs.length < count; nowMs++) {
    if (nowMs * strangersPerSecond / 1000 % 1 < strangersPerSecond / 1000) admission.ask(nowMs, 0)
    for (let asking = due.get(nowMs) ?? 0; asking > 0; asking--) {
      const refused = admission.ask(nowMs, 0)
      if (refused === null) {
        inMs.push(nowMs)
        continue
      }
      const againMs = nowMs + Math.max(1, refused.retryMs ?? 0)
      waitMsMax = Math.max(waitMsMax, refused.retryMs ?? 0)
      due.set(againMs, (due.get(againMs) ?? 0) + 1)
    }
    due.delete(nowMs)
  }
  return { inMs, waitMsMax }
}

describe('a storm at the door', () => {
  test('never more than the burst at once and the rate after it', () => {
    const { inMs } = storm(11_000)
    for (const fromMs of [0, 500, 1_000, 2_000]) {
      const taken = inMs.filter((atMs) => atMs > fromMs && atMs <= fromMs + 1_000).length
      expect(taken).toBeLessThanOrEqual(perSecond + 1)
    }
    expect(inMs.filter((atMs) => atMs === 0).length).toBe(perSecond)
  })

  test('10,000 phones and 1,000 consoles are in within 5 s, each refused few times', () => {
    expect(storm(11_000).inMs.at(-1)).toBeLessThan(5_000)
    expect(storm(11_000, { strangersPerSecond: 500 }).inMs.at(-1)).toBeLessThan(5_000)
  })

  test('the wait that is named is bounded, whatever comes', () => {
    expect(storm(60_000).waitMsMax).toBeLessThanOrEqual(upgradeWaitMsMax)
  })
})

test('a hub that is full or drains says so, with a wait', () => {
  const admission = newAdmission({ perSecond, nowMs: 0 })
  expect(admission.ask(0, hubLimits.socketsMax)).toMatchObject({ status: 503, code: 'hubBusy' })
  admission.close()
  expect(admission.ask(0, 0)).toMatchObject({ status: 503, code: 'draining', retryMs: 1_000 })
})
