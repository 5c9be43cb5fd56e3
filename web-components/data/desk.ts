import { signal } from '@preact/signals-core'
import { userOf } from '../../protocol/chat-message.ts'
import type { EventNamed, HubEvent, Placed } from '../../protocol/events/index.ts'
import type { Position, UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { OutputOf } from '../../protocol/operation.ts'
import type { Preferences, readDesk } from '../../protocol/operations/desk.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'

export interface KeptDraft { text: string; savedMs: number; position: Position }

/**
 * What the hub keeps for this user, whichever computer it came from: pinned conversations and drafts. Read once, then
 * events are folded in; of each conversation the last one holds.
 */
export class Desk {
  readonly pins = signal<ReadonlyMap<ConversationKey, Position>>(new Map())
  readonly drafts = signal<ReadonlyMap<ConversationKey, KeptDraft>>(new Map())
  /** As the hub has them; null until they were read. */
  readonly preferences = signal<Preferences | null>(null)
  readonly #user: UserId

  constructor({ user }: { user: UserId }) {
    this.#user = user
  }

  replace({ pins, drafts, preferences }: OutputOf<typeof readDesk>): void {
    this.preferences.value = preferences
    this.pins.value = new Map(pins.map((pin) => [keyOf(pin), pin.position]))
    this.drafts.value = new Map(drafts.map(({ text, savedMs, position, ...at }) => {
      return [keyOf(at), { text, savedMs, position }]
    }))
  }

  apply({ event, position, journalMs }: Placed<HubEvent>): void {
    if (event.kind !== 'conversationMarked' && event.kind !== 'draftKept') return
    if (userOf(event.source) !== this.#user) return
    if (event.kind === 'conversationMarked') return this.#onMarked(event, position)
    const kept = event.text === '' ? null : { text: event.text, savedMs: journalMs, position }
    const drafts = changed(this.drafts.peek(), keyOf(event), kept)
    this.drafts.value = newestOf(drafts, { most: limits.draftsMax, positionOf: (draft) => draft.position })
  }

  #onMarked(event: EventNamed<'conversationMarked'>, position: Position): void {
    if (event.mark === 'unread') return
    const pins = changed(this.pins.peek(), keyOf(event), event.mark === 'pinned' ? position : null)
    this.pins.value = newestOf(pins, { most: limits.pinsMax, positionOf: (pin) => pin })
  }
}

function changed<V>(map: ReadonlyMap<ConversationKey, V>, key: ConversationKey, value: V | null) {
  const next = new Map(map)
  if (value === null) next.delete(key)
  else next.set(key, value)
  return next
}

/** As storage forgets, so that a live view equals a fresh load. */
function newestOf<V>(
  map: Map<ConversationKey, V>, { most, positionOf }: { most: number; positionOf: (value: V) => Position },
): ReadonlyMap<ConversationKey, V> {
  if (map.size <= most) return map
  return new Map([...map].toSorted(([, a], [, b]) => positionOf(b) - positionOf(a)).slice(0, most))
}
