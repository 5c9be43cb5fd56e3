import { listFriendRequests as operation } from '../../../protocol/operations/friend-requests.ts'
import { readFriendRequests } from '../../../storage/queries/friend-requests.ts'
import { behind } from '../chat/at-least.ts'
import { defineHandler } from '../define-handler.ts'

export const listFriendRequests = defineHandler(operation, async ({ atLeast }, context) => {
  const late = await behind(context, atLeast)
  if (late !== null) return late
  const { pool, user, directory } = context
  const { rows, position } = await readFriendRequests(pool, { user: user.id, rowsMax })
  return { rows: rows.map((row) => directory.consoleMask.friendRequest(row)), position }
})

const rowsMax = 200
