import assert from 'node:assert/strict'
import type { RunId } from '../../protocol/ids.ts'
import { type Encoded, type Unreadable, unpackRecord } from '../journal/record.ts'
import { hubLimits } from '../limits.ts'
import { runOf } from '../nats/journal-stream.ts'
import type { Gap, ReadRecord, RecordListener, RecordReader } from '../nats/record-reader.ts'
import { Refusal } from './news.ts'

/** One record of the journal, decoded; `data` is its payload. */
export interface TakenRecord {
  streamSequence: number
  run: RunId
  number: number
  timeMs: number
  events: readonly (Encoded | Unreadable)[]
  data: Uint8Array
}

export interface IntakeParts {
  read: (from: number, listener: RecordListener) => RecordReader
  /** Something is there to be taken, or the journal is broken. */
  onReady: () => void
}

/**
 * Records read ahead of the projector, bounded by events and bytes: a full intake stops reading and starts
 * again behind what it has once most of that is drained, or there is time. What was taken stays until `drop`, because
 * a batch may have to be tried again.
 */
export class Intake {
  #parts: IntakeParts
  #records: TakenRecord[] = []
  #events = 0
  #bytes = 0
  /** The stream sequence that comes next. */
  #next = nowhere
  #reader: RecordReader | null = null
  #broken: string | null = null

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  get empty(): boolean {
    return this.#records.length === 0 && this.#broken === null
  }

  /** That wait to be taken. */
  get events(): number {
    return this.#events
  }

  /** Reads on from `next`; keeps what it has of that. */
  seek(next: number): void {
    this.drop(next - 1)
    const first = this.#records[0]?.streamSequence ?? this.#next
    if (first !== next || this.#broken !== null) {
      this.#clear()
      this.#next = next
    }
    this.#readOn()
  }

  /**
   * Whole records of about `eventsMax` events and `bytesMax` bytes, at least one if there is one. Throws a
   * `Refusal` when the journal is broken there.
   */
  peek({ eventsMax, bytesMax }: { eventsMax: number; bytesMax: number }): readonly TakenRecord[] {
    let events = 0
    let bytes = 0
    let count = 0
    for (const record of this.#records) {
      events += record.events.length
      bytes += record.data.length
      if (count > 0 && (events > eventsMax || bytes > bytesMax)) break
      count += 1
    }
    if (count === 0 && this.#broken !== null) throw new Refusal(this.#broken)
    return this.#records.slice(0, count)
  }

  /** They are stored. */
  drop(upTo: number): void {
    let count = 0
    for (const record of this.#records) {
      if (record.streamSequence > upTo) break
      this.#events -= record.events.length
      this.#bytes -= record.data.length
      count += 1
    }
    if (count > 0) this.#records.splice(0, count)
    this.#readOn()
  }

  /** The projector waits for the database: what is decoded now costs nobody any time. */
  readAhead(): void {
    this.#readOn(hubLimits.projectorAheadEvents - hubLimits.projectorBatchEvents)
  }

  /** Lets go of everything; `seek` begins again. */
  async stop(): Promise<void> {
    const reader = this.#reader
    this.#clear()
    await reader?.stop()
  }

  #clear(): void {
    void this.#reader?.stop()
    this.#reader = null
    this.#records = []
    this.#events = 0
    this.#bytes = 0
    this.#broken = null
    this.#next = nowhere
  }

  #readOn(fromEvents = hubLimits.projectorAheadEvents / 2): void {
    if (this.#reader !== null || this.#broken !== null || this.#next === nowhere) return
    if (this.#events > fromEvents || this.#bytes > aheadBytesMax / 2) return
    // A reader that was stopped may still hand over what it had asked for.
    const isOurs = (): boolean => this.#reader === reader
    const reader: RecordReader = this.#parts.read(this.#next, {
      onRecord: (record) => { if (isOurs()) this.#onRecord(record) },
      onGap: (gap) => { if (isOurs()) this.#onGap(gap) },
    })
    this.#reader = reader
  }

  #onRecord({ streamSequence, subject, data }: ReadRecord): void {
    if (this.#broken !== null || streamSequence < this.#next) return
    assert(streamSequence === this.#next, 'a record out of turn')
    const payload = Buffer.from(data)
    let record: ReturnType<typeof unpackRecord>
    try {
      record = unpackRecord(payload)
    } catch {
      return this.#break(`record ${streamSequence} of the journal is damaged`)
    }
    this.#next += 1
    this.#records.push({ streamSequence, run: runOf(subject), ...record, data: payload })
    this.#events += record.events.length
    this.#bytes += payload.length
    if (this.#events >= hubLimits.projectorAheadEvents || this.#bytes >= aheadBytesMax) this.#pause()
    this.#parts.onReady()
  }

  /** Purged without having been stored, or lost: either way storage can't go on. */
  #onGap({ kind, from, to }: Gap): void {
    const why = kind === 'purged' ? 'were purged before they were stored' : 'are missing'
    this.#break(`records ${from}–${to} of the journal ${why}`)
  }

  #pause(): void {
    void this.#reader?.stop()
    this.#reader = null
  }

  #break(reason: string): void {
    this.#broken = reason
    this.#pause()
    this.#parts.onReady()
  }
}

/** Before the first `seek`. */
const nowhere = -1
/** Snapshots of friends weigh a hundred times a message, so events alone bound nothing. */
const aheadBytesMax = 64 * 1024 * 1024
