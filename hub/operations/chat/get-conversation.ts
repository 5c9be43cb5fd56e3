import { getConversation as operation } from '../../../protocol/operations/chat.ts'
import { readConversation } from '../../../storage/queries/conversations.ts'
import { defineHandler } from '../define-handler.ts'
import { behind } from './at-least.ts'

export const getConversation = defineHandler(operation, async ({ account, peer, atLeast }, context) => {
  const late = await behind(context, atLeast)
  if (late !== null) return late
  const { rows, position } = await readConversation(context.pool, { user: context.user.id, account, peer })
  const row = rows[0]
  return { row: row === undefined ? null : context.directory.consoleMask.conversation(row), position }
})
