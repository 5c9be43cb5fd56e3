import { boolean, optional } from '../fields.ts'
import { accountId, contactGroupId } from '../ids.ts'
import { name } from '../kinds.ts'
import { operation } from '../operation.ts'
import { version } from './departments.ts'

/** What is left out stays. 409 `conflict` with `current` when the version isn't the newest. */
export const changeAccount = operation<{ version: number }>()({
  name: 'changeAccount', permission: 'accountsManage', effect: 'changes',
  about: 'The managers’ remark on an account and its group; its phone isn’t told.',
  input: {
    account: accountId(), version: version(), remark: optional(name()), group: optional(contactGroupId()),
    /** Into no group; a group left out stays. */
    ungrouped: optional(boolean()),
  },
})

export const removeAccount = operation<Record<string, never>>()({
  name: 'removeAccount', permission: 'accountsManage', effect: 'changes',
  about: 'Off the list until its phone connects it again; nothing is erased.',
  input: { account: accountId() },
})
