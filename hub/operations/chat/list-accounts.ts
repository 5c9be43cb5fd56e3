import { listAccounts as operation } from '../../../protocol/operations/chat.ts'
import { readServedAccounts } from '../../../storage/queries/accounts.ts'
import { defineHandler } from '../define-handler.ts'
import { behind } from './at-least.ts'

export const listAccounts = defineHandler(operation, async ({ atLeast }, context) => {
  const late = await behind(context, atLeast)
  if (late !== null) return late
  const { pool, directory, user } = context
  const { rows, position } = await readServedAccounts(pool, user.id)
  return {
    position,
    rows: rows.map((row) => {
      const deviceOnline = directory.presenceOf(row.device).online
      return { ...row, deviceOnline, online: directory.onlineOf(row.account) }
    }),
  }
})
