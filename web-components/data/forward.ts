import { emptyBody } from '../../protocol/bodies.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import { forwardOf, originalOf } from '../../protocol/forwarded.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Said } from './local-message.ts'
import { canForward } from './message-actions.ts'

/** Everything to everybody, in the order in which it was said, then the note. */
export function forwardAll(
  { messages, to, note }: { messages: readonly ChatMessage[]; to: readonly ConversationKey[]; note: string },
  send: (key: ConversationKey, said: Said) => void,
): void {
  const inOrder = messages.filter(canForward)
    .sort((a, b) => a.journalMs - b.journalMs || a.position - b.position)
  for (const key of to) {
    for (const message of inOrder) send(key, { ...forwardOf(message), original: originalOf(message) })
    if (note !== '') send(key, { type: 'text', text: note, media: null, body: emptyBody })
  }
}

/** WeChat’s own limit; a mass send is another thing. */
export const forwardToMost = 9
