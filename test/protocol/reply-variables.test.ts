import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillVariables, hasVariables, replyVariables } from '../../protocol/reply-variables.ts'

const values = { 客户昵称: '小王', 客户备注: '王先生-浦东', 我的姓名: '李静', 微信昵称: '方舟房产' }

describe('[SEAT-4] variables of a quick reply', () => {
  test.each([
    ['{客户昵称},您好,我是{微信昵称}的{我的姓名}', '小王,您好,我是方舟房产的李静'],
    ['{客户备注}{客户备注}', '王先生-浦东王先生-浦东'], ['{价格}元 {客户昵称', '{价格}元 {客户昵称'],
  ])('%s', (text, filled) => {
    expect(fillVariables(text, values)).toBe(filled)
  })

  test('that are unknown are left out with their comma; a remark falls back to the nickname, never back', () => {
    expect(fillVariables('{客户昵称},您好', {})).toBe('您好')
    expect(fillVariables('您好{客户昵称}!', { 客户昵称: ' ' })).toBe('您好!')
    expect(fillVariables('{客户备注},您好', { 客户昵称: '小王' })).toBe('小王,您好')
    expect(fillVariables('{客户昵称},您好', { 客户备注: '难缠' })).toBe('您好')
  })

  test('in what customers call themselves are not filled a second time', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom(...replyVariables.map((one) => `{${one}}`)))
    fc.assert(fc.property(name, (nickname) => {
      const filled = fillVariables('<{客户昵称}>', { ...values, 客户昵称: nickname })
      return filled === `<${nickname.trim()}>`
    }))
    expect([hasVariables('{我的姓名}'), hasVariables('{x}')]).toEqual([true, false])
  })
})
