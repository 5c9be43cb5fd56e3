import { getPeer as operation } from '../../../protocol/operations/chat.ts'
import { readFirstMs } from '../../../storage/queries/messages.ts'
import { readPeer } from '../../../storage/queries/peers.ts'
import { defineHandler } from '../define-handler.ts'
import { behind } from './at-least.ts'
import { notServed } from './not-served.ts'

export const getPeer = defineHandler(operation, async ({ account, peer, atLeast }, context) => {
  const refusal = notServed(context, account) ?? await behind(context, atLeast)
  if (refusal !== null) return refusal
  const card = await readPeer(context.pool, { account, peer })
  return { ...card, account, firstMs: await readFirstMs(context.pool, { account, peer }) }
})
