/** A phone or a console whose turn comes at a steady rate. */
export interface Paced {
  readonly unacked: number
  /** Messages that the next write may hold, 0: none for now. */
  room(inFlightMax: number): number
  send(count: number, dueMs: number): void
}

/**
 * A steady rate, whatever the peer does. A message carries the time at which it was due: if anything holds it up, this
 * client included, the delay counts (else the slowest moments would be the least measured ones).
 */
export class OpenLoop {
  readonly #senders: readonly Paced[]
  readonly #perWrite: number
  readonly #everyMs: number
  readonly #startMs = performance.now()
  #written = 0
  #waiting: { sender: Paced; dueMs: number }[] = []
  #timer: NodeJS.Timeout | null
  /** Writes that had to wait because their sender's window was full. */
  held = 0

  constructor(senders: readonly Paced[], { perWrite, perSecond }: { perWrite: number; perSecond: number }) {
    this.#senders = senders
    this.#perWrite = perWrite
    this.#everyMs = 1000 * perWrite / perSecond
    this.#timer = setTimeout(() => this.#tick(), tickMs)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#waiting = []
  }

  #tick(): void {
    if (this.#timer === null) return
    const nowMs = performance.now()
    this.#waiting = this.#waiting.filter(({ sender, dueMs }) => !this.#write(sender, dueMs))
    for (let left = writesPerTick; left > 0; left--) {
      const dueMs = this.#startMs + this.#written * this.#everyMs
      if (dueMs > nowMs) break
      const sender = this.#senders[this.#written % this.#senders.length] as Paced
      this.#written += 1
      if (this.#write(sender, dueMs)) continue
      this.held += 1
      this.#waiting.push({ sender, dueMs })
    }
    this.#timer = setTimeout(() => this.#tick(), tickMs)
  }

  #write(sender: Paced, dueMs: number): boolean {
    const room = sender.room(this.#perWrite + sender.unacked)
    if (room === 0) return false
    sender.send(Math.min(room, this.#perWrite), dueMs)
    return true
  }
}

const tickMs = 1
/** After a stall the loop catches up in steps, and reads in between. */
const writesPerTick = 512
