import assert from 'node:assert/strict'
import { type Carried, carriedBytesMax } from '../../protocol/carry.ts'
import type { Stamp } from '../../protocol/events/fact.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import type { RunId } from '../../protocol/ids.ts'
import type { CarriedKind } from '../../protocol/messages/phone.ts'
import { hubLimits } from '../limits.ts'
import type { StoredRecord } from '../nats/journal-stream.ts'
import { type RecordAnswer, type RecordPublisher, messageIdOf } from '../nats/record-publisher.ts'
import { type Encoded, encodeEvent } from './record.ts'
import { type ClosedRecord, RecordWriter, writeHead } from './record-writer.ts'

/** A record of this run that is on disk. */
export interface OwnRecord {
  streamSequence: number
  number: number
  timeMs: number
  events: readonly Encoded[]
}

export interface JournalParts {
  run: RunId
  publisher: (onAnswer: (number: number, answer: RecordAnswer) => void) => RecordPublisher
  /** The run's last record as the stream has it, to settle a mismatch. */
  lastOwn: () => Promise<StoredRecord | null>
  isUp: () => boolean
  nowMs: () => number
  /** In the order of the numbers, after the record is on disk. */
  onStored: (record: OwnRecord) => void
  onNews: (news: JournalNews) => void
}

export type JournalNews =
  | { kind: 'journal:stored'; events: number; bytes: number; tookMs: number }
  | { kind: 'journal:resent'; reason: string }
  | { kind: 'journal:full' }
  /**
   * The stream doesn't end where our run left it: a doubled hub, or a damaged journal. The run is over.
   */
  | { kind: 'journal:fenced' }

/**
 * Group commit. While one record is being stored, new events gather; the answer lets the next record go.
 *
 * idle → storing (a record is in flight) → idle | storing; storing → resending (lost connection, refusal,
 * stall) → storing; any → fenced | stopped. One record in flight: a later record is never stored when an
 * earlier one was refused. The same record is sent again with the same message id until it is answered; after
 * JetStream's duplicate window the expected sequence catches it.
 */
export class Journal {
  readonly run: RunId
  #parts: JournalParts
  #publisher: RecordPublisher
  /** What gathers, and records that are whole already because more gathered than fits one. */
  #open = new RecordWriter()
  #closed: ClosedRecord[] = []
  #closedEvents = 0
  #closedBytes = 0
  #flight: Flight | null = null
  #nextNumber = 1
  #lastSequence = 0
  /** What the stream must answer for our subject: as `#lastSequence`, or 0 after our records were purged. */
  #expected = 0
  #scheduled = false
  #state: 'open' | 'full' | 'fenced' | 'stopped' = 'open'
  #retry: NodeJS.Timeout | null = null
  #stall: NodeJS.Timeout
  #idle: (() => void)[] = []

  constructor(parts: JournalParts) {
    this.run = parts.run
    this.#parts = parts
    this.#publisher = parts.publisher((number, answer) => this.#onAnswer(number, answer))
    this.#stall = setInterval(() => this.#onStallCheck(), hubLimits.recordStallMs / 4)
  }

  /** Events that wait or are being stored. */
  get waiting(): number {
    return this.#queued + (this.#flight?.events.length ?? 0)
  }

  get full(): boolean {
    return this.#state === 'full'
  }

  /** Takes an event to be stored. 'full': nothing was taken; the sender keeps it and comes back. */
  offer(event: HubEvent): 'taken' | 'full' {
    if (!this.#hasRoom()) return 'full'
    this.#take(event)
    return 'taken'
  }

  /** The same for a message whose fields are stored as they came. */
  carry(stamp: Stamp, carried: Carried<CarriedKind>): 'taken' | 'full' {
    if (!this.#hasRoom()) return 'full'
    this.#makeRoom(carriedBytesMax(stamp, carried))
    this.#open.carry(stamp, carried)
    this.#schedule()
    return 'taken'
  }

  /**
   * For the hub's own few events (presence, beats): they are taken even when the journal is full, for they
   * are bounded by design.
   */
  offerOwn(event: HubEvent): void {
    assert(this.#state !== 'stopped', 'an event after the journal stopped')
    this.#take(event)
  }

  /** Resolves when nothing waits; call before `stop`. */
  async drain(): Promise<void> {
    if (this.waiting === 0 || this.#state === 'fenced') return
    await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** The connection is back: what was in flight may have been lost. */
  onUp(): void {
    this.#resend('reconnected')
  }

  stop(): void {
    this.#state = 'stopped'
    clearInterval(this.#stall)
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#publisher.stop()
    this.#settleIdle()
  }

  #take(event: HubEvent): void {
    const { bytes } = encodeEvent(event)
    this.#makeRoom(bytes.length)
    this.#open.add(event, bytes)
    this.#schedule()
  }

  get #queued(): number {
    return this.#closedEvents + this.#open.count
  }

  #hasRoom(): boolean {
    return this.#state === 'open' && this.#queued < hubLimits.journalQueueEventsMax
      && this.#closedBytes + this.#open.byteLength < hubLimits.journalQueueBytesMax
  }

  #makeRoom(bytes: number): void {
    if (this.#open.fits(bytes)) return
    const closed = this.#open.close()
    this.#closed.push(closed)
    this.#closedEvents += closed.events.length
    this.#closedBytes += closed.payload.length
  }

  #schedule(): void {
    if (this.#flight !== null || this.#scheduled) return
    this.#scheduled = true
    // At the end of the loop's turn: everything that arrives in this turn shares one record.
    setImmediate(() => {
      this.#scheduled = false
      this.#next()
    })
  }

  #next(): void {
    if (this.#flight !== null || this.#queued === 0) return
    if (this.#state === 'fenced' || this.#state === 'stopped') return
    const { events, payload } = this.#cut()
    const timeMs = this.#parts.nowMs()
    const number = this.#nextNumber++
    writeHead(payload, { number, timeMs, count: events.length })
    this.#flight = { number, timeMs, events, payload, firstSentMs: timeMs, sentMs: timeMs, settling: false }
    if (this.#parts.isUp()) this.#send(this.#flight)
  }

  #cut(): ClosedRecord {
    const oldest = this.#closed.shift()
    if (oldest === undefined) return this.#open.close()
    this.#closedEvents -= oldest.events.length
    this.#closedBytes -= oldest.payload.length
    return oldest
  }

  #send(flight: Flight): void {
    flight.sentMs = this.#parts.nowMs()
    const { number, payload } = flight
    this.#publisher.send({ number, payload, expectedSequence: this.#expected })
  }

  #onAnswer(number: number, answer: RecordAnswer): void {
    const flight = this.#flight
    // An answer to an earlier sending of a record that is settled already.
    if (flight === null || flight.number !== number || this.#state === 'stopped') return
    switch (answer.kind) {
      case 'stored': return this.#onStored(flight, answer.streamSequence)
      case 'mismatch': return void this.#settleMismatch(flight)
      case 'full': return this.#onFull()
      case 'again': return this.#retryLater(answer.reason, hubLimits.recordRetryMs)
    }
  }

  #onStored(flight: Flight, streamSequence: number): void {
    // The stream has lost records of ours: a new run looks what is left.
    if (streamSequence <= this.#lastSequence) return this.#fence()
    this.#lastSequence = streamSequence
    this.#expected = streamSequence
    this.#flight = null
    if (this.#state === 'full') this.#state = 'open'
    const { number, timeMs, events, payload } = flight
    const tookMs = this.#parts.nowMs() - flight.firstSentMs
    this.#next()
    this.#parts.onNews({ kind: 'journal:stored', events: events.length, bytes: payload.length, tookMs })
    this.#parts.onStored({ streamSequence, number, timeMs, events })
    if (this.waiting === 0) this.#settleIdle()
  }

  #onFull(): void {
    if (this.#state === 'open') this.#state = 'full'
    this.#parts.onNews({ kind: 'journal:full' })
    this.#retryLater('full', hubLimits.recordFullRetryMs)
  }

  /**
   * Either our own record is stored already (its answer was lost, the duplicate window is over), or the run
   * is no longer ours.
   */
  async #settleMismatch(flight: Flight): Promise<void> {
    if (flight.settling) return
    flight.settling = true
    let last: StoredRecord | null
    try {
      last = await this.#parts.lastOwn()
    } catch {
      flight.settling = false
      return this.#retryLater('mismatch unreadable', hubLimits.recordRetryMs)
    }
    flight.settling = false
    if (this.#flight !== flight || this.#state === 'stopped') return
    if (last?.messageId === messageIdOf(this.run, flight.number)) return this.#onStored(flight, last.streamSequence)
    if (last === null && this.#expected > 0) {
      // A run that was quiet for long: all its records are projected and purged. Should this one have been among
      // them, readers know its number.
      this.#expected = 0
      return this.#retryLater('our records were purged', 0)
    }
    if ((last?.streamSequence ?? 0) === this.#expected) {
      return this.#retryLater('mismatch was passing', hubLimits.recordRetryMs)
    }
    this.#fence()
  }

  #fence(): void {
    this.#state = 'fenced'
    this.#parts.onNews({ kind: 'journal:fenced' })
    this.#settleIdle()
  }

  #onStallCheck(): void {
    const flight = this.#flight
    if (flight === null || flight.settling || this.#retry !== null || !this.#parts.isUp()) return
    if (this.#parts.nowMs() - flight.sentMs > hubLimits.recordStallMs) this.#resend('stalled')
  }

  #retryLater(reason: string, afterMs: number): void {
    if (this.#retry !== null || this.#state === 'stopped' || this.#state === 'fenced') return
    this.#retry = setTimeout(() => {
      this.#retry = null
      this.#resend(reason)
    }, afterMs)
  }

  #resend(reason: string): void {
    const flight = this.#flight
    if (flight === null || !this.#parts.isUp() || this.#state === 'stopped' || this.#state === 'fenced') return
    this.#parts.onNews({ kind: 'journal:resent', reason })
    this.#send(flight)
  }

  #settleIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}

interface Flight {
  number: number
  timeMs: number
  events: readonly Encoded[]
  /** Referenced by the client until its flush: never reused. */
  payload: Uint8Array
  firstSentMs: number
  sentMs: number
  settling: boolean
}
