import { writeAgain as operation } from '../../../protocol/operations/chat.ts'
import { readMessagesAt } from '../../../storage/writers/messages.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { behind } from './at-least.ts'
import { notServed } from './not-served.ts'

/** Written again with asterisks it would be another text, and nobody would notice. */
export const writeAgain = defineHandler(operation, async ({ account, peer, atLeast, ...place }, context) => {
  const refusal = await behind(context, atLeast) ?? await notServed(context, { account, peer })
  if (refusal !== null) return refusal
  const [message] = await readMessagesAt(context.pool, [place])
  if (message?.account !== account || message.peer !== peer || message.user !== context.user.id) {
    return refuse('notFound', 'no message of yours lies there')
  }
  const { text } = message
  const { text: shown } = context.directory.consoleMask.message(message)
  return shown === text ? { text } : refuse('masked', 'consoles do not show all of it')
})
