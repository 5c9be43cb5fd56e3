import type { UserId } from '../../protocol/ids.ts'
import type { ConversationKey } from './conversation-key.ts'

/**
 * What was typed and not sent, per user and conversation. It survives reloads and is shared by the user's
 * tabs.
 */
export class Drafts {
  readonly #prefix: string
  readonly #storage: Storage

  constructor({ user, storage = localStorage }: { user: UserId; storage?: Storage }) {
    this.#prefix = `ark:draft:${user}:`
    this.#storage = storage
  }

  read(key: ConversationKey): string {
    return this.#storage.getItem(this.#prefix + key) ?? ''
  }

  write(key: ConversationKey, text: string): void {
    try {
      if (text.trim() === '') this.#storage.removeItem(this.#prefix + key)
      else this.#storage.setItem(this.#prefix + key, text)
    } catch {
      // A full storage loses the draft only when the page is left.
    }
  }

  /** The conversations with a draft: their rows show it. */
  keys(): Set<ConversationKey> {
    const keys = new Set<ConversationKey>()
    for (let index = 0; index < this.#storage.length; index += 1) {
      const name = this.#storage.key(index) ?? ''
      if (name.startsWith(this.#prefix)) keys.add(name.slice(this.#prefix.length) as ConversationKey)
    }
    return keys
  }
}
