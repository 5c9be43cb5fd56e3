import { signal } from '@preact/signals-core'
import type { UserId } from '../../protocol/ids.ts'
import type { SeatRow } from '../../protocol/operations/teamwork.ts'
import { type ConversationKey, splitKey } from './conversation-key.ts'
import { faultText } from './fault-text.ts'
import type { OutboxEntry, SeatFact } from './outbox.ts'

export interface NoteDeskParts {
  say: (fact: SeatFact) => OutboxEntry
  onNotice: (text: string) => void
}

/** Private notes on their way: what was begun stays until it is written down, and a refused one comes back. */
export class NoteDesk {
  /** The conversation in which a note is being written instead of a message. */
  readonly open = signal<ConversationKey | null>(null)
  /** Counts texts that were put back into a field. */
  readonly returned = signal(0)
  readonly #parts: NoteDeskParts
  readonly #begun = new Map<ConversationKey, string>()

  constructor(parts: NoteDeskParts) {
    this.#parts = parts
  }

  begun(key: ConversationKey): string {
    return this.#begun.get(key) ?? ''
  }

  keep(key: ConversationKey, text: string): void {
    if (text.trim() === '') this.#begun.delete(key)
    else this.#begun.set(key, text)
  }

  write(key: ConversationKey, { text, mentions, as }: {
    text: string; mentions: UserId[]; as: 'seat' | 'supervisor'
  }): void {
    this.#begun.delete(key)
    this.#parts.say({ kind: 'noteWritten', ...splitKey(key), text, mentions, as })
  }

  onRefused(fact: SeatFact | undefined, fault: { code: string; reason: string }): void {
    if (fact?.kind !== 'noteWritten') return
    const key = `${fact.account} ${fact.peer}` as ConversationKey
    const begun = this.begun(key)
    this.keep(key, begun === '' ? fact.text : `${fact.text}\n${begun}`)
    this.returned.value += 1
    this.#parts.onNotice(`备注没有保存：${faultText(fault)}`)
  }
}

/** Whom a text calls: each colleague whose name stands behind an @. */
export function calledIn(text: string, seats: readonly SeatRow[]): UserId[] {
  return seats.filter(({ name }) => text.includes(`@${name}`)).map(({ user }) => user)
}
