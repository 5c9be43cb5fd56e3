import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packBody, readBody } from '../../../protocol/bodies.ts'
import { Mask } from '../../../hub/masking/mask.ts'

/** Of the manual. */
const phoneNumbers = '([0-9]{3}\\u202a?[-\\s]?[0-9]{3,4}\\u202a?[-\\s]?[0-9]{0,4})'
const mask = Mask.of(phoneNumbers) as Mask

describe('[SET-4] what a pattern matches becomes asterisks, one for each character', () => {
  test.each([
    ['我的电话 13800138000,方便联系', '我的电话 ***********,方便联系'],
    ['138-0013-8000', '*************'],
    ['😀138 0013 8000😀', '😀*************😀'],
    ['没有号码', '没有号码'],
    ['', ''],
    ['12345612345678 和 13800138000', '***********678 和 ***********'],
  ])('%s', (text, shown) => {
    expect(mask.text(text)).toBe(shown)
  })

  test('characters outside the basic plane count once', () => {
    expect(Mask.of('😀+')?.text('a😀😀b')).toBe('a**b')
  })

  test('no text is longer afterwards, and nothing that matches is left', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('1', '2', '-', ' ', '电', '😀', '\u202a') }), (text) => {
      const shown = mask.text(text)
      expect(Array.from(shown)).toHaveLength(Array.from(text).length)
      expect(mask.text(shown)).toBe(shown)
    }))
  })

  test('time grows with the text, whatever the pattern', () => {
    expect(Mask.of('(a+)+b')?.text('a'.repeat(4_000))).toBe('a'.repeat(4_000))
  })
})

test('[SET-4] in attributes of a message what people read is masked, what programs read is not', () => {
  const msgSvrId = '1380013800012345678'
  const quote = readBody('quote', mask.body(packBody('quote', { msgSvrId, text: '打 13800138000' })))
  expect(quote).toEqual({ msgSvrId, text: '打 ***********' })
  const url = 'https://a.b/13800138000'
  const link = readBody('link', mask.body(packBody('link', { title: '13800138000', url })))
  expect(link).toEqual({ title: '***********', url })
  const lines = ['甲:13800138000', '乙:好']
  expect(readBody('mergedHistory', mask.body(packBody('mergedHistory', { lines })))).toEqual({
    lines: ['甲:***********', '乙:好'],
  })
  expect(readBody('quote', mask.body(Uint8Array.of(0xc1, 0xff)))).toEqual({})
})
