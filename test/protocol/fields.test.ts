import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boolean, byteLength, bytes, decimal, integer, listOf, oneOf, optional, pattern, record, text, timestampMs,
} from '../../protocol/fields.ts'
import { friendProfile } from '../../protocol/kinds.ts'
import { limits } from '../../protocol/limits.ts'
import { shape } from '../../protocol/message.ts'
import { readInput } from '../../protocol/operation.ts'
import { anyCharacter, anyField } from './support/arbitraries.ts'

describe('[P5] text', () => {
  const short = text({ bytesMax: 12 })
  const filled = text({ bytesMin: 2, bytesMax: 12 })

  test.each([
    ['', null], ['twelve bytes', null], ['twelve bytes!', 'longer than 12 bytes'],
    ['四个汉字', null], ['四个汉字!', 'longer than 12 bytes'], ['𝒜𝒜𝒜', null], ['𝒜𝒜𝒜x', 'longer than 12 bytes'],
    ['\ud83d', 'not valid Unicode'], ['x\udc4b', 'not valid Unicode'], ['\udc4b\ud83d', 'not valid Unicode'],
    ['👋', null],
    ['\0', 'contains U+0000'], ['a\0', 'contains U+0000'], ['\u0001\u007f', null], ['\ufffd', null],
    [7, 'not a text'], [null, 'not a text'], [undefined, 'not a text'], [new Uint8Array(2), 'not a text'],
  ])('%j: %s', (value, fault) => {
    expect(short.check(value)).toBe(fault)
  })

  test.each([
    ['', 'shorter than 2 bytes'], ['x', 'shorter than 2 bytes'], ['xx', null], ['字', null],
  ])('%j of 2 to 12 bytes: %s', (value, fault) => {
    expect(filled.check(value)).toBe(fault)
    expect(text({ bytesMin: 1, bytesMax: 2 }).check('')).toBe('empty')
  })

  test('the limit is exactly the number of bytes of UTF-8', () => {
    const texts = fc.string({ unit: anyCharacter, maxLength: 40 })
    fc.assert(fc.property(texts, fc.integer({ min: -1, max: 1 }), (value, more) => {
      const wellFormed = value.replaceAll('\0', '')
      const bytesMax = Math.max(0, byteLength(wellFormed) + more)
      const fits = byteLength(wellFormed) <= bytesMax
      expect(text({ bytesMax }).check(wellFormed)).toBe(fits ? null : `longer than ${bytesMax} bytes`)
    }))
  })
})

describe('the other fields', () => {
  test('[P4] an integer', () => {
    const field = integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
    expect([1, 2 ** 53 - 1].map(field.check)).toEqual([null, null])
    expect([0, 2 ** 53].map(field.check)).toEqual(Array(2).fill('not in 1–9007199254740991'))
    const others = [1.5, Number.NaN, Infinity, '1', 1n, null]
    expect(others.map(field.check)).toEqual(Array(6).fill('not an integer'))
  })

  test('[P4] a time in whole milliseconds from 2000 to 2100', () => {
    expect([946_684_800_000, 4_102_444_800_000].map(timestampMs().check)).toEqual([null, null])
    expect([946_684_799_999, 4_102_444_800_001, 1_767_225_600].map(timestampMs().check))
      .toEqual(Array(3).fill('not a time between 2000 and 2100'))
    const others = [1_767_225_600_000.5, Number.NaN, '2026']
    expect(others.map(timestampMs().check)).toEqual(Array(3).fill('not a time in whole ms'))
  })

  test('a number with a fraction', () => {
    const { check } = decimal({ min: -90, max: 90 })
    expect([-90, 31.2304, 90].map(check)).toEqual([null, null, null])
    expect([90.001, Number.NaN, '31'].map(check)).toEqual(['not in -90–90', 'not a number', 'not a number'])
  })

  test('[P5] bytes are bin, never str', () => {
    expect([new Uint8Array(0), Buffer.alloc(3)].map(bytes({ bytesMax: 3 }).check)).toEqual([null, null])
    expect(bytes({ bytesMax: 3 }).check(new Uint8Array(4))).toBe('longer than 3 bytes')
    expect(['abc', [1, 2], null].map(bytes({ bytesMax: 3 }).check)).toEqual(Array(3).fill('not bytes'))
  })

  test('a choice, a boolean, a pattern', () => {
    expect(['in', 'up'].map(oneOf('in', 'out').check)).toEqual([null, 'not one of in, out'])
    expect([true, false].map(boolean().check)).toEqual([null, null])
    expect([1, 'true', null].map(boolean().check)).toEqual(Array(3).fill('not true or false'))
    const word = pattern('word', /^[a-z]+$/, 3)
    expect(['abc', 'abcd', 'AB', 'a\n', '', 7].map(word.check))
      .toEqual([null, 'longer than 3 bytes', 'not a word', 'not a word', 'not a word', 'not a text'])
  })

  test('a list names the entry that does not fit', () => {
    const field = listOf(integer({ min: 0, max: 9 }), { max: 3 })
    expect([[], [1, 2, 3]].map(field.check)).toEqual([null, null])
    expect(field.check([1, 2, 3, 4])).toBe('more than 3 entries')
    expect(field.check([1, 12])).toBe('entry 1: not in 0–9')
    expect(field.check({ length: 0 })).toBe('not a list')
  })

  test('[P2] what is optional may be nil or left out', () => {
    const field = optional(integer({ min: 0, max: 9 }))
    expect([null, undefined, 5].map(field.check)).toEqual([null, null, null])
    expect(field.check(12)).toBe('not in 0–9')
    expect([field.optional, field.type]).toEqual([true, 'integer 0–9, or nil'])
  })
})

describe('[P6] maps', () => {
  const pointFields = { x: integer({ min: 0, max: 9 }), name: text({ bytesMax: 8 }) }
  const point = record('point', pointFields, { required: ['x'], bytesMax: 16 })

  test.each([
    [{ x: 1 }, null], [{ x: 1, name: null }, null], [{ x: 1, colour: 'red' }, null],
    [{}, 'x: missing'], [{ x: null }, 'x: missing'], [{ x: 12 }, 'x: not in 0–9'],
    [{ x: 1, name: 7 }, 'name: not a text'],
    [[], 'not a map'], ['x', 'not a map'], [null, 'not a map'], [new Uint8Array(1), 'not a map'],
  ])('%j: %s', (value, fault) => {
    expect(point.check(value)).toBe(fault)
  })

  test('the limit of a map is the bytes of its texts and 8 for every other value', () => {
    const words = text({ bytesMax: 99 })
    const tight = record('tight', { a: words, b: boolean(), c: listOf(words, { max: 9 }) }, { bytesMax: 20 })
    expect(tight.check({ a: 'twelve bytes', b: true })).toBeNull()
    expect(tight.check({ a: 'twelve bytes!', b: true })).toBe('longer than 20 bytes')
    expect(tight.check({ c: ['ten bytes.', 'ten bytes.'] })).toBeNull()
    expect(tight.check({ c: ['ten bytes.', 'ten bytes..'] })).toBe('longer than 20 bytes')
    expect(tight.check({ a: '汉字汉字汉字', unknown: 'x'.repeat(999) })).toBeNull()
  })

  test('what the protocol does not know is left off, at every depth, and never checked', () => {
    const fields = { list: listOf(point, { max: 3 }), point: optional(point) }
    const one = shape({ code: 9, name: 'one', about: '', fields })
    const foreign = { x: 1, name: null, extra: { deep: ['\0'] } }
    expect(one.check([9, [foreign], foreign], 1)).toBeNull()
    expect(one.read([9, [foreign], foreign], 1)).toEqual({ kind: 'one', list: [{ x: 1 }], point: { x: 1 } })
    expect(one.read([9, []], 1)).toEqual({ kind: 'one', list: [], point: null })
    expect(foreign).toHaveProperty('extra')
  })

  test('whatever fits a friend is kept whole', () => {
    fc.assert(fc.property(anyField(friendProfile()), (friend) => {
      expect(friendProfile().check(friend)).toBeNull()
      const known = Object.entries(friend as object).filter(([, value]) => value !== null)
      expect(friendProfile().prune?.(friend)).toEqual(Object.fromEntries(known))
    }))
  })
})

describe('the input of an operation', () => {
  const rows = optional(integer({ min: 1, max: limits.pageRowsMax }))
  const operation = { input: { name: text({ bytesMax: 8 }), rows } }

  test('absent fields are null', () => {
    expect(readInput(operation, { name: 'x' })).toEqual({ ok: true, input: { name: 'x', rows: null } })
  })

  test('all faults are named at once, unknown fields too', () => {
    expect(readInput(operation, { rows: 0, page: 1 })).toEqual({
      ok: false, faults: [
        { field: 'name', reason: 'not a text' }, { field: 'rows', reason: 'not in 1–200' },
        { field: 'page', reason: 'unknown field' },
      ],
    })
  })

  test.each([[null], [[]], ['x'], [7]])('%j is no input', (value) => {
    const faults = [{ field: '', reason: 'not a JSON object' }]
    expect(readInput(operation, value)).toEqual({ ok: false, faults })
  })
})
