import { listFriendGroups as operation } from '../../../protocol/operations/desk.ts'
import { readFriendGroups } from '../../../storage/queries/served-friends.ts'
import { defineHandler } from '../define-handler.ts'

export const listFriendGroups = defineHandler(operation, async (_, { pool, user }) => {
  return { rows: await readFriendGroups(pool, user.id) }
})
