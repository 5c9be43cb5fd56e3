import type { LoadPhone } from './load-phone.ts'

/**
 * Saturation: each phone writes again as soon as it has room, at most one write a turn for the same phone, so that
 * phones don't clump together.
 */
export class ClosedLoop {
  readonly #ring: LoadPhone[]
  readonly #inFlightMax: number
  #head = 0
  #length = 0
  #scheduled = false
  #running = true

  constructor(phones: readonly LoadPhone[], inFlightMax: number) {
    this.#ring = Array.from(phones)
    this.#inFlightMax = inFlightMax
    for (const phone of phones) phone.queued = false
    for (const phone of phones) this.onRoom(phone)
  }

  /** The phone may have room now. */
  onRoom(phone: LoadPhone): void {
    if (!this.#running || phone.queued || phone.room(this.#inFlightMax) === 0) return
    phone.queued = true
    this.#ring[(this.#head + this.#length) % this.#ring.length] = phone
    this.#length += 1
    this.#schedule()
  }

  stop(): void {
    this.#running = false
    this.#length = 0
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#pump())
  }

  #pump(): void {
    this.#scheduled = false
    for (let left = Math.min(this.#length, writesPerTurn); left > 0; left--) {
      const phone = this.#ring[this.#head] as LoadPhone
      this.#head = (this.#head + 1) % this.#ring.length
      this.#length -= 1
      phone.queued = false
      const room = phone.room(this.#inFlightMax)
      if (room > 0) phone.send(room, performance.now())
      this.onRoom(phone)
    }
    if (this.#length > 0) this.#schedule()
  }
}

/** About half a millisecond of writing before the loop reads again. */
const writesPerTurn = 64
