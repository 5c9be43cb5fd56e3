import type { StoredConversation } from '../../storage/writers/conversations.ts'
import { pairKey } from './slice/book.ts'

/**
 * The conversations that were written last, so that those in use aren't read again for each batch. Only the
 * holder of the lease writes conversations; it is thrown away with the rest of the memory after any failure.
 * What a transaction wrote is kept apart until its commit.
 */
export class ConversationCache {
  /** Oldest first: a Map keeps the order of insertion. */
  #kept = new Map<string, StoredConversation>()
  #written = new Map<string, StoredConversation>()

  get(key: string): StoredConversation | undefined {
    return this.#written.get(key) ?? this.#kept.get(key)
  }

  /** Inside the transaction. */
  wrote(rows: readonly StoredConversation[]): void {
    for (const row of rows) this.#written.set(pairKey(row.account, row.peer), row)
  }

  committed(): void {
    for (const [key, row] of this.#written) {
      this.#kept.delete(key)
      this.#kept.set(key, row)
    }
    this.#written.clear()
    let over = this.#kept.size - rowsMax
    if (over <= 0) return
    for (const key of this.#kept.keys()) {
      if (over-- <= 0) return
      this.#kept.delete(key)
    }
  }
}

/** About 500 bytes each: 25 MB. */
const rowsMax = 50_000
