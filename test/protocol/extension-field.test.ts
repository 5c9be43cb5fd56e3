import { describe, expect, test } from 'vitest'
import { readCondition, writeCondition } from '../../protocol/extension-condition.ts'
import {
  type ExtensionKind, type ExtensionValue, extensionFault, extensionLimits, extensionValue, isSameValue, orderOf,
} from '../../protocol/extension-field.ts'

const choices = ['高意向', '低意向', '已成交']
const faultOf = (kind: ExtensionKind, value: unknown, kept: ExtensionValue | null = null) => {
  return extensionFault({ kind, choices }, value as ExtensionValue, kept)
}

describe('[EXT-1] a value fits its field', () => {
  test.each([
    ['number', -3.5], ['number', 0], ['number', extensionLimits.numberMax], ['text', '张三 13800138000'],
    ['longText', '第一行\n第二行'], ['date', '1988-02-29'], ['dateTime', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['single', '高意向'], ['multiple', ['高意向', '已成交']],
  ] as const)('%s: %j', (kind, value) => expect(faultOf(kind, value)).toBeNull())

  test.each([
    ['number', '3', 'not a number'], ['number', Number.NaN, 'not a number'], ['number', 2e12, 'not in'],
    ['text', 3, 'not a text'], ['text', '一'.repeat(201), 'longer than 600 bytes'], ['text', 'a\nb', 'not one line'],
    ['longText', '一'.repeat(2_001), 'longer than 6000 bytes'], ['date', '2026-02-30', 'not a day'],
    ['date', '2026-2-3', 'not a day'], ['date', '1899-12-31', 'not a day'], ['dateTime', 1.5, 'not a time'],
    ['dateTime', 0, 'not a time'], ['single', '没有的', 'not one of'], ['single', ['高意向'], 'not a choice'],
    ['multiple', '高意向', 'not a list'], ['multiple', ['高意向', '高意向'], 'a choice twice'],
  ] as const)('%s: not %j', (kind, value, reason) => expect(faultOf(kind, value)).toContain(reason))

  test('a choice that is gone may stay, not come', () => {
    expect(faultOf('single', '旧选项', '旧选项')).toBeNull()
    expect(faultOf('multiple', ['旧选项', '高意向'], ['旧选项'])).toBeNull()
    expect(faultOf('multiple', ['另一个'], ['旧选项'])).toContain('not one of')
  })

  test('the edge takes nothing else', () => {
    const { check } = extensionValue()
    for (const value of [3, '', '三', ['甲']]) expect(check(value)).toBeNull()
    for (const value of [Infinity, true, {}, [3], [''], 'a\0b', 'x'.repeat(6_001)]) expect(check(value)).not.toBeNull()
  })

  test('nothing is the same as empty; order is a number', () => {
    expect([isSameValue(null, ''), isSameValue([], null), isSameValue('a', 'a'), isSameValue(['a'], ['b'])])
      .toEqual([true, true, true, false])
    expect(orderOf({ kind: 'date' }, '2026-01-01')).toBe(Date.UTC(2026, 0, 1))
    expect(orderOf({ kind: 'text' }, '2026')).toBeNull()
  })
})

test('[FRND-2] a condition travels as a text', () => {
  for (const text of ['7=高意向', '5~李=~@', '3@10..20', '3@-1.5..', '3@..0']) {
    expect(writeCondition(readCondition(text) as NonNullable<ReturnType<typeof readCondition>>)).toBe(text)
  }
  for (const text of ['', '7', '7=', '=x', '07=x', '3@..', '3@x..', "1'=x"]) expect(readCondition(text)).toBeNull()
})
