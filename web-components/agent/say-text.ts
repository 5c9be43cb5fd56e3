import { emptyBody, packBody } from '../../protocol/bodies.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import type { Said } from '../data/local-message.ts'
import { originalOf } from '../../protocol/forwarded.ts'
import { quoteOf } from '../../protocol/quote.ts'
import type { SeatConsole } from '../data/seat-console.ts'

/** Sends what was written: as a reply where something is quoted, with whom it mentions. */
export function sayText(
  { seat, conversation, text, mentions }: {
    seat: SeatConsole; conversation: ConversationKey; text: string; mentions: string[]
  },
): void {
  const quoted = seat.desk.quotedIn(conversation)
  seat.desk.quote(conversation, null)
  seat.sender.send(conversation, textSaid({ text, mentions, quoted }))
}

export function textSaid(
  { text, mentions, quoted }: { text: string; mentions: string[]; quoted: ChatMessage | null },
): Said {
  const named = mentions.length === 0 ? {} : { mentions }
  if (quoted !== null) {
    const body = packBody('quote', { ...quoteOf(quoted), ...named })
    return { type: 'quote', text, media: null, body, original: originalOf(quoted) }
  }
  const body = mentions.length === 0 ? emptyBody : packBody('text', named)
  return { type: 'text', text, media: null, body }
}
