import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageTypes } from '../../../protocol/kinds.ts'
import { linkText } from '../../../web-components/agent/link-state.ts'
import { faultText } from '../../../web-components/data/fault-text.ts'
import { previewOf } from '../../../web-components/data/message-kinds.ts'
import { isOnlyEmoji, readRichText } from '../../../web-components/data/rich-text.ts'
import { dayText, durationText, listTime, sizeText, waitText } from '../../../web-components/data/time-text.ts'
import { initialsOf, toneOf } from '../../../web-components/elements/avatar.ts'

describe('rich text', () => {
  test('loses nothing, whatever is written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const pieces = readRichText(text)
      expect(pieces.map((piece) => (piece.kind === 'emoji' ? `[${piece.code}]` : piece.text)).join('')).toBe(text)
    }))
  })

  test.each([
    ['见 https://a.example.com/x。', 'https://a.example.com/x'],
    ['(https://a.example.com)', 'https://a.example.com'],
    ['www.example.com看看', 'www.example.com'], ['去https://a.example.com,好', 'https://a.example.com'],
  ])('the link in “%s” ends where the address ends', (text, link) => {
    expect(readRichText(text).filter(({ kind }) => kind === 'link').map((piece) => piece.text)).toEqual([link])
  })

  test('an unknown code stays as it is', () => {
    expect(readRichText('[不存在]')).toEqual([{ kind: 'text', text: '[不存在]' }])
  })

  test('a few faces alone are shown large', () => {
    expect(isOnlyEmoji(readRichText('[玫瑰][玫瑰]'))).toBe(true)
    expect(isOnlyEmoji(readRichText('👨‍👩‍👧'))).toBe(true)
    expect(isOnlyEmoji(readRichText('好[玫瑰]'))).toBe(false)
    expect(isOnlyEmoji(readRichText(''))).toBe(false)
  })
})

test('a preview of every kind says something', () => {
  for (const type of messageTypes) expect(previewOf({ type, text: '词' })).not.toBe('')
  expect(previewOf({ type: 'picture', text: '' })).toBe('[图片]')
  expect(previewOf({ type: 'text', text: '好\n的[强]' })).toBe('好 的👍')
  expect(previewOf({ type: 'file', text: '合同.pdf' })).toBe('[文件] 合同.pdf')
  expect(previewOf({ type: 'unknown', text: '' })).toBe('[不支持的消息]')
})

test('faults are told in Chinese; an unknown one keeps its reason and code', () => {
  expect(faultText({ code: 'notFriend', reason: 'x' })).toContain('好友')
  expect(faultText({ code: 'newOne', reason: '手机说不行' })).toBe('手机说不行(newOne)')
  expect(faultText({ code: null, reason: null })).toBe('原因不明')
})

test('the link says what it does', () => {
  expect(linkText({ state: 'connecting' }, 0)).toBe('连接中…')
  expect(linkText({ state: 'online' }, 0)).toBe('在线')
  expect(linkText({ state: 'waiting', untilMs: 4_200 }, 1_000)).toBe('重连中(4 秒后)')
  expect(linkText({ state: 'stopped', why: 'closed' }, 0)).toBe('已断开')
})

test('times as people say them', () => {
  const now = new Date(2026, 2, 4, 15, 30).getTime()
  const at = (day: number, hour = 9) => new Date(2026, 2, day, hour, 5).getTime()
  expect(listTime(at(4), now)).toBe('09:05')
  expect(listTime(at(3, 23), now)).toBe('昨天')
  expect(listTime(at(1), now)).toBe('周日')
  expect(listTime(new Date(2026, 0, 2).getTime(), now)).toBe('1月2日')
  expect(listTime(new Date(2025, 11, 31).getTime(), now)).toBe('2025/12/31')
  expect(dayText(at(4), now)).toBe('今天')
  expect(dayText(new Date(2025, 1, 3).getTime(), now)).toBe('2025年2月3日 周一')
  expect([waitText(5_000), waitText(65_000), waitText(7_200_000)]).toEqual(['5 秒', '1 分', '2 小时'])
  expect([durationText(7_000), durationText(3_723_000)]).toEqual(['0:07', '1:02:03'])
  expect([sizeText(900), sizeText(2_048), sizeText(3_500_000)]).toEqual(['900 B', '2 KB', '3.3 MB'])
})

test('initials, and a colour that stays', () => {
  expect(['张小姐-四件套', 'Leo Wang', 'anna', '🎈', '王'].map(initialsOf)).toEqual(['件套', 'LW', 'AN', '?', '王'])
  expect(toneOf('wxid_a')).toBe(toneOf('wxid_a'))
  fc.assert(fc.property(fc.string(), (id) => toneOf(id) >= 0 && toneOf(id) < 10))
})
