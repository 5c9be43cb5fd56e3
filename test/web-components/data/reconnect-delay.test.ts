import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closeCodes, closeReason } from '../../../protocol/close-codes.ts'
import { reconnectDelayMs } from '../../../web-components/data/reconnect-delay.ts'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const attempt = fc.integer({ min: 1, max: 1_000 })

test('a broken line: soon at first, within half a minute for ever', () => {
  fc.assert(fc.property(attempt, random, (times, dice) => {
    const delayMs = reconnectDelayMs({ code: 1006, reason: '', attempt: times, random: dice }) ?? -1
    expect(delayMs).toBeGreaterThan(0)
    expect(delayMs).toBeLessThanOrEqual(times === 1 ? 600 : 30_000)
  }))
})

test('“later” is never earlier than the hub asks', () => {
  fc.assert(fc.property(attempt, random, fc.integer({ min: 0, max: 600_000 }), (times, dice, retryMs) => {
    const { code } = closeCodes.hubBusy
    const reason = closeReason(closeCodes.hubBusy, { retryMs })
    expect(reconnectDelayMs({ code, reason, attempt: times, random: dice })).toBeGreaterThanOrEqual(retryMs)
  }))
})

test('a fault of ours waits a minute, and “never” is never', () => {
  const at = { reason: '', attempt: 1, random: 0 }
  expect(reconnectDelayMs({ code: closeCodes.malformedFrame.code, ...at })).toBeGreaterThanOrEqual(60_000)
  expect(reconnectDelayMs({ code: closeCodes.signedOut.code, ...at })).toBeNull()
})
