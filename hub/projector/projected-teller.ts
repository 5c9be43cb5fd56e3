import { pack } from '../../protocol/codec.ts'
import type { Position } from '../../protocol/ids.ts'
import type { NatsLink } from '../nats/nats-link.ts'

/** Tells every hub how far storage is: `[position, journalMs]` on `live.projected`. */
export class ProjectedTeller {
  #link: NatsLink
  #nowMs: () => number
  #toldAtMs = 0
  #later: NodeJS.Timeout | null = null

  constructor({ link, nowMs }: { link: NatsLink; nowMs: () => number }) {
    this.#link = link
    this.#nowMs = nowMs
  }

  /**
   * After each commit. While more waits, the others hear of it now and then; the last one is told at once.
   */
  committed({ position, journalMs, idle }: { position: Position; journalMs: number; idle: boolean }): void {
    this.stop()
    const tell = (): void => this.#tell(position, journalMs)
    const waitMs = idle ? 0 : this.#toldAtMs + tellEveryMs - this.#nowMs()
    if (waitMs <= 0) tell()
    else this.#later = setTimeout(tell, waitMs)
  }

  stop(): void {
    if (this.#later !== null) clearTimeout(this.#later)
    this.#later = null
  }

  #tell(position: Position, journalMs: number): void {
    this.#toldAtMs = this.#nowMs()
    this.#link.tell(projectedSubject, pack([position, journalMs]))
  }
}

export const projectedSubject = 'live.projected'
/** Any message there: the outbox has something new. */
export const outboxSubject = 'live.outbox'
const tellEveryMs = 200
