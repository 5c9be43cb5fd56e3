import { userOf } from './chat-message.ts'
import type { EventNamed, HubEvent, Placed } from './events/index.ts'
import type { AccountId, PeerId, Position, UserId } from './ids.ts'

/** note: of who serves the conversation · whisper: of a supervisor · the others: it changed hands. */
export const noteKinds = ['note', 'whisper', 'transfer', 'takeOver', 'giveBack'] as const
export type NoteKind = (typeof noteKinds)[number]

/**
 * A private line of a thread, in the order of (journalMs, position) with its messages. No message: nothing of it goes
 * to a phone, into previews, counts or the records of what was said.
 */
export interface Note {
  account: AccountId
  peer: PeerId
  position: Position
  journalMs: number
  kind: NoteKind
  /** Who wrote it, or handed the conversation over; null: the rules. */
  user: UserId | null
  text: string
  mentions: UserId[]
  /** Who serves the conversation from here on, by name; empty for what doesn't change it. */
  seatName: string
}

export function writtenNote({ position, journalMs, event }: Placed<EventNamed<'noteWritten'>>): Note {
  const { account, peer, text } = event
  return {
    account, peer, position, journalMs, kind: event.as === 'supervisor' ? 'whisper' : 'note',
    user: userOf(event.source), text, mentions: calledBy(event), seatName: '',
  }
}

/** Each once. Nobody calls themselves, whatever name stands behind an @. */
export function calledBy({ source, mentions }: EventNamed<'noteWritten'>): UserId[] {
  const author = userOf(source)
  return [...new Set(mentions)].filter((user) => user !== author)
}

/** The line that a handover leaves in a thread; null for assignments that nobody said something with. */
export function handoverNote(
  { position, journalMs, event }: Placed<EventNamed<'peersAssigned'>>, peer: PeerId,
): Note | null {
  const { account, reason, by, note, seatName } = event
  if (reason === 'manual' || reason === 'rules') return null
  return { account, peer, position, journalMs, kind: reason, user: by, text: note ?? '', mentions: [], seatName }
}

/** The note that an event is in the thread with this peer, if it is one. */
export function noteOf(
  placed: Placed<HubEvent>, { account, peer }: { account: AccountId; peer: PeerId },
): Note | null {
  const { event } = placed
  if (event.kind === 'noteWritten') {
    return event.account === account && event.peer === peer ? writtenNote({ ...placed, event }) : null
  }
  if (event.kind !== 'peersAssigned' || event.account !== account || !event.peers.includes(peer)) return null
  return handoverNote({ ...placed, event }, peer)
}
