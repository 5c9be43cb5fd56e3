import { emptyBody } from '../../protocol/bodies.ts'
import { numbered } from '../../protocol/events/fact.ts'
import { sendRequested } from '../../protocol/events/seat.ts'
import { encodeFrame } from '../../protocol/frame.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { LoadSocket } from './line.ts'
import type { Paced } from './open-loop.ts'
import { framed } from './packaging.ts'

/** One console of the load: what it writes to a customer, and when each of that was due which isn't acked. */
export class LoadSeat implements Paced {
  readonly #socket: LoadSocket
  readonly #onAck: (dueMs: number) => void
  #to: { account: AccountId; peer: PeerId } | null = null
  #sent = 0
  #dueMs: number[] = []

  constructor(socket: LoadSocket, onAck: (dueMs: number) => void) {
    this.#socket = socket
    this.#onAck = onAck
  }

  get unacked(): number {
    return this.#dueMs.length
  }

  /** To whom it writes from now on. */
  writeTo(to: { account: AccountId; peer: PeerId }): void {
    this.#to = to
  }

  room(): number {
    return this.#to !== null && this.#dueMs.length < limits.tabWindowMax ? 1 : 0
  }

  send(_count: number, dueMs: number): void {
    if (this.#to === null) throw new Error('a console that writes to nobody')
    this.#sent += 1
    this.#dueMs.push(dueMs)
    const send = numbered(sendRequested).write({
      sequence: this.#sent, ...this.#to, type: 'text', text: words, media: null, body: emptyBody, retryOf: null,
      seen: null, original: null,
    })
    this.#socket.write(framed(Buffer.from(encodeFrame([send])), []).bytes)
  }

  onAcked(sequence: number): void {
    while (this.unacked > 0 && this.#sent - this.unacked < sequence) this.#onAck(this.#dueMs.shift() as number)
  }

  close(): Promise<void> {
    return this.#socket.close()
  }
}

const words = '您好，M码还有一件，我帮您留到今天晚上八点，到店报手机尾号就可以取。'
