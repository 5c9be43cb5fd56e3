import { type InThread, compareMessages } from '../../protocol/chat-message.ts'
import type { HubEvent, Placed } from '../../protocol/events/index.ts'
import { noteOf } from '../../protocol/note.ts'
import type { NoteRow } from '../../protocol/operations/teamwork.ts'
import { type ConversationKey, splitKey } from './conversation-key.ts'

/** The private lines of one thread, oldest first. A note never changes; its position is its identity. */
export class ThreadNotes {
  all: readonly NoteRow[] = []
  readonly #key: ConversationKey

  constructor(key: ConversationKey) {
    this.#key = key
  }

  replace(rows: readonly NoteRow[]): void {
    this.all = rows.toSorted(compareMessages)
  }

  prepend(rows: readonly NoteRow[]): void {
    const known = new Set(this.all.map(({ position }) => position))
    this.all = [...rows.filter(({ position }) => !known.has(position)), ...this.all].sort(compareMessages)
  }

  /** True if the event is a note of this thread that wasn't here. */
  apply(placed: Placed<HubEvent>): boolean {
    const note = noteOf(placed, splitKey(this.#key))
    if (note === null || this.all.some(({ position }) => position === note.position)) return false
    const userName = placed.event.kind === 'peersAssigned' ? placed.event.byName ?? '' : ''
    this.all = [...this.all, { ...note, userName }].sort(compareMessages)
    return true
  }
}

/** The lower end of two runs, of which the next page goes on. */
export function lowest(a: InThread | undefined, b: InThread | undefined): InThread | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareMessages(a, b) <= 0 ? a : b
}
