import { type InThread, compareMessages } from '../../../protocol/chat-message.ts'

type Changed = InThread & { changedAt?: number }
type Order = (a: Changed, b: Changed) => number

/**
 * Messages and private notes are read apart, each with one more than is wanted. A page holds so many of both together,
 * so that each page begins right below the one before.
 */
export function threadPage<M extends Changed, N extends Changed>(
  { messages, notes }: { messages: readonly M[]; notes: readonly N[] },
  { wanted, order }: { wanted: number; order: Order },
): { messages: M[]; notes: N[]; more: boolean } {
  const all = [...messages, ...notes].sort(order)
  const within = new Set<Changed>(all.slice(0, wanted))
  return {
    messages: messages.filter((one) => within.has(one)), notes: notes.filter((one) => within.has(one)),
    more: all.length > wanted,
  }
}

export const newestFirst: Order = (a, b) => compareMessages(b, a)
/** A note never changes after it was made. */
export const earliestChangeFirst: Order = (a, b) => (a.changedAt ?? a.position) - (b.changedAt ?? b.position)
