import { bulkAction } from '../bulk-action.ts'
import { optional } from '../fields.ts'
import { contactGroupId } from '../ids.ts'

/** ACCT-8. Without a group: out of any. */
export const setAccountsGroup = bulkAction({
  name: 'setAccountsGroup', resource: 'accounts', title: '批量分组', permission: 'accountsManage',
  input: { group: optional(contactGroupId()) },
})

export const removeAccounts = bulkAction({
  name: 'removeAccounts', resource: 'accounts', title: '删除微信', permission: 'accountsManage', input: {},
})
