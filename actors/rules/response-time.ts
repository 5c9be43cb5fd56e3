import { saidMs } from '../../protocol/chat-message.ts'
import type { Conversation, ConversationEvent } from '../../protocol/conversation.ts'

/** A conversation with what only response times ask of it. */
export interface Turn extends Pick<Conversation, 'waitingSinceMs' | 'waiting'> {
  /** When who serves it now got it, if that was while the customer waited. */
  turnMs: number | null
}

/** One answer to a customer who waited. */
export interface Response {
  /** From here on it was the seat's to answer; never above `respondedMs`. */
  sinceMs: number
  respondedMs: number
}

/**
 * What one event means for a conversation that was folded over it (protocol/conversation.ts, which says who waits, and
 * what ends it): nothing, or an answer. A customer who waits no more because all was taken back got none.
 *
 * One clock measures both ends. What was typed on the phone, the phone's: a phone that was offline tells the question
 * and the answer together, and neither was said then. What was sent from a console, the journal's: nobody could have
 * seen the question there before. A phone by whose clock the answer came first is believed nothing.
 */
export function responseOf(
  before: Turn, after: Turn, { event, journalMs }: { event: ConversationEvent; journalMs: number },
): Response | null {
  if (before.waitingSinceMs === null || after.waitingSinceMs !== null || event.kind === 'messageRecalled') return null
  const turnMs = before.turnMs ?? 0
  const askedMs = before.waiting[0]?.saidMs ?? before.waitingSinceMs
  const respondedMs = event.kind === 'messageReceived' ? saidMs({ event, journalMs }) : null
  return respondedMs === null || respondedMs < askedMs
    ? { sinceMs: Math.max(before.waitingSinceMs, turnMs), respondedMs: journalMs }
    : { sinceMs: Math.min(Math.max(askedMs, turnMs), respondedMs), respondedMs }
}

/** A seat isn't blamed for the time before it got the conversation. */
export function turnAfter<T extends Turn>(now: T, { handedOverMs }: { handedOverMs: number }): T {
  return now.waitingSinceMs === null ? now : { ...now, turnMs: handedOverMs }
}
