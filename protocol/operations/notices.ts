import { boolean, text } from '../fields.ts'
import { type NoticeId, noticeId } from '../ids.ts'
import { noticeBytesMax } from '../notice.ts'
import { operation } from '../operation.ts'

export interface Notice { id: NoticeId; text: string; byName: string; sentMs: number }

export const sendNotice = operation<{ notice: NoticeId; seats: number }>()({
  name: 'sendNotice', permission: 'notices', effect: 'changes',
  about: 'A notice to all seats that are online at this moment, or also to those that aren’t; of the user’s scope.',
  input: { text: text({ bytesMin: 1, bytesMax: noticeBytesMax }), offline: boolean() },
})

export const confirmNotice = operation<Record<string, never>>()({
  name: 'confirmNotice', permission: 'chat', effect: 'changes',
  about: 'Closes a notice in all tabs of this user and is recorded; a second time changes nothing.',
  input: { notice: noticeId() },
})

export const listNotices = operation<{ notices: Notice[] }>()({
  name: 'listNotices', permission: 'chat', effect: 'reads',
  about: 'Notices that this user hasn’t confirmed, oldest first.',
  input: {},
})
