import { pairKey } from './book.ts'
import type { At, Slice } from './slice.ts'

/** The last of a batch is who serves; each of them is history. */
export function onPeersAssigned(slice: Slice, { position, journalMs, event }: At<'peersAssigned'>): void {
  const { account, seat, by, reason } = event
  for (const peer of new Set(event.peers)) {
    const row = { account, peer, seat, by, reason, assignedMs: journalMs, position }
    slice.assignments.set(pairKey(account, peer), row)
    slice.assignmentHistory.push(row)
  }
}
