import { oneOf, optional, text } from '../fields.ts'
import { type ContactGroupId, contactGroupId, departmentId } from '../ids.ts'
import { name } from '../kinds.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'

export const contactGroupKinds = { account: '微信分组', friend: '好友分组', chatroom: '群分组' } as const
export type ContactGroupKind = keyof typeof contactGroupKinds

const groupName = () => text({ bytesMin: 1, bytesMax: limits.nameBytesMax })

export const createContactGroup = operation<{ group: ContactGroupId }>()({
  name: 'createContactGroup', permission: 'groups', effect: 'changes',
  about: 'A group of accounts, friends or chatrooms, the last of its kind; without a department it is public.',
  input: {
    kind: oneOf('account', 'friend', 'chatroom'), department: optional(departmentId()), name: groupName(),
    remark: optional(name()),
  },
})

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeContactGroup = operation<{ version: number }>()({
  name: 'changeContactGroup', permission: 'groups', effect: 'changes', about: 'Its name and remark.',
  input: { group: contactGroupId(), version: version(), name: optional(groupName()), remark: optional(name()) },
})

export const moveContactGroup = operation<Record<string, never>>()({
  name: 'moveContactGroup', permission: 'groups', effect: 'changes',
  about: 'Trades places with the one before or after it, of its kind and of those this user sees.',
  input: { group: contactGroupId(), direction: oneOf('up', 'down') },
})

export const deleteContactGroup = operation<Record<string, never>>()({
  name: 'deleteContactGroup', permission: 'groups', effect: 'changes', about: 'What was in it is in none then.',
  input: { group: contactGroupId(), version: version() },
})
