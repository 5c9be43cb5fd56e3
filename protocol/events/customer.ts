import { integer, listOf, text } from '../fields.ts'
import { accountId, noticeId, peerId, userId } from '../ids.ts'
import { name } from '../kinds.ts'
import { noticeBytesMax, noticeSeatsMax } from '../notice.ts'
import { fact } from './fact.ts'

/** Written by operations in their transaction, as configChanged: consoles read what they show again. */
export const friendNoted = fact({
  code: 0x80, name: 'friendNoted',
  about: 'What the company keeps about a friend has changed: its group, its extension fields.',
  fields: { account: accountId(), peer: peerId() },
})

export const extensionFieldsChanged = fact({
  code: 0x81, name: 'extensionFieldsChanged',
  about: 'Extension fields were added, changed or moved: all consoles read them again.',
  fields: { version: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }) },
})

export const noticeSent = fact({
  code: 0x82, name: 'noticeSent',
  about: 'A manager tells these seats something; it stands there until they confirm it.',
  fields: {
    notice: noticeId(), text: text({ bytesMax: noticeBytesMax }), byName: name(),
    seats: listOf(userId(), { max: noticeSeatsMax }),
  },
})

export const noticeConfirmed = fact({
  code: 0x83, name: 'noticeConfirmed', about: 'A seat has confirmed a notice: it is closed in all its tabs.',
  fields: { notice: noticeId(), user: userId() },
})

export const customerFacts = [friendNoted, extensionFieldsChanged, noticeSent, noticeConfirmed] as const
