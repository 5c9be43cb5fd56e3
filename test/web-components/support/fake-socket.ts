import { writeEvent } from '../../../protocol/events/index.ts'
import type { HubEvent, Placed } from '../../../protocol/events/index.ts'
import { decodeFrame, encodeFrame } from '../../../protocol/frame.ts'
import type { Position } from '../../../protocol/ids.ts'
import { limits, protocolVersion } from '../../../protocol/limits.ts'
import { acked, refused } from '../../../protocol/messages/phone.ts'
import { type SeatUplink, happened, reachedPosition, reset, seatUplink, seatWelcome }
  from '../../../protocol/messages/seat.ts'
import { usualMode } from '../../../protocol/seat-mode.ts'
import { user } from './model-hub.ts'

/** A WebSocket in the hands of a test: what the console says is in `said`, what the hub says is told by verbs. */
export class FakeSocket extends EventTarget {
  readyState = 0
  binaryType = 'blob'
  closedWith: number | null = null
  readonly said: SeatUplink[] = []

  asWebSocket(): WebSocket {
    return this as unknown as WebSocket
  }

  send(bytes: Uint8Array): void {
    const frame = decodeFrame(Uint8Array.from(bytes), seatUplink)
    if (frame.kind === 'malformed') throw new Error(frame.reason)
    for (const message of frame.messages) {
      if (message.kind === 'misfit') throw new Error(`${message.fault.field}: ${message.fault.reason}`)
      this.said.push(message)
    }
  }

  close(code: number): void {
    this.closedWith = code
    this.readyState = 3
  }

  /** What was said with a number. */
  numbers(): number[] {
    return this.said.flatMap((message) => ('sequence' in message ? [message.sequence] : []))
  }

  open(): void {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }

  drop(code: number, reason = ''): void {
    this.readyState = 3
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }))
  }

  welcome({ position = 0, lastSequence = 0, window = limits.tabWindowMax }: {
    position?: Position; lastSequence?: number; window?: number
  } = {}): void {
    this.hear([seatWelcome.write({
      version: protocolVersion, user, serverMs: Date.now(), position, lastSequence, window,
      heartbeatMs: limits.heartbeatMs, ...usualMode,
    })])
  }

  acks(sequence: number, window: number = limits.tabWindowMax): void {
    this.hear([acked.write({ sequence, window })])
  }

  refuses(sequence: number, code: string): void {
    this.hear([refused.write({ sequence, code, field: 'text', reason: 'refused by the test' })])
  }

  happens(events: readonly Placed<HubEvent>[]): void {
    this.hear(events.map(({ position, journalMs, event }) => {
      return happened.write({ position, journalMs, event: writeEvent(event) })
    }))
  }

  reaches(position: Position): void {
    this.hear([reachedPosition.write({ position })])
  }

  resets(loadInMs = 0): void {
    this.hear([reset.write({ reason: 'too old', loadInMs })])
  }

  hear(messages: unknown[][]): void {
    const data = Uint8Array.from(encodeFrame(messages)).buffer
    this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
}
