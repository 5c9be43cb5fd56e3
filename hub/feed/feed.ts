import assert from 'node:assert/strict'
import type { Stamp } from '../../protocol/events/fact.ts'
import type { HubEvent } from '../../protocol/events/index.ts'
import { type Position, type RunId, positionOf, streamSequenceOf } from '../../protocol/ids.ts'
import type { OwnRecord } from '../journal/journal.ts'
import { JournalEntry } from '../journal/journal-entry.ts'
import { type Encoded, type Unreadable, unpackRecord } from '../journal/record.ts'
import { runOf } from '../nats/journal-stream.ts'
import type { Gap, ReadRecord, RecordListener, RecordReader } from '../nats/record-reader.ts'
import type { Acceptance, Verdict } from './acceptance.ts'

/** A fresh event at its place, with the bytes it has in the journal. */
export interface FeedEvent {
  position: Position
  /** Never falls along the positions. */
  journalMs: number
  event: HubEvent
  bytes: Uint8Array
}

export interface FeedStart {
  position: Position
  journalMs: number
  acceptance: Acceptance
}

export interface FeedParts {
  run: RunId
  start: FeedStart
  read: (from: number, listener: RecordListener) => RecordReader
  /** Each fresh event, in the journal's order. */
  onEvent: (event: JournalEntry) => void
  /** An event that readers ignore. Its own connection must hear of a hole. */
  onIgnored: (event: Pick<Stamp, 'source' | 'epoch'>, verdict: Exclude<Verdict, 'fresh'>) => void
  /** After the last event of a record: what was gathered can go out. */
  onRecordEnd: (position: Position, journalMs: number) => void
  onUnreadable: (position: Position, reason: string) => void
  /** This hub slept while the journal was purged. */
  onBehind: (reason: string) => void
  /** The journal lost something: nobody may read on. */
  onBroken: (reason: string) => void
}

/**
 * Reads the whole journal, all hubs' records, in order. A record of our own is taken from memory as soon as
 * JetStream says where it lies, if everything before it was read; its copy from the stream is ignored then,
 * undecoded.
 *
 * reading → broken | stopped. Broken is for ever: a hole can't be made good by reading on.
 */
export class Feed {
  #parts: FeedParts
  #acceptance: Acceptance
  #sequence: number
  #position: Position
  #journalMs: number
  #own = new Map<number, OwnRecord>()
  #reader: RecordReader | null = null
  #broken = false
  #waiters: { position: Position; resolve: () => void }[] = []

  constructor(parts: FeedParts) {
    this.#parts = parts
    this.#acceptance = parts.start.acceptance
    this.#sequence = streamSequenceOf(parts.start.position)
    this.#position = parts.start.position
    this.#journalMs = parts.start.journalMs
  }

  /** The last position that was applied. */
  get position(): Position {
    return this.#position
  }

  get acceptance(): Acceptance {
    return this.#acceptance
  }

  start(): void {
    assert(this.#reader === null)
    this.#reader = this.#parts.read(this.#sequence + 1, {
      onRecord: (record) => this.#onRead(record), onGap: (gap) => this.#onGap(gap),
    })
  }

  async stop(): Promise<void> {
    this.#broken = true
    await this.#reader?.stop()
    for (const { resolve } of this.#waiters.splice(0)) resolve()
  }

  /** Resolves once the feed has applied this position. */
  async reached(position: Position): Promise<void> {
    if (this.#position >= position) return
    await new Promise<void>((resolve) => this.#waiters.push({ position, resolve }))
  }

  /** From our own journal: on disk, and possibly not read yet. */
  onOwnStored(record: OwnRecord): void {
    if (record.streamSequence <= this.#sequence) return
    this.#own.set(record.streamSequence, record)
    this.#applyOwn()
  }

  #applyOwn(): void {
    for (;;) {
      const record = this.#own.get(this.#sequence + 1)
      if (record === undefined) return
      this.#own.delete(record.streamSequence)
      const { streamSequence, number, timeMs, events } = record
      this.#apply({ streamSequence, run: this.#parts.run, number, timeMs, events })
    }
  }

  #onRead({ streamSequence, subject, data }: ReadRecord): void {
    if (this.#broken || streamSequence <= this.#sequence) return
    assert(streamSequence === this.#sequence + 1, 'a record out of turn')
    const own = this.#own.get(streamSequence)
    if (own !== undefined) return this.#applyOwn()
    let record: ReturnType<typeof unpackRecord>
    try {
      record = unpackRecord(Buffer.from(data))
    } catch {
      return this.#break(`record ${streamSequence} is damaged`)
    }
    this.#apply({ streamSequence, run: runOf(subject), ...record })
    this.#applyOwn()
  }

  #apply(record: Applied): void {
    if (this.#broken) return
    const { streamSequence, run, number, timeMs, events } = record
    this.#sequence = streamSequence
    const judged = this.#acceptance.judgeRecord(run, number)
    if (judged === 'hole') return this.#break(`record ${number} of run ${run} does not follow the one before it`)
    this.#journalMs = Math.max(this.#journalMs, timeMs)
    if (judged === 'next') this.#applyEvents(streamSequence, events)
    this.#position = positionOf(streamSequence, Math.max(0, events.length - 1))
    this.#parts.onRecordEnd(this.#position, this.#journalMs)
    this.#settleWaiters()
  }

  #applyEvents(streamSequence: number, events: Applied['events']): void {
    const journalMs = this.#journalMs
    for (let index = 0; index < events.length; index++) {
      const encoded = events[index] as Encoded | Unreadable
      const position = positionOf(streamSequence, index)
      if ('fault' in encoded) {
        this.#skip(encoded, position)
        continue
      }
      const at = entryOf(encoded)
      at.position = position
      at.journalMs = journalMs
      const verdict = this.#judge(at)
      if (verdict === 'fresh') this.#parts.onEvent(at)
      else this.#parts.onIgnored(at, verdict)
    }
  }

  #judge(at: JournalEntry): Verdict {
    // What is carried opens and closes nothing, so its number is all there is to judge.
    return at.known === null
      ? this.#acceptance.judgeNumber(at, at.journalMs)
      : this.#acceptance.judge(at.known, at.position, at.journalMs)
  }

  /** A fact of a newer hub uses up its source's number here too, else all that follows it would look like a hole. */
  #skip({ fault }: Unreadable, position: Position): void {
    if ('kind' in fault) this.#acceptance.judge(fault, position, this.#journalMs)
    this.#parts.onUnreadable(position, 'kind' in fault ? 'unknown fact' : fault.field)
  }

  /**
   * Purged before they were read here: storage has them, and a new run begins from there. Lost is lost, even
   * if they were our own and known from memory: nobody else can read them.
   */
  #onGap({ kind, from, to }: Gap): void {
    if (kind === 'lost') return this.#break(`records ${from}–${to} of the journal are missing`)
    if (this.#broken || to <= this.#sequence) return
    this.#broken = true
    this.#parts.onBehind(`records ${this.#sequence + 1}–${to} left the journal unread`)
  }

  #break(reason: string): void {
    if (this.#broken) return
    this.#broken = true
    this.#parts.onBroken(reason)
  }

  #settleWaiters(): void {
    if (this.#waiters.length === 0) return
    const done = this.#waiters.filter(({ position }) => position <= this.#position)
    this.#waiters = this.#waiters.filter(({ position }) => position > this.#position)
    for (const { resolve } of done) resolve()
  }
}

function entryOf(encoded: Encoded): JournalEntry {
  if (encoded instanceof JournalEntry) return encoded
  const { event, bytes } = encoded
  return JournalEntry.of(event, { payload: { bytes }, from: 0, to: bytes.length })
}

interface Applied {
  streamSequence: number
  run: RunId
  number: number
  timeMs: number
  events: readonly (Encoded | Unreadable)[]
}
