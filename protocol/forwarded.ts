import { emptyBody } from './bodies.ts'
import type { ChatMessage } from './chat-message.ts'
import type { sendRequested } from './events/seat.ts'
import type { Fields } from './fields.ts'

/** Where a message lies that a send names. */
export type OriginalMessage = NonNullable<Fields<typeof sendRequested.fields>['original']>

export function originalOf({ account, peer, position, journalMs }: OriginalMessage): OriginalMessage {
  return { account, peer, position, journalMs }
}

/** What is said, wherever it is said. */
export type Said = Pick<ChatMessage, 'type' | 'text' | 'media' | 'body'>

/** What of a message is said elsewhere: media by reference; a quote and an @ mean nothing there. */
export function forwardOf({ type, text, media, body }: Said): Said {
  return type === 'text' || type === 'quote'
    ? { type: 'text', text, media: null, body: emptyBody }
    : { type, text, media, body }
}
