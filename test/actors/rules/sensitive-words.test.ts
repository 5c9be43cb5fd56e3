import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SensitiveWord, SensitiveWords, placesMax } from '../../../actors/rules/sensitive-words.ts'
import { limits } from '../../../protocol/limits.ts'
import { placedSensitiveText, sensitiveText } from '../../../protocol/sensitive-text.ts'

const block = (...words: string[]): SensitiveWord[] => words.map((word) => ({ word, effect: 'block' }))

describe('[RISK-1] a text is looked at', () => {
  const words = new SensitiveWords(block('微信', 'vip', '私下转账', 'ガス'))

  test.each([
    ['as it is', '加我微信吧', '微信'], ['through spaces', '加我微 信', '微 信'], ['over a line', '微\n信', '微\n信'],
    ['through zero width', '微\u200b\u2060信', '微\u200b\u2060信'],
    ['through a variation selector', '微\ufe0f信', '微\ufe0f信'],
    ['through ornaments', '私*下·转_账', '私*下·转_账'], ['in full width', 'ＶＩＰ客户', 'ＶＩＰ'], ['in capitals', 'a ViP', 'ViP'],
    ['in half width', 'ｶﾞｽ', 'ｶﾞｽ'], ['in bold letters', '𝐕𝐈𝐏', '𝐕𝐈𝐏'],
  ])('%s, and marked as it stands', (_how, text, found) => {
    const places = words.places(text)
    expect(places.map(({ from, to }) => text.slice(from, to))).toEqual([found])
    expect(words.in(text)).toHaveLength(1)
  })

  test.each(['微，信', '微。信', '徽信', 'v-i-p', '转账', ''])('and %j has none', (text) => {
    expect([words.in(text), words.places(text)]).toEqual([[], []])
  })
})

test('words within words are all found, each once; only those to block are named for a refusal', () => {
  const words = new SensitiveWords([...block('转账', '账'), { word: '私下转账', effect: 'alert' }])
  expect(words.in('私下转账,转账').map(({ word }) => word)).toEqual(['私下转账', '转账', '账'])
  expect(words.blockedIn('私下转账')).toEqual(['转账', '账'])
  expect(words.places('私下转账').map(({ word, from, to }) => [word, from, to]))
    .toEqual([['私下转账', 0, 4], ['转账', 2, 4], ['账', 3, 4]])
})

test('no word goes over the end of a line into the next', () => {
  const words = new SensitiveWords(block('微信'))
  expect(words.in('加微', '信任')).toEqual([])
  expect(words.blockedIn('标题', '加微 信')).toEqual(['微信'])
  expect(words.in()).toEqual([])
})

test('changes make new words and leave the old ones; words that fold alike are one', () => {
  const before = new SensitiveWords(block('VIP'))
  const after = before.with([{ word: 'ｖｉｐ', effect: 'alert' }, { word: '返现', effect: 'block' }])
  expect(before.in('vip')).toEqual(block('VIP'))
  expect(after.in('vip返现')).toEqual([{ word: 'ｖｉｐ', effect: 'alert' }, ...block('返现')])
  expect(after.with([{ word: 'vip', effect: 'gone' }]).in('vip返现')).toEqual(block('返现'))
})

test('as many words as there may be, in a text as long as may be, are a moment', () => {
  const many = Array.from({ length: limits.sensitiveWordsMax }, (_, index) => 'a'.repeat(index % 40 + 1) + index)
  const words = new SensitiveWords(block(...many, 'a'))
  const text = 'a'.repeat(limits.textBytesMax)
  const startedMs = performance.now()
  expect(words.in(text).map(({ word }) => word)).toEqual(['a'])
  expect(words.places(text)).toHaveLength(placesMax)
  expect(performance.now() - startedMs).toBeLessThan(2_000)
})

const alphabet = ['a', 'b', 'A', 'Ａ', '微', '信', ' ', '\u200b', '，', '👋', '\u0301', 'é', 'Σ', 'ς', '*', '𝐚']
const anyText = fc.array(fc.constantFrom(...alphabet), { maxLength: 14 }).map((parts) => parts.join(''))

/** What is folded at once, whatever it is. */
const usual = [
  [0, 0x2ff], [0x2000, 0x206f], [0x3000, 0x3098], [0x309b, 0x30ff], [0x4e00, 0x9fff], [0xff00, 0xff65],
] as const
const usualText = fc.array(
  fc.oneof(...usual.map(([min, max]) => fc.integer({ min, max })), fc.constantFrom(0xfe0f, 0x1f44b, 0x1f3fb)),
).map((codes) => String.fromCodePoint(...codes))

test('it is as a naive search, however words lie in one another', () => {
  fc.assert(fc.property(fc.array(anyText, { maxLength: 8 }), anyText, (list, text) => {
    const given = list.filter((word) => sensitiveText(word) !== '')
    const words = new SensitiveWords(block(...given))
    const folded = sensitiveText(text)
    const wanted = new Set(given.map(sensitiveText).filter((word) => folded.includes(word)))
    expect(new Set(words.in(text).map(({ word }) => sensitiveText(word)))).toEqual(wanted)
    expect(new Set(words.in(text))).toHaveProperty('size', wanted.size)
    for (const { word, from, to } of words.places(text)) {
      expect(sensitiveText(text.slice(from, to))).toContain(sensitiveText(word))
    }
    expect(new Set(words.places(text).map(({ word }) => sensitiveText(word)))).toEqual(wanted)
  }))
})

test('folding again changes nothing, and every unit knows where it came from', () => {
  fc.assert(fc.property(fc.oneof(anyText, usualText, fc.string({ unit: 'binary' })), (text) => {
    const placed = placedSensitiveText(text)
    expect(placed.text).toBe(sensitiveText(text))
    expect([placed.starts.length, placed.ends.length]).toEqual([placed.text.length, placed.text.length])
    expect([...placed.starts]).toEqual(placed.starts.toSorted((a, b) => a - b))
    for (const [unit, from] of placed.starts.entries()) expect(placed.ends[unit]).toBeGreaterThan(from)
  }))
})
