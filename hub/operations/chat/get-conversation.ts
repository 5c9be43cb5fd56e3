import { getConversation as operation } from '../../../protocol/operations/chat.ts'
import { readConversation } from '../../../storage/queries/conversations.ts'
import { defineHandler } from '../define-handler.ts'
import { behind } from './at-least.ts'
import { notServed } from './not-served.ts'

export const getConversation = defineHandler(operation, async ({ account, peer, atLeast }, context) => {
  const refusal = notServed(context, account) ?? await behind(context, atLeast)
  if (refusal !== null) return refusal
  const { rows, position } = await readConversation(context.pool, { account, peer })
  return { row: rows[0] ?? null, position }
})
