import { handoverNote, writtenNote } from '../../../protocol/note.ts'
import { pairKey } from './book.ts'
import { handOver } from './fold-responses.ts'
import type { At, Slice } from './slice.ts'

/** The last of a batch is who serves; each of them is history. */
export function onPeersAssigned(slice: Slice, at: At<'peersAssigned'>): void {
  const { position, journalMs, event } = at
  handOver(slice, at)
  const { account, seat, by, reason } = event
  for (const peer of new Set(event.peers)) {
    const row = { account, peer, seat, by, reason, assignedMs: journalMs, position }
    slice.assignments.set(pairKey(account, peer), row)
    slice.assignmentHistory.push(row)
    const settled = reason === 'rules' ? slice.asks.settled : slice.asks.given
    settled.set(pairKey(account, peer), { account, peer })
    const note = handoverNote(at, peer)
    if (note !== null) slice.notes.push(note)
  }
}

export function onNoteWritten(slice: Slice, at: At<'noteWritten'>): void {
  slice.notes.push(writtenNote(at))
}
