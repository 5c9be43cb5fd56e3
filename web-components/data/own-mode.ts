import { type ReadonlySignal, signal } from '@preact/signals-core'
import { userOf } from '../../protocol/chat-message.ts'
import type { HubEvent, UnknownEvent } from '../../protocol/events/index.ts'
import type { UserId } from '../../protocol/ids.ts'
import { type SeatMode, usualMode } from '../../protocol/seat-mode.ts'

/** 在线/离开 and 自动回复 of this agent, the same in all their tabs: as the hub has it, and at once as chosen here. */
export class OwnMode {
  readonly #user: UserId
  readonly #say: (fact: { kind: 'seatModeChanged' } & SeatMode) => void
  readonly #mode = signal(usualMode)

  constructor({ user, say }: { user: UserId; say: (fact: { kind: 'seatModeChanged' } & SeatMode) => void }) {
    this.#user = user
    this.#say = say
  }

  get now(): ReadonlySignal<SeatMode> {
    return this.#mode
  }

  change(changes: Partial<SeatMode>): void {
    this.#mode.value = { ...this.#mode.peek(), ...changes }
    this.#say({ kind: 'seatModeChanged', ...this.#mode.peek() })
  }

  /** What was chosen while the line was cut comes after it, as an event. */
  onWelcome({ away, autoReply }: SeatMode): void {
    this.#mode.value = { away, autoReply }
  }

  onHappened(event: HubEvent | UnknownEvent): void {
    if (event.kind !== 'seatModeChanged' || userOf(event.source) !== this.#user) return
    this.#mode.value = { away: event.away, autoReply: event.autoReply }
  }
}
