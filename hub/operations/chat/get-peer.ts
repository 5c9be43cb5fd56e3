import { getPeer as operation } from '../../../protocol/operations/chat.ts'
import { readFirstMs } from '../../../storage/queries/messages.ts'
import { readPeer } from '../../../storage/queries/peers.ts'
import { defineHandler } from '../define-handler.ts'
import { behind } from './at-least.ts'
import { notServed } from './not-served.ts'

export const getPeer = defineHandler(operation, async ({ account, peer, atLeast }, context) => {
  const refusal = await behind(context, atLeast) ?? await notServed(context, { account, peer })
  if (refusal !== null) return refusal
  const card = await readPeer(context.pool, { account, peer })
  const { consoleMask } = context.directory
  return {
    ...card, account, friend: consoleMask.friend(account, card.friend),
    chatroom: consoleMask.chatroom(account, card.chatroom),
    firstMs: await readFirstMs(context.pool, { account, peer }),
  }
})
