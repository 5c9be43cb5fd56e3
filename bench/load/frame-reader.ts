/** Bytes and a view of the same memory; the view is made once, because making one costs more than a message. */
export interface Bytes {
  readonly array: Uint8Array
  readonly view: DataView
}

/** `from` and `to` bound the payload in `bytes`, which is reused when the call returns. */
export type OnFrame = (opcode: number, bytes: Bytes, from: number, to: number) => void

export function newBytes(length: number): Bytes {
  const buffer = Buffer.allocUnsafeSlow(length)
  return { array: buffer, view: new DataView(buffer.buffer, buffer.byteOffset, length) }
}

/**
 * Cuts a server's byte stream into WebSocket frames without copying them; only a frame that isn't whole yet is kept.
 * Servers don't mask, and ours never fragment.
 */
export class FrameReader {
  readonly #onFrame: OnFrame
  #held: Bytes | null = null
  #heldLength = 0

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame
  }

  push(bytes: Bytes, from: number, to: number): void {
    if (this.#heldLength === 0) return this.#hold(bytes, this.#cut(bytes, from, to), to)
    this.#append(bytes, from, to)
    const held = this.#held as Bytes
    const rest = this.#cut(held, 0, this.#heldLength)
    if (rest === 0) return
    held.array.copyWithin(0, rest, this.#heldLength)
    this.#heldLength -= rest
  }

  /** Hands over each whole frame; returns where the first incomplete one begins. */
  #cut(bytes: Bytes, from: number, to: number): number {
    const { array, view } = bytes
    let at = from
    for (;;) {
      if (to - at < 2) return at
      const first = array[at] as number
      const second = array[at + 1] as number
      if ((first & 0x80) === 0 || (second & 0x80) !== 0) throw new Error('a fragmented or masked frame of a server')
      let head = 2
      let length = second
      if (second === 126) {
        if (to - at < 4) return at
        head = 4
        length = view.getUint16(at + 2)
      } else if (second === 127) {
        if (to - at < 10) return at
        head = 10
        length = Number(view.getBigUint64(at + 2))
      }
      if (to - at < head + length) return at
      this.#onFrame(first & 0x0f, bytes, at + head, at + head + length)
      at += head + length
    }
  }

  #hold(bytes: Bytes, from: number, to: number): void {
    if (from < to) this.#append(bytes, from, to)
  }

  #append(bytes: Bytes, from: number, to: number): void {
    const needed = this.#heldLength + to - from
    if (this.#held === null || this.#held.array.length < needed) {
      const larger = newBytes(Math.max(needed, 2 * (this.#held?.array.length ?? smallest)))
      if (this.#held !== null) larger.array.set(this.#held.array.subarray(0, this.#heldLength))
      this.#held = larger
    }
    this.#held.array.set(bytes.array.subarray(from, to), this.#heldLength)
    this.#heldLength = needed
  }
}

const smallest = 512
