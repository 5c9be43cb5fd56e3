import type { ConversationKey } from './conversation-key.ts'

/** What each tab of this browser has before somebody's eyes: nothing is announced that is looked at anyway. */
export class Attention {
  readonly #name = Math.random().toString(36).slice(2)
  readonly #others = new Map<string, ConversationKey>()
  readonly #channel: BroadcastChannel | null
  #own: ConversationKey | null = null

  constructor(channelName: string) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(channelName)
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<Note>) => this.#onNote(data))
    this.#channel?.postMessage({ tab: this.#name, asks: true, looksAt: null } satisfies Note)
  }

  /** Null: the tab is hidden, or somebody works in another window. */
  look(key: ConversationKey | null): void {
    if (key === this.#own) return
    this.#own = key
    this.#tell()
  }

  isSeen(key: ConversationKey): boolean {
    return this.#own === key || [...this.#others.values()].includes(key)
  }

  stop(): void {
    this.look(null)
    this.#channel?.close()
  }

  #onNote({ tab, asks, looksAt }: Note): void {
    if (asks) return this.#tell()
    if (looksAt === null) this.#others.delete(tab)
    else if (this.#others.size < tabsMost || this.#others.has(tab)) this.#others.set(tab, looksAt)
  }

  #tell(): void {
    this.#channel?.postMessage({ tab: this.#name, asks: false, looksAt: this.#own } satisfies Note)
  }
}

interface Note { tab: string; asks: boolean; looksAt: ConversationKey | null }

/** Only one window has the focus; others are remnants of tabs that died. */
const tabsMost = 16
