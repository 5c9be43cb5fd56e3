import type { ConversationKey } from './conversation-key.ts'

/** Where somebody stood in each thread when they left it, by the message at the top; none who stood at the end. */
export class ThreadPlaces {
  readonly #tops = new Map<ConversationKey, string>()

  /** Null: at the end. */
  note(key: ConversationKey, top: string | null): void {
    this.#tops.delete(key)
    if (top === null) return
    this.#tops.set(key, top)
    const [oldest] = this.#tops.keys()
    if (oldest !== undefined && this.#tops.size > placesMost) this.#tops.delete(oldest)
  }

  topOf(key: ConversationKey): string | null {
    return this.#tops.get(key) ?? null
  }
}

const placesMost = 100
