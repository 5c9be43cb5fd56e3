import { listFriends as operation } from '../../../protocol/operations/desk.ts'
import { readFriendPage } from '../../../storage/queries/served-friends.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

export const listFriends = defineHandler(operation, async (input, { pool, user }) => {
  const { search, group, ungrouped, after, rows } = input
  if (group !== null && ungrouped === true) return refuse('badInput', 'either group or ungrouped')
  const place = { group, isUngrouped: ungrouped === true }
  const page = await readFriendPage(pool, {
    user: user.id, search: search?.trim() ?? '', ...place, after, rowsMax: rows ?? rowsByDefault,
  })
  return page === 'badCursor' ? refuse('badInput', 'after: not a page of this list') : page
})

const rowsByDefault = 100
