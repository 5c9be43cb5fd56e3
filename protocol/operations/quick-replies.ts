import { oneOf, optional, text } from '../fields.ts'
import { type ContactGroupId, type QuickReplyId, contactGroupId, quickReplyId } from '../ids.ts'
import { limits } from '../limits.ts'
import { type MessagePart, messageParts } from '../message-part.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'
import type { LibraryGroup } from './library-groups.ts'

export interface QuickReply {
  reply: QuickReplyId
  group: ContactGroupId
  title: string
  parts: MessagePart[]
  /** Orders those of one group. */
  place: number
  version: number
}

const title = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })

export const createQuickReply = operation<{ reply: QuickReplyId }>()({
  name: 'createQuickReply', permission: 'signedIn', effect: 'changes',
  about: 'The last of its group, which this user manages.',
  input: { group: contactGroupId(), title: title(), parts: messageParts() },
})

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeQuickReply = operation<{ version: number }>()({
  name: 'changeQuickReply', permission: 'signedIn', effect: 'changes', about: 'Title, messages, or the group it is in.',
  input: {
    reply: quickReplyId(), version: version(), group: optional(contactGroupId()), title: optional(title()),
    parts: optional(messageParts()),
  },
})

export const moveQuickReply = operation<Record<string, never>>()({
  name: 'moveQuickReply', permission: 'signedIn', effect: 'changes',
  about: 'Trades places with the one before or after it in its group.',
  input: { reply: quickReplyId(), direction: oneOf('up', 'down') },
})

export const deleteQuickReply = operation<Record<string, never>>()({
  name: 'deleteQuickReply', permission: 'signedIn', effect: 'changes', about: 'Of a group that this user manages.',
  input: { reply: quickReplyId(), version: version() },
})

/** What of `configChanged` in the area `reply` concerns a console: its key is one of these shelves. */
export interface QuickReplyPage {
  groups: LibraryGroup[]
  replies: QuickReply[]
  /** `public`, `d/<department>`, `u/<user>`: whose replies this user may send. */
  shelves: string[]
  next: QuickReplyId | null
}

export const listQuickReplies = operation<QuickReplyPage>()({
  name: 'listQuickReplies', permission: 'signedIn', effect: 'reads',
  about: 'What this user may send, page by page: their own, public ones, those of their department and the ones above.',
  input: { after: optional(quickReplyId()) },
})

/** QR-5. */
export const deleteSubordinateReply = operation<Record<string, never>>()({
  name: 'deleteSubordinateReply', permission: 'subordinateReplies', effect: 'changes',
  about: 'A quick reply of somebody, or of a department, below this user.',
  input: { reply: quickReplyId(), version: version() },
})
