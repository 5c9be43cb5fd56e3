import { listConversations as operation } from '../../../protocol/operations/chat.ts'
import { readConversations } from '../../../storage/queries/conversations.ts'
import { defineHandler } from '../define-handler.ts'
import { behind } from './at-least.ts'

export const listConversations = defineHandler(operation, async (input, context) => {
  const late = await behind(context, input.atLeast)
  if (late !== null) return late
  const { pool, directory, user } = context
  const { before, changedAfter } = input
  const wanted = input.rows ?? rowsByDefault
  // One more than wanted tells whether there are more.
  const filter = { user: user.id, before, changedAfter, rowsMax: wanted + 1 }
  const { rows, position } = await readConversations(pool, filter)
  const shown = rows.slice(0, wanted).map((row) => directory.consoleMask.conversation(row))
  return { rows: shown, position, more: rows.length > wanted }
})

const rowsByDefault = 100
