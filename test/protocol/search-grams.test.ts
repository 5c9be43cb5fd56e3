import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldedText } from '../../protocol/folded-text.ts'
import { keywordGrams, searchGrams } from '../../protocol/search-grams.ts'

it('finds every text that contains the keyword, as a plain scan does', () => {
  fc.assert(fc.property(texts(), texts(), fc.integer({ min: 0, max: 20 }), (text, other, start) => {
    const folded = Array.from(foldedText(text))
    for (const keyword of [folded.slice(start, start + 1), folded.slice(start, start + 4), Array.from(other)]) {
      const sought = keyword.join('')
      if (!foldedText(text).includes(foldedText(sought))) continue
      const grams = new Set(searchGrams(text))
      expect(keywordGrams(sought).filter((gram) => !grams.has(gram))).toEqual([])
    }
  }), { numRuns: 2000 })
})

it('gives numbers that fit an int4, characters above zero and pairs below', () => {
  const grams = searchGrams('你好😀')
  expect(grams).toHaveLength(5)
  expect(grams.filter((gram) => gram > 0)).toEqual(Array.from('你好😀', (character) => character.codePointAt(0)))
  expect(grams.every((gram) => gram === (gram | 0))).toBe(true)
})

it('asks for pairs alone where there are any', () => {
  expect(keywordGrams('好')).toEqual(['好'.codePointAt(0)])
  expect(keywordGrams('合同款').every((gram) => gram < 0)).toBe(true)
  expect(keywordGrams('合同款')).toHaveLength(2)
  expect(keywordGrams('')).toEqual([])
})

it('tells 合同 from 同合', () => {
  expect(keywordGrams('合同')).not.toEqual(keywordGrams('同合'))
})

it.each([
  ['ＶＸ１２３', 'vx123'], ['ｶﾞｿﾘﾝ', 'ガソリン'], ['WeChat', 'wechat'], ['ΑΣ', 'ασ'], ['　你好', ' 你好'],
])('folds %s to %s', (text, folded) => {
  expect(foldedText(text)).toBe(folded)
})

/** Few characters, so that parts recur; widths and cases mixed, signs of two units among them. */
function texts() {
  const unit = fc.constantFrom(...Array.from('你好合同款发给我aAＡｂB１1 　ΣσςİﾞｶガＫ😀㎡'))
  return fc.string({ unit, maxLength: 24 })
}
