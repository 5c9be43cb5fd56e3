import { signal } from '@preact/signals-core'
import { type PeerCard, getPeer } from '../../protocol/operations/chat.ts'
import type { OperationFault } from '../../protocol/operation.ts'
import type { PeerId, Position } from '../../protocol/ids.ts'
import type { Api } from './api.ts'
import { type ConversationKey, splitKey } from './conversation-key.ts'

export interface CardEntry {
  card: PeerCard | null
  fault: OperationFault | null
}

/** Profiles of peers that were looked at: read once, and again when an event says that one changed. */
export class PeerCards {
  readonly #api: Api
  readonly #position: () => Position
  readonly #entries = signal<ReadonlyMap<ConversationKey, CardEntry>>(new Map())
  readonly #asked = new Set<ConversationKey>()

  /** `position`: up to where the console knows all that happened; a card is never older. */
  constructor({ api, position }: { api: Api; position: () => Position }) {
    this.#api = api
    this.#position = position
  }

  entry(key: ConversationKey): CardEntry | null {
    return this.#entries.value.get(key) ?? null
  }

  /** Reads it unless it was read; what is known stays shown meanwhile. */
  async load(key: ConversationKey, again = false): Promise<void> {
    if (this.#asked.has(key) && !again) return
    this.#asked.add(key)
    const answer = await this.#api.call(getPeer, { ...splitKey(key), atLeast: this.#position() })
    const before = this.#entries.peek().get(key)
    if (!answer.ok) this.#asked.delete(key)
    const entry = answer.ok ? { card: answer.output, fault: null }
      : { card: before?.card ?? null, fault: answer.fault }
    const entries = new Map(this.#entries.peek())
    entries.delete(key)
    entries.set(key, entry)
    for (const old of [...entries.keys()].slice(0, -cardsMost)) {
      entries.delete(old)
      this.#asked.delete(old)
    }
    this.#entries.value = entries
  }

  /** A profile changed somewhere: all but the open one are read again when they are next looked at. */
  expire(open: ConversationKey | null): void {
    this.#asked.clear()
    if (open !== null) void this.load(open)
  }

  /** How a member of a chatroom is called there. */
  memberName(key: ConversationKey, sender: PeerId): string {
    const members = this.#entries.value.get(key)?.card?.chatroom?.members ?? []
    const found = members.find(({ wxid }) => wxid === sender)
    return found?.displayName || found?.nickname || sender
  }
}

const cardsMost = 60
