import { silentTypes } from '../../protocol/conversation.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { Position, UserId } from '../../protocol/ids.ts'
import type { ChatStore } from './chat-store.ts'
import type { ConversationKey } from './conversation-key.ts'

/**
 * Two agents answering the same customer: what was answered by somebody else after this agent began to write. The
 * hub decides the same by `seen` for what hasn't come here yet.
 */
export class AnswerGuard {
  readonly #store: ChatStore
  readonly #user: UserId
  /** Where the journal was when they began to write, or said that they know. */
  readonly #since = new Map<ConversationKey, Position>()

  constructor({ store, user }: { store: ChatStore; user: UserId }) {
    this.#store = store
    this.#user = user
  }

  /** There is something written, or nothing any more. */
  note(key: ConversationKey, isBlank: boolean): void {
    if (isBlank) this.#since.delete(key)
    else if (!this.#since.has(key)) this.confirm(key)
  }

  /** They have seen what is there now. */
  confirm(key: ConversationKey): void {
    if (this.#store.position !== null) this.#since.set(key, this.#store.position)
  }

  /** What goes with a send. */
  seen(key: ConversationKey): Position | null {
    return this.#since.get(key) ?? this.#store.position
  }

  /** The newest answer of somebody else since then, or null. */
  answer(key: ConversationKey): ChatMessage | null {
    const since = this.#since.get(key)
    if (since === undefined) return null
    const isOthers = (message: ChatMessage) => message.position > since && isAnswerOfOthers(message, this.#user)
    return this.#store.thread(key).messages.findLast(isOthers) ?? null
  }
}

/** Sent from another agent's console, or typed on the phone; what the hub sends by itself is no answer. */
function isAnswerOfOthers({ direction, user, origin, type, synced, state }: ChatMessage, own: UserId): boolean {
  const isAnswer = direction === 'out' && origin === null && !synced && !silentTypes.has(type)
  return isAnswer && user !== own && state !== 'failed'
}
