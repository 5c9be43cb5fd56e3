import type { Bytes } from './bytes.ts'
import { StreamCutter } from './stream-cutter.ts'

/** `from` and `to` bound the payload in `bytes`, which is reused when the call returns. */
export type OnFrame = (opcode: number, bytes: Bytes, from: number, to: number) => void

/** Cuts a server's byte stream into WebSocket frames. Servers don't mask, and ours never fragment. */
export class FrameReader {
  readonly #onFrame: OnFrame
  readonly #cutter = new StreamCutter((bytes, from, to) => this.#cut(bytes, from, to))

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame
  }

  push(bytes: Bytes, from: number, to: number): void {
    this.#cutter.push(bytes, from, to)
  }

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
}
