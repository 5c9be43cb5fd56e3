import type { ConversationRow } from '../../protocol/operations/chat.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'

/** A customer who waits for two minutes is noticed, one who waits for ten has been let down. */
export const waitLevelsMs = { soon: 2 * 60_000, late: 10 * 60_000 } as const

export type WaitLevel = 'fresh' | 'soon' | 'late'

export function waitLevel(waitedMs: number): WaitLevel {
  return waitedMs >= waitLevelsMs.late ? 'late' : waitedMs >= waitLevelsMs.soon ? 'soon' : 'fresh'
}

type Waiting = Pick<ConversationRow, 'waitingSinceMs' | 'lastPosition'>

/** Who waits longest comes first; who doesn't wait stays in the order in which they came, behind. */
export function compareWaiting(a: Waiting, b: Waiting): number {
  return (a.waitingSinceMs ?? Infinity) - (b.waitingSinceMs ?? Infinity) || b.lastPosition - a.lastPosition
}

/** The longest waiting customer but the one who is open; null where nobody else waits. */
export function nextWaiting(
  rows: readonly ConversationRow[], open: ConversationKey | null,
): ConversationKey | null {
  const waiting = rows.filter((row) => row.waitingSinceMs !== null && keyOf(row) !== open)
  const first = waiting.toSorted(compareWaiting)[0]
  return first === undefined ? null : keyOf(first)
}
