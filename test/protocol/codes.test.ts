import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closeCodes, closeReason, comeBackOf, retryMsOf } from '../../protocol/close-codes.ts'
import { faultCodes } from '../../protocol/fault-codes.ts'
import { byteLength } from '../../protocol/fields.ts'
import { refusalCodes } from '../../protocol/refusal-codes.ts'
import { resultCodes } from '../../protocol/result-codes.ts'
import { anyCharacter } from './support/arbitraries.ts'

describe('[P31] close codes', () => {
  test('are told apart by number and by name', () => {
    const all = Object.values(closeCodes)
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    expect(all.filter(({ code, name }) => code < 4000 || code > 4599 || !/^[a-z-]+$/.test(name))).toEqual([])
  })

  test('the range is the advice', () => {
    const ranges = {
      now: [4000, 4099], later: [4200, 4299], mended: [4400, 4499], never: [4500, 4599],
    } as const
    for (const [advice, [from, to]] of Object.entries(ranges)) {
      expect([from, to].map(comeBackOf)).toEqual([advice, advice])
      expect([from - 1, to + 1].map(comeBackOf)).not.toContain(advice === 'now' ? 'never' : advice)
    }
    for (const { code, comeBack } of Object.values(closeCodes)) expect(comeBackOf(code)).toBe(comeBack)
  })

  test('[P33] every other code is a lost connection: now', () => {
    const codes = fc.integer({ min: 1000, max: 3999 })
    fc.assert(fc.property(codes, (code) => { expect(comeBackOf(code)).toBe('now') }))
  })

  test('the reason names the code, the delay and the detail, in 123 bytes of ASCII', () => {
    const advice = { retryMs: 740.4, detail: 'too many' }
    expect(closeReason(closeCodes.hubBusy, advice)).toBe('hub-busy retry=740 too many')
    expect(closeReason(closeCodes.silent)).toBe('silent')
    const details = fc.string({ unit: anyCharacter, maxLength: 200 })
    fc.assert(fc.property(details, fc.nat({ max: 999_999_999 }), (detail, retryMs) => {
      const reason = closeReason(closeCodes.draining, { retryMs, detail })
      expect(byteLength(reason)).toBeLessThanOrEqual(123)
      expect(reason).toMatch(/^[\x20-\x7e]*$/)
      expect(retryMsOf(reason)).toBe(retryMs)
    }))
  })

  test.each([
    ['draining', null], ['draining retry=740', 740], ['x retry=12 why', 12], ['xretry=5', null],
    ['retry=', null], ['', null],
  ])('%j: comes back after %s', (reason, ms) => {
    expect(retryMsOf(reason)).toBe(ms)
  })
})

describe('named codes', () => {
  test('HTTP faults have statuses of faults', () => {
    expect(Object.values(faultCodes).filter(({ status }) => status < 400 || status > 599)).toEqual([])
  })

  test('every code has a sentence', () => {
    const faults = Object.values(faultCodes).map(({ about }) => about)
    const abouts = [...Object.values(refusalCodes), ...Object.values(resultCodes), ...faults]
    expect(abouts.filter((about) => !/^[A-Z].*\.$/.test(about))).toEqual([])
  })
})
