import { pack } from '../../protocol/codec.ts'
import type { Position } from '../../protocol/ids.ts'
import type { JournalStream } from '../nats/journal-stream.ts'
import type { NatsLink } from '../nats/nats-link.ts'

/**
 * Tells every hub how far storage is and how full the journal: `[position, journalMs, fill]` on
 * `live.projected`.
 */
export class ProjectedTeller {
  #link: NatsLink
  #stream: () => JournalStream
  #nowMs: () => number
  #told: { atMs: number; position: Position } = { atMs: 0, position: 0 }
  #fill: { atMs: number; ratio: number } = { atMs: 0, ratio: 0 }
  #later: NodeJS.Timeout | null = null

  constructor({ link, stream, nowMs }: { link: NatsLink; stream: () => JournalStream; nowMs: () => number }) {
    this.#link = link
    this.#stream = stream
    this.#nowMs = nowMs
  }

  /** Of the journal's bytes, 0 to 1, as last seen. */
  get fill(): number {
    return this.#fill.ratio
  }

  /**
   * After each commit. While more waits, the others hear of it now and then; the last one is told at once.
   */
  committed({ position, journalMs, idle }: { position: Position; journalMs: number; idle: boolean }): void {
    if (this.#later !== null) clearTimeout(this.#later)
    this.#later = null
    const tell = (): void => this.#tell(position, journalMs)
    const waitMs = idle ? 0 : this.#told.atMs + tellEveryMs - this.#nowMs()
    if (waitMs <= 0) tell()
    else this.#later = setTimeout(tell, waitMs)
    void this.#askFill()
  }

  stop(): void {
    if (this.#later !== null) clearTimeout(this.#later)
    this.#later = null
  }

  #tell(position: Position, journalMs: number): void {
    this.#told = { atMs: this.#nowMs(), position }
    this.#link.tell(projectedSubject, pack([position, journalMs, this.#fill.ratio]))
  }

  async #askFill(): Promise<void> {
    const nowMs = this.#nowMs()
    if (nowMs - this.#fill.atMs < fillEveryMs) return
    this.#fill.atMs = nowMs
    try {
      const { bytes, bytesMax } = await this.#stream().state()
      this.#fill.ratio = bytesMax > 0 ? bytes / bytesMax : 0
    } catch {
      // NATS is away: nobody would hear it either.
    }
  }
}

export const projectedSubject = 'live.projected'
/** Any message there: the outbox has something new. */
export const outboxSubject = 'live.outbox'
const tellEveryMs = 200
const fillEveryMs = 1_000
