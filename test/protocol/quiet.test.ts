import { expect, test } from 'vitest'
import { QuietRules } from '../../protocol/quiet.ts'

const said = (text: string, type: 'text' | 'voice' | 'quote' = 'text', direction: 'in' | 'out' = 'in') =>
  ({ text, type, direction })

test('[SET-5] [SET-6] a customer’s message of a type, or with a word, is quiet', () => {
  const rules = new QuietRules({ types: ['voice'], words: ['活动', 'ＶＩＰ'] })
  expect(rules.has(said('', 'voice'))).toBe(true)
  expect(rules.has(said('最近有活动吗'))).toBe(true)
  expect(rules.has(said('vip 客户', 'quote'))).toBe(true)
  expect(rules.has(said('活 动'))).toBe(false)
  expect(rules.has(said('活动', 'text', 'out'))).toBe(false)
  const none = new QuietRules({ types: [], words: [] })
  expect([none.isEmpty, none.has(said('活动'))]).toEqual([true, false])
})
