import { setTimeout as sleep } from 'node:timers/promises'
import { type JournalStream, isNotFound } from '../nats/journal-stream.ts'
import type { NatsLink } from '../nats/nats-link.ts'
import type { JournalMark } from './journal-mark.ts'

export interface JournalWatchParts {
  link: Pick<NatsLink, 'up' | 'onUp' | 'onDown'>
  stream: Pick<JournalStream, 'created' | 'state'>
  mark: JournalMark
  /** The last stream sequence that this hub's feed has applied. */
  sequence: () => number
  /** What was held back may be sent. */
  onTrusted: () => void
  onBroken: (reason: string) => void
  /** How long a journal may look too short: a new leader applies what it has first. */
  patienceMs?: number
}

/**
 * Has the journal everything that this hub has read? Asked after each reconnect, for a server may come back
 * with less on its disk than it had acknowledged. Nothing is appended before the answer: what lies behind a
 * loss would have to be given up with it.
 *
 * trusted → (NATS away) → doubted → trusted | broken. Broken is for ever.
 */
export class JournalWatch {
  #parts: JournalWatchParts
  #trusted = true
  #connection = 0
  #marking: NodeJS.Timeout
  #stopped = false

  constructor(parts: JournalWatchParts) {
    this.#parts = parts
    parts.link.onDown(() => this.#doubt())
    parts.link.onUp(() => void this.#look())
    this.#marking = setInterval(() => void this.#note(), markEveryMs)
  }

  get trusts(): boolean {
    return this.#trusted && this.#parts.link.up
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#marking)
    await this.#note()
  }

  #doubt(): void {
    this.#trusted = false
    this.#connection += 1
  }

  async #look(): Promise<void> {
    this.#doubt()
    const mine = this.#connection
    const { patienceMs = patienceUsualMs, onTrusted, onBroken } = this.#parts
    const untilMs = performance.now() + patienceMs
    for (;;) {
      const loss = await this.#loss()
      if (this.#stopped || mine !== this.#connection) return
      if (loss === null) break
      if (loss !== unanswered && performance.now() > untilMs) return onBroken(loss)
      await sleep(lookAgainMs)
    }
    this.#trusted = true
    onTrusted()
  }

  async #loss(): Promise<string | null> {
    const { stream, sequence } = this.#parts
    const read = sequence()
    const state = await stream.state().catch((error: unknown) => isNotFound(error) ? 'gone' : unanswered)
    if (state === 'gone') return 'it is gone'
    if (state === unanswered) return unanswered
    if (state.created !== stream.created) return `it was replaced by one made ${state.created}`
    if (state.lastSequence >= read) return null
    return `it ends at record ${state.lastSequence}, this hub has read ${read}`
  }

  async #note(): Promise<void> {
    const { mark, stream, sequence } = this.#parts
    if (sequence() > 0) await mark.note({ created: stream.created, sequence: sequence() })
  }
}

const unanswered = 'unanswered'
const patienceUsualMs = 10_000
const lookAgainMs = 200
const markEveryMs = 1_000
