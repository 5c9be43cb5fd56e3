import type { LoadPhone } from './load-phone.ts'

/**
 * A steady rate, whatever the peer does. A message carries the time at which it was due: if anything holds it up, this
 * client included, the delay counts (else the slowest moments would be the least measured ones).
 */
export class OpenLoop {
  readonly #phones: readonly LoadPhone[]
  readonly #perWrite: number
  readonly #everyMs: number
  readonly #startMs = performance.now()
  #written = 0
  #waiting: { phone: LoadPhone; dueMs: number }[] = []
  #timer: NodeJS.Timeout | null
  /** Writes that had to wait because their phone's window was full. */
  held = 0

  constructor(phones: readonly LoadPhone[], { perWrite, perSecond }: { perWrite: number; perSecond: number }) {
    this.#phones = phones
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
    this.#waiting = this.#waiting.filter(({ phone, dueMs }) => !this.#write(phone, dueMs))
    for (let left = writesPerTick; left > 0; left--) {
      const dueMs = this.#startMs + this.#written * this.#everyMs
      if (dueMs > nowMs) break
      const phone = this.#phones[this.#written % this.#phones.length] as LoadPhone
      this.#written += 1
      if (this.#write(phone, dueMs)) continue
      this.held += 1
      this.#waiting.push({ phone, dueMs })
    }
    this.#timer = setTimeout(() => this.#tick(), tickMs)
  }

  #write(phone: LoadPhone, dueMs: number): boolean {
    const room = phone.room(this.#perWrite + phone.unacked)
    if (room === 0) return false
    phone.send(Math.min(room, this.#perWrite), dueMs)
    return true
  }
}

const tickMs = 1
/** After a stall the loop catches up in steps, and reads in between. */
const writesPerTick = 512
