import { emptyBody } from '../../protocol/bodies.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Said } from './local-message.ts'
import { canForward } from './message-actions.ts'

/** What of a message is said elsewhere: media by reference; a quote and an @ mean nothing there. */
export function forwardOf({ type, text, media, body }: ChatMessage): Said {
  return type === 'text' || type === 'quote'
    ? { type: 'text', text, media: null, body: emptyBody }
    : { type, text, media, body }
}

/** Everything to everybody, in the order in which it was said, then the note. */
export function forwardAll(
  { messages, to, note }: { messages: readonly ChatMessage[]; to: readonly ConversationKey[]; note: string },
  send: (key: ConversationKey, said: Said) => void,
): void {
  const inOrder = messages.filter(canForward)
    .sort((a, b) => a.journalMs - b.journalMs || a.position - b.position)
  for (const key of to) {
    for (const message of inOrder) send(key, forwardOf(message))
    if (note !== '') send(key, { type: 'text', text: note, media: null, body: emptyBody })
  }
}

/** WeChat’s own limit; a mass send is another thing. */
export const forwardToMost = 9
