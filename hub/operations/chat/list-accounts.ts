import { listAccounts as operation } from '../../../protocol/operations/chat.ts'
import type { AccountRow } from '../../../protocol/operations/chat.ts'
import { readAccountNames } from '../../../storage/queries/accounts.ts'
import type { AccountNames } from '../../../storage/queries/accounts.ts'
import type { Directory } from '../../directory/directory.ts'
import { defineHandler } from '../define-handler.ts'
import { behind } from './at-least.ts'

export const listAccounts = defineHandler(operation, async ({ atLeast }, context) => {
  const late = await behind(context, atLeast)
  if (late !== null) return late
  const { pool, directory, user } = context
  const { rows, position } = await readAccountNames(pool, directory.accountsServedBy(user.id))
  return { rows: rows.flatMap((row) => withPresence(directory, row)), position }
})

function withPresence(directory: Directory, row: AccountNames): AccountRow[] {
  const device = directory.deviceOf(row.account)
  if (device === undefined) return []
  const deviceOnline = directory.presenceOf(device).online
  return [{ ...row, device, deviceOnline, online: directory.onlineOf(row.account) }]
}
