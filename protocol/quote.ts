import type { Bodies } from './bodies.ts'
import type { ChatMessage } from './chat-message.ts'

/** What of a message stands in a reply to it. */
export function quoteOf(message: ChatMessage): Bodies['quote'] {
  const { msgSvrId, type, text } = message
  return { msgSvrId: msgSvrId ?? '', sender: authorOf(message), kind: type, text: quotedText(text) }
}

export function quotedText(text: string): string {
  const said = Array.from(text)
  return said.length > quotedMost ? `${said.slice(0, quotedMost).join('')}…` : text
}

/** The wxid of who said it: in a room a member, else the customer or our account. */
export function authorOf({ direction, sender, account, peer }: ChatMessage): string {
  if (direction === 'out') return account
  return sender ?? peer
}

/** Characters; WeChat shows two lines. */
const quotedMost = 200
