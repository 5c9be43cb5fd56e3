import { signal } from '@preact/signals-core'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { UserId } from '../../protocol/ids.ts'
import type { ConversationKey } from './conversation-key.ts'
import { HeardVoices } from './heard-voices.ts'
import { VoicePlayer } from './voice-player.ts'

/** What an agent is about to do with messages: reply to one, choose several, pass them on, listen. */
export class MessageDesk {
  readonly heard: HeardVoices
  readonly voices = new VoicePlayer()
  /** Chosen ones by their keys in the thread; null: nothing is being chosen. */
  readonly chosen = signal<ReadonlyMap<string, ChatMessage> | null>(null)
  /** Shown in the dialog that asks to whom. */
  readonly forwarding = signal<readonly ChatMessage[]>([])
  readonly #quoted = signal<ReadonlyMap<ConversationKey, ChatMessage>>(new Map())

  constructor({ user, storage }: { user: UserId; storage?: Storage }) {
    this.heard = new HeardVoices(storage === undefined ? { user } : { user, storage })
  }

  quotedIn(key: ConversationKey): ChatMessage | null {
    return this.#quoted.value.get(key) ?? null
  }

  quote(key: ConversationKey, message: ChatMessage | null): void {
    const quoted = new Map(this.#quoted.peek())
    quoted.delete(key)
    if (message !== null) quoted.set(key, message)
    for (const old of [...quoted.keys()].slice(0, -quotedMost)) quoted.delete(old)
    this.#quoted.value = quoted
  }

  /** One more or one less; false: there are as many as may be. */
  choose(key: string, message: ChatMessage): boolean {
    const chosen = new Map(this.chosen.peek() ?? [])
    if (!chosen.delete(key)) {
      if (chosen.size >= chosenMost) return false
      chosen.set(key, message)
    }
    this.chosen.value = chosen
    return true
  }

  /** Nothing is being chosen or passed on any more. */
  endChoosing(): void {
    this.chosen.value = null
    this.forwarding.value = []
  }
}

/** Drafts of replies in other conversations. */
const quotedMost = 50
export const chosenMost = 30
