import type { Fields } from '../../protocol/fields.ts'
import type { TabId, TaskId } from '../../protocol/ids.ts'
import { numbered } from '../../protocol/events/fact.ts'
import {
  conversationMarked, conversationRead, draftKept, mediaRequested, noteWritten, recallRequested, seatModeChanged,
  sendRequested,
} from '../../protocol/events/seat.ts'
import { fromBase64, toBase64 } from './base64.ts'

/** What a tab may say with a number, still without one. */
export type SeatFact =
  | ({ kind: 'sendRequested' } & Fields<typeof sendRequested.fields>)
  | ({ kind: 'conversationRead' } & Fields<typeof conversationRead.fields>)
  | ({ kind: 'recallRequested' } & Fields<typeof recallRequested.fields>)
  | ({ kind: 'seatModeChanged' } & Fields<typeof seatModeChanged.fields>)
  | ({ kind: 'conversationMarked' } & Fields<typeof conversationMarked.fields>)
  | ({ kind: 'draftKept' } & Fields<typeof draftKept.fields>)
  | ({ kind: 'mediaRequested' } & Fields<typeof mediaRequested.fields>)
  | ({ kind: 'noteWritten' } & Fields<typeof noteWritten.fields>)

export interface OutboxEntry {
  sequence: number
  atMs: number
  fact: SeatFact
}

/**
 * What this tab said and the hub hasn't yet written down. Numbers have no gaps; everything is kept over a
 * reload of the tab. add → waiting, in order → acked away. `acked` and the welcome's number are cumulative.
 */
export class Outbox {
  readonly tab: TabId
  entries: OutboxEntry[] = []
  #next = 1
  readonly #storage: Storage

  constructor({ tab, storage, keep }: { tab: TabId; storage: Storage; keep: boolean }) {
    this.tab = tab
    this.#storage = storage
    if (keep) this.#restore()
    else this.#save()
  }

  get lastSequence(): number {
    return this.#next - 1
  }

  taskOf({ sequence, fact }: OutboxEntry): TaskId {
    if (fact.kind === 'sendRequested' && fact.retryOf !== null) return fact.retryOf
    return `${this.tab}.${sequence}` as TaskId
  }

  add(fact: SeatFact, nowMs: number): OutboxEntry {
    const entry = { sequence: this.#next, atMs: nowMs, fact }
    this.#next += 1
    this.entries.push(entry)
    this.#save()
    return entry
  }

  ackUpTo(sequence: number): void {
    if (this.entries.length === 0 || (this.entries[0] as OutboxEntry).sequence > sequence) return
    this.entries = this.entries.filter((entry) => entry.sequence > sequence)
    this.#save()
  }

  /** After a welcome. False: the hub knows fewer numbers than it had acked, so this name can't go on. */
  continueFrom(lastSequence: number): boolean {
    this.ackUpTo(lastSequence)
    this.#next = Math.max(this.#next, lastSequence + 1)
    return (this.entries[0]?.sequence ?? this.#next) === lastSequence + 1
  }

  #save(): void {
    const entries = this.entries.map(({ sequence, atMs, fact }) => ({ sequence, atMs, fact: freeze(fact) }))
    try {
      const kept: Kept = { tab: this.tab, next: this.#next, entries }
      this.#storage.setItem(storageKey, JSON.stringify(kept))
    } catch {
      // A full storage costs only the resend after a reload; what is in memory goes on.
    }
  }

  #restore(): void {
    const kept = readKept(this.#storage.getItem(storageKey))
    if (kept === null || kept.tab !== this.tab) return
    this.#next = kept.next
    this.entries = kept.entries.map(({ sequence, atMs, fact }) => ({ sequence, atMs, fact: thaw(fact) }))
  }
}

/** One entry as the numbered message that travels. */
export function writeEntry({ sequence, fact }: OutboxEntry): unknown[] {
  switch (fact.kind) {
    case 'sendRequested': return shapes.sendRequested.write({ ...fact, sequence })
    case 'conversationRead': return shapes.conversationRead.write({ ...fact, sequence })
    case 'recallRequested': return shapes.recallRequested.write({ ...fact, sequence })
    case 'seatModeChanged': return shapes.seatModeChanged.write({ ...fact, sequence })
    case 'conversationMarked': return shapes.conversationMarked.write({ ...fact, sequence })
    case 'draftKept': return shapes.draftKept.write({ ...fact, sequence })
    case 'mediaRequested': return shapes.mediaRequested.write({ ...fact, sequence })
    case 'noteWritten': return shapes.noteWritten.write({ ...fact, sequence })
  }
}

const shapes = {
  sendRequested: numbered(sendRequested),
  conversationRead: numbered(conversationRead),
  recallRequested: numbered(recallRequested),
  seatModeChanged: numbered(seatModeChanged),
  conversationMarked: numbered(conversationMarked),
  draftKept: numbered(draftKept),
  mediaRequested: numbered(mediaRequested),
  noteWritten: numbered(noteWritten),
}

interface Kept {
  tab: string
  next: number
  entries: { sequence: number; atMs: number; fact: unknown }[]
}

function freeze(fact: SeatFact): unknown {
  return fact.kind === 'sendRequested' ? { ...fact, body: toBase64(fact.body) } : fact
}

function thaw(fact: unknown): SeatFact {
  const kept = fact as SeatFact
  return kept.kind === 'sendRequested' ? { ...kept, body: fromBase64(kept.body as unknown as string) } : kept
}

function readKept(text: string | null): Kept | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Kept | null
    return kept !== null && Array.isArray(kept.entries) && Number.isInteger(kept.next) ? kept : null
  } catch {
    return null
  }
}

const storageKey = 'ark:outbox'
