import type { Position } from '../../protocol/ids.ts'
import type { ThreadItem } from './thread-items.ts'

/** What was unread when the thread was opened: it is marked while it is read. */
export interface UnreadAtOpening { count: number; readUpTo: Position }

/**
 * Where it begins among the loaded messages: null where nothing was unread, 'above' where older ones must be read
 * first.
 */
export function firstUnread(
  items: readonly ThreadItem[], { unread, more }: { unread: UnreadAtOpening | null; more: boolean },
): number | 'above' | null {
  if (unread === null) return null
  const isUnread = ({ message }: ThreadItem) => {
    return message.position > unread.readUpTo && message.direction === 'in' && !message.synced
  }
  const first = items.findIndex(isUnread)
  if (first < 0) return null
  const isWhole = !more || items.slice(0, first).some(({ message }) => message.position > 0)
  return isWhole ? first : 'above'
}
