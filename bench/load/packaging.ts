import { clientHeadLength, opcodes, writeClientHead } from './raw-socket.ts'

/** How a protocol puts equal messages on the wire. */
export interface Packaging {
  /** The bytes around `count` messages, as they are written in one go, and where each message begins in them. */
  pack(what: Packed): Wrapped
  /** For protocols that number what they wrap: `at` is where the message begins. */
  number?(bytes: Buffer, at: number, sequence: number): void
}

export interface Packed {
  /** As the hub's protocol encodes it. */
  message: Buffer
  count: number
  phone: number
}

export interface Wrapped { bytes: Buffer; starts: number[] }

/** Our own frames: one array of messages in one binary WebSocket frame. */
export const plainFrames: Packaging = {
  pack({ message, count }) {
    const { bytes, starts } = arrayOf(message, count)
    return framed(bytes, starts)
  },
}

/** A msgpack array of so many messages. */
export function arrayOf(message: Buffer, count: number): Wrapped {
  const head = count < 16 ? Buffer.from([0x90 | count]) : Buffer.from([0xdc, count >> 8, count & 0xff])
  const bytes = Buffer.concat([head, ...Array<Buffer>(count).fill(message)])
  return { bytes, starts: Array.from({ length: count }, (_, index) => head.length + index * message.length) }
}

/** A client's binary WebSocket frame around them. */
export function framed(payload: Buffer, starts: readonly number[]): Wrapped {
  const bytes = Buffer.alloc(clientHeadLength(payload.length) + payload.length)
  const head = writeClientHead(bytes, 0, { opcode: opcodes.binary, length: payload.length })
  bytes.set(payload, head)
  return { bytes, starts: starts.map((start) => head + start) }
}

/** Pieces one after another, and where in the whole the start of each piece's message lies. */
export function inARow(piece: Wrapped, count: number): Wrapped {
  const bytes = Buffer.concat(Array<Buffer>(count).fill(piece.bytes))
  const starts = Array.from({ length: count }, (_, index) => {
    return piece.starts.map((start) => index * piece.bytes.length + start)
  })
  return { bytes, starts: starts.flat() }
}

/** Decimal digits of a fixed width, so that a number can be patched where it stands. */
export function writeDigits(bytes: Uint8Array, at: number, value: number): void {
  let left = value
  for (let index = at + digits - 1; index >= at; index--) {
    const next = Math.floor(left / 10)
    bytes[index] = 48 + left - next * 10
    left = next
  }
}

export const digits = 10
