import { expect, test } from 'vitest'
import { closeCodeOfStatus, comeBackAfter, naturalDelays } from '../../../bench/fleet/come-back.ts'
import { closeCodes } from '../../../protocol/close-codes.ts'

const after = (code: number, { reason = '', failures = 0, chance = 0.5 } = {}) => {
  return comeBackAfter({ code, reason, failures, delays: naturalDelays, random: () => chance })
}

test('[P31] now, later, mended and never', () => {
  expect(after(closeCodes.hubRestarts.code, { chance: 0.999 })).toBeLessThanOrEqual(500)
  expect(after(closeCodes.hubRestarts.code, { reason: 'hub-restarts retry=1700' })).toBe(1_700)
  expect(after(closeCodes.hubBusy.code, { reason: 'hub-busy retry=321' })).toBe(321)
  expect(after(closeCodes.hubBusy.code)).toBe(5_000)
  expect(after(closeCodes.malformedFrame.code)).toBe(60_000)
  expect(after(closeCodes.deviceRevoked.code, { reason: 'retry=1' })).toBe('never')
})

test('[P33] a lost connection waits twice as long each time, half of it at random, up to 30 s', () => {
  const waits = [1, 2, 3, 4].map((failures) => after(1006, { failures, chance: 0.999 }) as number)
  for (const [index, wait] of waits.entries()) {
    if (index > 0) expect(wait / (waits[index - 1] as number)).toBeCloseTo(2, 1)
  }
  expect(after(1006, { failures: 50, chance: 0.999 })).toBeLessThanOrEqual(30_000)
  expect(after(1006, { failures: 50, chance: 0 })).toBe(15_000)
})

test('[P10] a refused upgrade: never, later, or a lost connection', () => {
  expect([401, 403].map(closeCodeOfStatus).map((code) => after(code))).toEqual(['never', 'never'])
  expect(after(closeCodeOfStatus(429), { reason: '{"code":"tooMany"} retry=2000' })).toBe(2_000)
  expect(after(closeCodeOfStatus(502))).toBeLessThanOrEqual(500)
})
