import { signal } from '@preact/signals-core'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { UserId } from '../../protocol/ids.ts'

/** Which voice notes of customers this agent has heard: the others have a dot. Kept in this browser, the last ones. */
export class HeardVoices {
  readonly #name: string
  readonly #storage: Storage
  readonly #heard = signal<ReadonlySet<string>>(new Set())

  constructor({ user, storage = localStorage }: { user: UserId; storage?: Storage }) {
    this.#name = `ark:heard:${user}`
    this.#storage = storage
    this.#heard.value = new Set((storage.getItem(this.#name) ?? '').split(' ').filter(Boolean))
  }

  /** Old ones are as good as heard: a new browser isn’t full of dots. */
  isNew({ type, direction, progress, msgSvrId, journalMs, media }: ChatMessage, nowMs: number): boolean {
    if (type !== 'voice' || direction === 'out' || progress === 'played' || msgSvrId === null) return false
    return media !== null && nowMs - journalMs < newMs && !this.#heard.value.has(msgSvrId)
  }

  add({ msgSvrId }: Pick<ChatMessage, 'msgSvrId'>): void {
    if (msgSvrId === null || this.#heard.peek().has(msgSvrId)) return
    const heard = [...this.#heard.peek(), msgSvrId].slice(-heardMost)
    this.#heard.value = new Set(heard)
    try {
      this.#storage.setItem(this.#name, heard.join(' '))
    } catch {
      // A full storage: it has its dot again after a reload.
    }
  }
}

const heardMost = 500
const newMs = 3 * 24 * 3600_000
