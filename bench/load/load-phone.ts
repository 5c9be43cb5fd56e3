import type { LoadSocket } from './line.ts'
import type { Paced } from './open-loop.ts'
import { Outgoing, type Sender } from './outgoing.ts'
import type { Packaging } from './packaging.ts'

export interface WriteSize {
  /** Messages in one frame. */
  perFrame: number
  /** Frames in one write. */
  frames: number
}

/** One phone of the load: numbers, window, and its encoded messages. */
export class LoadPhone implements Paced {
  readonly #sender: Sender
  readonly #packaging: Packaging
  #socket: LoadSocket | null = null
  #outgoing: Outgoing | null = null
  #size: WriteSize = { perFrame: 1, frames: 1 }
  /** The last number given away, and the last one known to be taken. */
  #sent = 0
  #acked = 0
  #window = 1
  /** The last number that arrived at the seat. */
  arrived = 0
  /** In the ring of a closed loop. */
  queued = false

  constructor(sender: Sender, packaging: Packaging) {
    this.#sender = sender
    this.#packaging = packaging
  }

  get unacked(): number {
    return this.#sent - this.#acked
  }

  get sent(): number {
    return this.#sent
  }

  plugIn(socket: LoadSocket): void {
    this.#socket = socket
    // What the greeting has numbered never arrives as a message.
    this.#sent = this.#acked
    this.arrived = this.#acked
  }

  onAcked(sequence: number, window: number): void {
    this.#acked = sequence
    this.#window = window
  }

  size(size: WriteSize): void {
    this.#size = size
    this.#outgoing = null
  }

  /** Messages that the next write may hold: a whole write, or less where the window has become smaller than one. */
  room(inFlightMax: number): number {
    const whole = this.#size.perFrame * this.#size.frames
    const free = Math.min(this.#window, inFlightMax) - this.unacked
    if (free >= whole) return whole
    return this.unacked === 0 ? this.#window : 0
  }

  /** One write of `count` messages; `count` is what `room` said. */
  send(count: number, stampMs: number): void {
    if (this.#outgoing?.messages !== count) {
      this.#outgoing = new Outgoing(this.#sender, this.#sizeOf(count), this.#packaging)
    }
    const bytes = this.#outgoing.numberFrom({ sequence: this.#sent + 1, stampMs })
    this.#sent += count
    if (this.#socket?.write(bytes) === false) this.#outgoing.letGo()
  }

  async unplug(): Promise<void> {
    await this.#socket?.close()
    this.#socket = null
  }

  #sizeOf(count: number): WriteSize {
    const { perFrame, frames } = this.#size
    return count === perFrame * frames ? { perFrame, frames } : { perFrame: count, frames: 1 }
  }
}
