import { signal } from '@preact/signals-core'
import type { ReadOf } from '../../protocol/message.ts'
import type { attendance } from '../../protocol/messages/seat.ts'
import { type ConversationKey, keyOf, splitKey } from './conversation-key.ts'
import type { SeatLink } from './seat-link.ts'

export type Attendance = ReadOf<typeof attendance>
export type Colleague = Attendance['people'][number]

/** Who else looks at the conversation that is open here, or writes in it; and what others are told of this tab. */
export class Company {
  readonly people = signal<readonly Colleague[]>([])
  readonly #say: SeatLink['attend']
  #at: ConversationKey | null = null
  #typing = false
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor({ say }: { say: SeatLink['attend'] }) {
    this.#say = say
  }

  lookAt(key: ConversationKey | null): void {
    if (key === this.#at) return
    this.#at = key
    this.people.value = []
    this.#rest()
    this.sayAgain()
  }

  /** The connection is new: the hub knows nothing of this tab. */
  onWelcome(): void {
    if (this.#at !== null) this.sayAgain()
  }

  sayAgain(): void {
    this.#say(this.#at === null ? null : splitKey(this.#at), this.#typing)
  }

  /** A key was pressed: said once, and again when they stopped. */
  wrote(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.stopped(), idleMs)
    if (this.#typing) return
    this.#typing = true
    this.sayAgain()
  }

  stopped(): void {
    if (!this.#typing) return
    this.#rest()
    this.sayAgain()
  }

  onAttendance(told: Attendance): void {
    if (keyOf(told) === this.#at) this.people.value = told.people
  }

  stop(): void {
    clearTimeout(this.#idle)
  }

  #rest(): void {
    clearTimeout(this.#idle)
    this.#typing = false
  }
}

const idleMs = 4_000
