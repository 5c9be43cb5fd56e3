import { removeAccount as operation } from '../../../protocol/operations/accounts.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { lockSeenAccount, removeStoredAccount } from './account-changes.ts'

export const removeAccount = defineHandler(operation, ({ account }, context) => change(context, async (inside) => {
  const stored = await lockSeenAccount(inside, { id: account, by: context.user })
  return stored instanceof Refusal ? stored : removeStoredAccount(inside, { stored, nowMs: context.nowMs })
}))
