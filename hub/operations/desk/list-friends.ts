import { listFriends as operation } from '../../../protocol/operations/desk.ts'
import { readFriendPage } from '../../../storage/queries/served-friends.ts'
import { findServedChatrooms } from '../../../storage/queries/served-chatrooms.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

export const listFriends = defineHandler(operation, async (input, { pool, user }) => {
  const { search, group, ungrouped, after, rows, chatrooms } = input
  if (group !== null && ungrouped === true) return refuse('badInput', 'either group or ungrouped')
  const place = { group, isUngrouped: ungrouped === true }
  const words = search?.trim() ?? ''
  const page = await readFriendPage(pool, {
    user: user.id, search: words, ...place, after, rowsMax: rows ?? rowsByDefault,
  })
  if (page === 'badCursor') return refuse('badInput', 'after: not a page of this list')
  if (chatrooms !== true || words === '' || after !== null) return page
  return { ...page, rows: [...page.rows, ...await findServedChatrooms(pool, { user: user.id, words })] }
})

const rowsByDefault = 100
