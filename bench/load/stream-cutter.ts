import { type Bytes, newBytes } from './bytes.ts'

/** Handles each whole piece; returns where the first incomplete one begins. */
export type Cut = (bytes: Bytes, from: number, to: number) => number

/** Cuts a byte stream into pieces without copying them; only a piece that isn't whole yet is kept. */
export class StreamCutter {
  readonly #cut: Cut
  #held: Bytes | null = null
  #heldLength = 0

  constructor(cut: Cut) {
    this.#cut = cut
  }

  push(bytes: Bytes, from: number, to: number): void {
    if (this.#heldLength === 0) {
      const rest = this.#cut(bytes, from, to)
      if (rest < to) this.#append(bytes, rest, to)
      return
    }
    this.#append(bytes, from, to)
    const held = this.#held as Bytes
    const rest = this.#cut(held, 0, this.#heldLength)
    if (rest === 0) return
    held.array.copyWithin(0, rest, this.#heldLength)
    this.#heldLength -= rest
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
