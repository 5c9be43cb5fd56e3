import { signal } from '@preact/signals-core'
import { type Conversation, type ConversationEvent, foldConversation } from '../../protocol/conversation.ts'
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

  /** False when the conversation must be read first. */
  apply({ event, position, journalMs }: Placed<ConversationEvent>): boolean {
    const key = keyOf(event)
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.generation !== this.#generation) return false
    if (position <= entry.readAt) return true
    const folded: Conversation = foldConversation(entry.row, { event, position, journalMs })
    entry.row = folded as ConversationRow
    this.#changed()
    return true
  }

  #set(row: ConversationRow, readAt: Position): void {
    this.#entries.set(keyOf(row), { row, readAt, generation: this.#generation })
  }

  #changed(): void {
    this.#sorted = null
    this.revision.value = this.revision.peek() + 1
  }
}

interface Entry {
  row: ConversationRow
  readAt: Position
  generation: number
}
