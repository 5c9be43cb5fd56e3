/**
 * What every relay here does: a phone's bytes go to its seat undecoded, unacknowledged and unstored. `gathering`: what
 * arrives in one turn of the loop leaves as one send per seat, the way to get the most out of any of these libraries;
 * else each leaves at once by itself, the way they are usually used.
 */
export class Switchboard {
  readonly #phonesPerSeat: number
  readonly #gathering: boolean
  readonly #outboxes: Outbox[] = []
  readonly #waiting: Outbox[] = []
  #scheduled = false

  constructor({ phonesPerSeat, gathering }: SwitchboardOptions) {
    this.#phonesPerSeat = phonesPerSeat
    this.#gathering = gathering
  }

  /** `send` gets bytes that are used again when it returns; null when the seat is gone. */
  seat(index: number, send: Send | null): void {
    this.#outboxOf(index).send = send
  }

  deliver(phone: number, bytes: Buffer): void {
    const outbox = this.#outboxOf(Math.floor(phone / this.#phonesPerSeat))
    if (!this.#gathering) return outbox.send?.(bytes)
    if (outbox.empty) this.#waiting.push(outbox)
    outbox.add(bytes)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#flush())
  }

  #outboxOf(seat: number): Outbox {
    return this.#outboxes[seat] ??= new Outbox()
  }

  #flush(): void {
    this.#scheduled = false
    for (const outbox of this.#waiting) outbox.flush()
    this.#waiting.length = 0
  }
}

export interface SwitchboardOptions { phonesPerSeat: number; gathering: boolean }
export type Send = (bytes: Buffer) => void

/** From a relay's command line: <phones per seat> gathering|at-once. */
export function readSwitchboard([phonesPerSeat, manner]: readonly string[]): SwitchboardOptions {
  return { phonesPerSeat: Number(phonesPerSeat), gathering: manner === 'gathering' }
}

class Outbox {
  send: Send | null = null
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)
  #length = 0

  get empty(): boolean {
    return this.#length === 0
  }

  add(message: Uint8Array): void {
    const needed = this.#length + message.length
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed)
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(message, this.#length)
    this.#length = needed
  }

  flush(): void {
    this.send?.(this.#bytes.subarray(0, this.#length))
    this.#length = 0
  }
}
