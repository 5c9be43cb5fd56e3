import type { ConversationRow } from '../../protocol/operations/chat.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'

/** Pinned rows above the others; within both the order stays. */
export function pinnedFirst(
  rows: readonly ConversationRow[], pins: ReadonlyMap<ConversationKey, unknown>,
): readonly ConversationRow[] {
  if (pins.size === 0) return rows
  const pinned: ConversationRow[] = []
  const others: ConversationRow[] = []
  for (const row of rows) (pins.has(keyOf(row)) ? pinned : others).push(row)
  return pinned.length === 0 ? rows : pinned.concat(others)
}
