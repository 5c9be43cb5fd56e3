import type { Bytes } from './bytes.ts'
import { type Packaging, arrayOf, digits, framed, inARow, writeDigits } from './packaging.ts'
import type { Cut } from './stream-cutter.ts'

/**
 * One PUB per message, each with an inbox of its own for JetStream's answer, so that the answer names the message;
 * several share a WebSocket frame.
 */
export function newNatsPackaging(subjectOf: (phone: number) => string): Packaging {
  return {
    pack({ message, count, phone }) {
      const { bytes: payload, starts } = arrayOf(message, 1)
      const size = payload.length
      const line = `PUB ${subjectOf(phone)} ${inboxOf(phone)}.${'0'.repeat(digits)} ${size}\r\n`
      const bytes = Buffer.concat([Buffer.from(line), payload, Buffer.from('\r\n')])
      const piece = inARow({ bytes, starts: starts.map((start) => line.length + start) }, count)
      return framed(piece.bytes, piece.starts)
    },
    number(bytes, at, sequence) {
      const lineEnd = at - arrayHeadLength
      let digitsEnd = lineEnd - 1
      while (bytes[digitsEnd] !== space) digitsEnd -= 1
      writeDigits(bytes, digitsEnd - digits, sequence)
    },
  }
}

export const inboxOf = (phone: number): string => `_I.${phone}`

/** What the server says, line by line. */
export interface NatsEars {
  /** `lineFrom` to `lineTo` is the line behind MSG; `from` to `to` the payload. */
  onMessage: (bytes: Bytes, at: { lineFrom: number; lineTo: number; from: number; to: number }) => void
  /** INFO, PING, PONG, +OK, -ERR. */
  onLine: (line: string) => void
}

/** Cuts what the server's frames carry: one stream of lines and payloads, wherever the frames end. */
export function newNatsCut({ onMessage, onLine }: NatsEars): Cut {
  return (bytes, from, to) => {
    const { array } = bytes
    let at = from
    for (;;) {
      const lineTo = lineEndOf(array, at, to)
      if (lineTo < 0) return at
      let next = lineTo + 2
      if (array[at] === letterM) {
        const end = next + sizeOf(array, lineTo)
        if (end + 2 > to) return at
        onMessage(bytes, { lineFrom: at + 4, lineTo, from: next, to: end })
        next = end + 2
      } else {
        onLine(latin1(array, at, lineTo))
      }
      at = next
    }
  }
}

/** The number that a phone's answer is about: the digits at the end of its subject, the first word of the line. */
export function answeredSequence(array: Uint8Array, lineFrom: number): number {
  let at = lineFrom
  while (array[at] !== space) at += 1
  let value = 0
  for (let index = at - digits; index < at; index++) value = value * 10 + (array[index] as number) - digitZero
  return value
}

export function latin1(array: Uint8Array, from: number, to: number): string {
  return Buffer.from(array.buffer, array.byteOffset + from, to - from).toString('latin1')
}

/** No JSON is read for an answer without a fault: `{"stream":…` has none before its end. */
export function isRefusal(array: Uint8Array, from: number, to: number): boolean {
  return !latin1(array, from, Math.min(to, from + 9)).startsWith('{"stream"')
}

function lineEndOf(array: Uint8Array, from: number, to: number): number {
  const end = array.indexOf(carriageReturn, from)
  return end < 0 || end + 1 >= to ? -1 : end
}

/** The last word of a line. */
function sizeOf(array: Uint8Array, lineTo: number): number {
  let at = lineTo - 1
  let size = 0
  for (let unit = 1; array[at] !== space; at--, unit *= 10) size += unit * ((array[at] as number) - digitZero)
  return size
}

const carriageReturn = 0x0d
const space = 0x20
const letterM = 0x4d
const digitZero = 0x30
const arrayHeadLength = 1
