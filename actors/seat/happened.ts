import { pack } from '../../protocol/codec.ts'
import { limits } from '../../protocol/limits.ts'
import type { Position } from '../../protocol/ids.ts'
import { happened } from '../../protocol/messages/seat.ts'
import type { SeatOut } from '../out.ts'

/** An event of the journal on its way to a console, with the bytes it has there. */
export interface SeatEvent {
  position: Position
  journalMs: number
  /** Where its bytes lie in those of its record. */
  readonly payload: { readonly bytes: Uint8Array }
  readonly from: number
  readonly to: number
}

/** One frame, and the position a console has reached that has read it. */
export interface HappenedFrame { bytes: Uint8Array; last: Position }

/** Sends until the socket has enough; `told` is the position of the last event that went out. */
export function sendHappened(
  connection: number, frames: readonly HappenedFrame[], out: SeatOut,
): { result: 'sent' } | { result: 'full'; told: Position } {
  for (const { bytes, last } of frames) {
    if (out.sendFrame(connection, bytes) === 'full') return { result: 'full', told: last }
  }
  return { result: 'sent' }
}

/**
 * Frames of `happened` messages. The event's bytes are the journal's own, copied, never encoded again: an
 * array of 32-bit length, and for each message the head `[code, position, journalMs, …` before them.
 */
export function packHappened(events: readonly SeatEvent[]): HappenedFrame[] {
  const frames: HappenedFrame[] = []
  let from = 0
  let length = frameHeadLength
  for (let index = 0; index <= events.length; index++) {
    const next = index < events.length ? lengthOf(events[index] as SeatEvent) : 0
    const full = length + next > limits.frameBytesMax || index - from >= limits.frameMessagesMax
    if (index > from && (index === events.length || full)) {
      const last = (events[index - 1] as SeatEvent).position
      frames.push({ bytes: packFrame(events, { from, to: index, length }), last })
      from = index
      length = frameHeadLength
    }
    length += next
  }
  return frames
}

function packFrame(
  events: readonly SeatEvent[], { from, to, length }: { from: number; to: number; length: number },
): Uint8Array {
  const frame = new Uint8Array(length)
  const view = new DataView(frame.buffer)
  frame[0] = 0xdd
  view.setUint32(1, to - from)
  let at = frameHeadLength
  for (let index = from; index < to; index++) {
    const { position, journalMs, payload, from: begin, to: end } = events[index] as SeatEvent
    frame[at] = 0x94
    frame[at + 1] = happened.code
    frame[at + 2] = 0xcb
    view.setFloat64(at + 3, position)
    frame[at + 11] = 0xcb
    view.setFloat64(at + 12, journalMs)
    frame.set(payload.bytes.subarray(begin, end), at + headLength)
    at += headLength + end - begin
  }
  return frame
}

const lengthOf = ({ from, to }: SeatEvent): number => headLength + to - from

const frameHeadLength = 5
/** fixarray(4), the code as a positive fixint, two float64. */
const headLength = 20
if (pack(happened.code).length !== 1) throw new Error('the code of happened must be one byte')
