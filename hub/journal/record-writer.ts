import type { Stamp } from '../../protocol/events/fact.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { type Carried, type Target, carriedBytesMax, writeCarried } from '../../protocol/carry.ts'
import type { CarriedKind } from '../../protocol/messages/phone.ts'
import { hubLimits } from '../limits.ts'
import { JournalEntry, type Payload } from './journal-entry.ts'

/** A record whose events are known; its number and time are written into its head when it is sent. */
export interface ClosedRecord {
  readonly events: readonly JournalEntry[]
  readonly payload: Uint8Array
}

/**
 * Writes events one behind the other, as the record will have them: `[number, timeMs, [bin, bin, …]]`, all
 * lengths of fixed width. `close` copies what was written, so that the same memory gathers the next record.
 */
export class RecordWriter {
  #target: Target = newTarget(64 * 1024)
  #at = headLength
  #events: JournalEntry[] = []
  #payload: Payload = { bytes: none }

  get count(): number {
    return this.#events.length
  }

  get byteLength(): number {
    return this.#at
  }

  /** False: it doesn't fit beside what is there. An empty record takes any. */
  fits(bytes: number): boolean {
    if (this.#events.length === 0) return true
    return this.#events.length < hubLimits.recordEventsMax && this.#at + 5 + bytes <= hubLimits.recordBytesMax
  }

  /** `bytes` are the event's own, as `writeEvent` says it. */
  add(event: HubEvent, bytes: Uint8Array): void {
    const from = this.#begin(bytes.length)
    this.#target.array.set(bytes, from)
    this.#end(from, from + bytes.length)
    this.#events.push(JournalEntry.of(event, { payload: this.#payload, from, to: this.#at }))
  }

  carry(stamp: Stamp, carried: Carried<CarriedKind>): void {
    const from = this.#begin(carriedBytesMax(stamp, carried))
    this.#end(from, writeCarried(this.#target, from, { stamp, carried }))
    this.#events.push(JournalEntry.carried(stamp, carried, { payload: this.#payload, from, to: this.#at }))
  }

  close(): ClosedRecord {
    const payload = Buffer.from(this.#target.array.subarray(0, this.#at))
    const events = this.#events
    this.#payload.bytes = payload
    this.#payload = { bytes: none }
    this.#events = []
    this.#at = headLength
    return { events, payload }
  }

  #begin(bytesMax: number): number {
    const needed = this.#at + 5 + bytesMax
    if (needed > this.#target.array.length) {
      const larger = newTarget(2 * needed)
      larger.array.set(this.#target.array.subarray(0, this.#at))
      this.#target = larger
    }
    return this.#at + 5
  }

  #end(from: number, to: number): void {
    const { array, view } = this.#target
    array[from - 5] = 0xc6
    view.setUint32(from - 4, to - from)
    this.#at = to
  }
}

export function writeHead(
  payload: Uint8Array, { number, timeMs, count }: { number: number; timeMs: number; count: number },
): void {
  const view = new DataView(payload.buffer, payload.byteOffset, headLength)
  view.setUint8(0, 0x93)
  view.setUint8(1, 0xcb)
  view.setFloat64(2, number)
  view.setUint8(10, 0xcb)
  view.setFloat64(11, timeMs)
  view.setUint8(19, 0xdd)
  view.setUint32(20, count)
}

function newTarget(length: number): Target {
  const array = Buffer.allocUnsafeSlow(length)
  return { array, view: new DataView(array.buffer, array.byteOffset, length) }
}

/** fixarray(3), two float64, an array of 32-bit length. */
const headLength = 24
const none = new Uint8Array(0)
