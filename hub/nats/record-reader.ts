import { type ConsumerMessages, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { streamName } from './journal-stream.ts'
import type { NatsLink } from './nats-link.ts'

export interface ReadRecord {
  streamSequence: number
  subject: string
  /** A view that is valid only during the call: copy what is kept. */
  data: Uint8Array
}

/**
 * Records that nobody can read any more. `purged`: they were stored elsewhere and left the journal's
 * beginning; reading goes on behind them. `lost`: the journal is damaged; reading has ended.
 */
export interface Gap {
  kind: 'purged' | 'lost'
  from: number
  to: number
}

export interface RecordListener {
  onRecord: (record: ReadRecord) => void
  onGap: (gap: Gap) => void
}

export interface RecordReader {
  stop(): Promise<void>
}

export interface ReadFrom extends RecordListener {
  link: NatsLink
  /** The first stream sequence wanted. */
  from: number
  /** A step that failed and is tried again; for logs and metrics. */
  onTrouble: (reason: string) => void
}

/** Reads the journal in order, for ever. */
export function readRecords(parts: ReadFrom): RecordReader {
  return new Reading(parts)
}

/**
 * After a lost connection or a missed heartbeat it starts anew behind the last record it handed over.
 * nats-server skips a damaged record in silence, and a server of a cluster never asks the others for it
 * (measured, 2.10.27): so a record that is missing is asked for again, of other servers by chance, before it is
 * called lost.
 *
 * connecting → reading → (reconnect | heartbeats missed | closed | a record is missing) → connecting … → stopped.
 */
class Reading implements RecordReader {
  readonly #parts: ReadFrom
  #next: number
  #missing = { sequence: 0, looks: 0 }
  /** What an older one still hands over or complains of means nothing. */
  #generation = 0
  #stopped = false
  #messages: ConsumerMessages | null = null
  #retry: NodeJS.Timeout | null = null
  readonly #unlisten: () => void

  constructor(parts: ReadFrom) {
    this.#parts = parts
    this.#next = parts.from
    this.#unlisten = parts.link.onUp(() => this.#restart())
    void this.#open(this.#generation)
  }

  async stop(): Promise<void> {
    this.#end()
    await this.#messages?.close()
  }

  #end(): void {
    this.#stopped = true
    this.#unlisten()
    if (this.#retry !== null) clearTimeout(this.#retry)
  }

  #isOver(mine: number): boolean {
    return this.#stopped || mine !== this.#generation
  }

  #abandon(): number {
    this.#messages?.stop()
    this.#messages = null
    return ++this.#generation
  }

  #restart(): void {
    const mine = this.#abandon()
    if (!this.#stopped) void this.#open(mine)
  }

  #later(reason: string, mine: number): void {
    if (this.#isOver(mine)) return
    this.#parts.onTrouble(reason)
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#restart(), retryMs)
  }

  async #open(mine: number): Promise<void> {
    try {
      const consumer = await jetstream(this.#parts.link.connection).consumers.get(streamName, {
        deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: this.#next, inactive_threshold: 30_000_000_000,
      })
      if (this.#isOver(mine)) return
      // Into `messages` only when it is still wanted: what a reconnect has opened meanwhile is in there.
      const opened = await consumer.consume({
        max_messages: recordsAhead, idle_heartbeat: heartbeatMs, callback: (message) => this.#onMessage(message, mine),
      })
      if (this.#isOver(mine)) return opened.stop()
      this.#messages = opened
      void this.#watch(opened, mine)
      const error = await opened.closed()
      this.#later(error instanceof Error ? error.name : 'closed', mine)
    } catch (error) {
      this.#later(error instanceof Error ? error.name : 'unreadable', mine)
    }
  }

  #onMessage({ seq, subject, data }: { seq: number; subject: string; data: Uint8Array }, mine: number): void {
    if (mine !== this.#generation || seq < this.#next) return
    if (seq > this.#next) return void this.#onHole(seq)
    this.#next = seq + 1
    this.#parts.onRecord({ streamSequence: seq, subject, data })
  }

  /** The record at `next` isn't there, one behind it is. */
  async #onHole(found: number): Promise<void> {
    const mine = this.#abandon()
    const from = this.#next
    this.#missing = { sequence: from, looks: this.#missing.sequence === from ? this.#missing.looks + 1 : 1 }
    const first = await firstSequence(this.#parts.link).catch(() => null)
    if (this.#isOver(mine)) return
    if (first !== null && first > from) {
      this.#next = first
      this.#parts.onGap({ kind: 'purged', from, to: first - 1 })
      return this.#restart()
    }
    if (first === null || this.#missing.looks < looksMax) return this.#later(`record ${from} is missing`, mine)
    this.#end()
    this.#parts.onGap({ kind: 'lost', from, to: found - 1 })
  }

  async #watch(reading: ConsumerMessages, mine: number): Promise<void> {
    for await (const { type } of reading.status()) {
      if (endings.has(type)) this.#later(type, mine)
    }
  }
}

/** Below it everything was purged. */
async function firstSequence(link: NatsLink): Promise<number> {
  const manager = await jetstreamManager(link.connection, { checkAPI: false })
  const { state } = await manager.streams.info(streamName)
  return state.first_seq
}

/** Records asked for ahead: each may be megabytes, so few; at 3,000 records a second it is 20 ms. */
const recordsAhead = 64
const heartbeatMs = 2_000
const retryMs = 200
/** Each asks one of the cluster's servers, by chance: that all ask the damaged one of three is 1 in 500,000. */
const looksMax = 12
/** Ways in which the consumer can no longer be read. */
const endings = new Set<string>(['heartbeats_missed', 'consumer_not_found', 'stream_not_found'])
