import { signal } from '@preact/signals-core'
import { type ConversationEvent, foldConversation } from '../../protocol/conversation.ts'
import type { Placed } from '../../protocol/events/index.ts'
import type { Position } from '../../protocol/ids.ts'
import type { ConversationRow } from '../../protocol/operations/chat.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'

/**
 * All conversations of the seat. A row read at position P holds everything up to P; later events are folded
 * in. After a reset rows are stale until they are read again: they are shown, but nothing is folded into
 * them.
 */
export class ConversationTable {
  /** Rises with every change: what a view depends on. */
  readonly revision = signal(0)
  readonly #entries = new Map<ConversationKey, Entry>()
  #generation = 0
  #sorted: ConversationRow[] | null = null

  /** Newest first. */
  get rows(): readonly ConversationRow[] {
    void this.revision.value
    this.#sorted ??= [...this.#entries.values()].map(({ row }) => row)
      .sort((a, b) => b.lastPosition - a.lastPosition)
    return this.#sorted
  }

  row(key: ConversationKey): ConversationRow | null {
    void this.revision.value
    return this.#entries.get(key)?.row ?? null
  }

  isFresh(key: ConversationKey): boolean {
    return this.#entries.get(key)?.generation === this.#generation
  }

  /** Everything must be read again. */
  expire(): void {
    this.#generation += 1
  }

  /** Rows of a page that was read at `position`. What is live already is newer than any page. */
  merge(rows: readonly ConversationRow[], position: Position): void {
    for (const row of rows) if (!this.isFresh(keyOf(row))) this.#set(row, position)
    this.#changed()
  }

  /**
   * The last page was read: what it and the others didn't name is gone, but for those that are read apart.
   */
  dropStale(spared: ReadonlySet<ConversationKey>): void {
    for (const key of this.#entries.keys()) {
      if (!this.isFresh(key) && !spared.has(key)) this.#entries.delete(key)
    }
    this.#changed()
  }

  /** The answer about one conversation wins over what was folded here: a repeat was taken out of it. */
  put(key: ConversationKey, row: ConversationRow | null, position: Position): void {
    if (row === null) this.#entries.delete(key)
    else this.#set(row, position)
    this.#changed()
  }

  drop(key: ConversationKey): void {
    if (this.#entries.delete(key)) this.#changed()
  }

  /** False when the conversation must be read first. */
  apply({ event, position, journalMs }: Placed<ConversationEvent>): boolean {
    const key = keyOf(event)
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.generation !== this.#generation) return false
    if (position <= entry.readAt) return true
    const before = entry.row
    entry.row = foldConversation(before, { event, position, journalMs })
    this.#changed(moved(this.#sorted, before, entry.row))
    return true
  }

  #set(row: ConversationRow, readAt: Position): void {
    this.#entries.set(keyOf(row), { row, readAt, generation: this.#generation })
  }

  /** `sorted`: the rows as they are now, where that is known. */
  #changed(sorted: ConversationRow[] | null = null): void {
    this.#sorted = sorted
    this.revision.value = this.revision.peek() + 1
  }
}

interface Entry {
  row: ConversationRow
  readAt: Position
  generation: number
}

/** One of ten thousand has changed: it moves, the others stay sorted. */
function moved(
  sorted: ConversationRow[] | null, before: ConversationRow, after: ConversationRow,
): ConversationRow[] | null {
  if (sorted === null) return null
  const from = placeOf(sorted, before.lastPosition)
  if (sorted[from] !== before) return null
  const next = sorted.toSpliced(from, 1)
  next.splice(placeOf(next, after.lastPosition), 0, after)
  return next
}

/** The first row that isn't newer. */
function placeOf(rows: readonly ConversationRow[], lastPosition: Position): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle] as ConversationRow).lastPosition > lastPosition) low = middle + 1
    else high = middle
  }
  return low
}
