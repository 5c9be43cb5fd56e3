import type { Conversation } from '../../protocol/conversation.ts'

/** A conversation with what only response times ask of it. */
export interface Turn extends Pick<Conversation, 'waitingSinceMs'> {
  /** When who serves it now got it, if that was while the customer waited. */
  turnMs: number | null
}

/** One answer to a customer who waited. */
export interface Response {
  /** From here on it was the seat's to answer. */
  sinceMs: number
  respondedMs: number
}

/**
 * What one event means for a conversation that was folded over it (protocol/conversation.ts, which says who waits, and
 * what ends it): nothing, or an answer. A customer who waits no more because all was taken back got none.
 */
export function responseOf(
  before: Turn, after: Turn, { kind, journalMs }: { kind: string; journalMs: number },
): Response | null {
  if (before.waitingSinceMs === null || after.waitingSinceMs !== null || kind === 'messageRecalled') return null
  return { sinceMs: Math.max(before.waitingSinceMs, before.turnMs ?? 0), respondedMs: journalMs }
}

/** A seat isn't blamed for the time before it got the conversation. */
export function turnAfter<T extends Turn>(now: T, { handedOverMs }: { handedOverMs: number }): T {
  return now.waitingSinceMs === null ? now : { ...now, turnMs: handedOverMs }
}
