import { expect, test } from 'vitest'
import { packBody } from '../../../protocol/bodies.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { account, atMs, received, room } from '../../protocol/support/chat-events.ts'
import { isQuietHour, noticeOf, wordsOf } from '../../../web-components/data/notice-of.ts'
import { defaults } from '../../../web-components/data/preferences.ts'

const parts = { user: 'u1' as UserId, nowMs: atMs + 1_000 }
const notice = (event: HubEvent, nowMs = parts.nowMs) => {
  return noticeOf({ position: 1, journalMs: atMs, event }, { ...parts, nowMs })
}

test('[SEAT-8] a customer who writes is told of; the phone’s own message and system lines are not', () => {
  expect(notice(received({ text: '在吗' }))).toMatchObject({ name: null, text: '在吗' })
  expect(notice(received({ direction: 'out' }))).toBe(null)
  expect(notice(received({ type: 'system' }))).toBe(null)
})

test('[SEAT-8] what was missed while there was no line is no news', () => {
  expect(notice(received(), atMs + 61_000)).toBe(null)
})

test('[SEAT-8] a chatroom is told of where it names us', () => {
  expect(notice(received({ peer: room, body: packBody('text', {}) }))).toBe(null)
  const mentions = (wxid: string) => received({ peer: room, body: packBody('text', { mentions: [wxid] }) })
  expect(notice(mentions(account))).not.toBe(null)
  expect(notice(mentions('wxid_other'))).toBe(null)
  expect(notice(mentions('notify@all'))).not.toBe(null)
})

test('[SEAT-8] privacy: the name alone, or nothing at all', () => {
  const told = notice(received({ text: '我的卡号' }))
  if (told === null) throw new Error('nothing to tell')
  const what = { ...told, name: '张女士' }
  expect(wordsOf(what, 'all')).toEqual({ title: '张女士', body: '我的卡号' })
  expect(JSON.stringify(wordsOf(what, 'name'))).not.toContain('卡号')
  expect(JSON.stringify(wordsOf(what, 'nothing'))).not.toMatch(/卡号|张女士/)
})

test('[SEAT-8] quiet hours may go over midnight', () => {
  const night = { ...defaults, quietHours: true, quietFrom: 22 * 60, quietUntil: 8 * 60 }
  const at = (hour: number) => new Date(2026, 0, 5, hour, 0)
  expect([21, 22, 3, 8].map((hour) => isQuietHour(night, at(hour)))).toEqual([false, true, true, false])
  const noon = { ...night, quietFrom: 12 * 60, quietUntil: 13 * 60 }
  expect([11, 12, 13].map((hour) => isQuietHour(noon, at(hour)))).toEqual([false, true, false])
  expect(isQuietHour({ ...night, quietHours: false }, at(23))).toBe(false)
})
