import { expect, test } from 'vitest'
import { sourceLabel } from '../../protocol/friend-source.ts'

test('how a friend came', () => {
  expect(sourceLabel(30)).toBe('扫一扫')
  expect(sourceLabel(14)).toBe(sourceLabel(8))
  expect(sourceLabel(1_000_017)).toBe('对方通过名片分享添加')
  expect(sourceLabel(77)).toBe('其他(77)')
  expect(sourceLabel(null)).toBeNull()
})
