import { changeAccount as operation } from '../../../protocol/operations/accounts.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuseStale } from '../refusal.ts'
import { lockSeenAccount, setAccountValues } from './account-changes.ts'

export const changeAccount = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { user: by } = context
  const stored = await lockSeenAccount(inside, { id: input.account, by })
  if (stored instanceof Refusal) return stored
  if (stored.version !== input.version) return refuseStale(stored)
  const group = input.ungrouped === true ? null : input.group ?? stored.group
  return setAccountValues(inside, { stored, values: { remark: input.remark ?? stored.remark, group }, by })
}))
