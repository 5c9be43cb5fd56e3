import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { unpack } from '../../protocol/codec.ts'
import { type HubEvent, readEvent } from '../../protocol/events/index.ts'
import type { RunId } from '../../protocol/ids.ts'
import { type OutboxRow, readOutbox } from '../../storage/queries/outbox.ts'
import type { Pool } from '../../storage/pool.ts'
import { Journal } from '../journal/journal.ts'
import { hubLimits } from '../limits.ts'
import type { JournalStream } from '../nats/journal-stream.ts'
import type { NatsLink } from '../nats/nats-link.ts'
import { newRecordPublisher } from '../nats/record-publisher.ts'
import { outboxRunPrefix } from './judge-records.ts'

export interface OutboxSenderParts {
  pool: Pool
  link: NatsLink
  stream: () => JournalStream
  nowMs: () => number
  onSent: (entries: number) => void
}

/**
 * Brings the outbox into the journal, lowest number first, through a run of its own. `done` is the last
 * number that was read back; what lies above it is appended again after a restart, a lost lease or a fenced
 * run: repeats are harmless, gaps impossible.
 */
export class OutboxSender {
  #parts: OutboxSenderParts
  #journal: Journal | null = null
  #appended = 0
  #due = true

  constructor(parts: OutboxSenderParts) {
    this.#parts = parts
    parts.link.onUp(() => this.#journal?.onUp())
  }

  /** There may be new rows. */
  wake(): void {
    this.#due = true
  }

  get due(): boolean {
    return this.#due
  }

  /** What was appended may be lost: begin above what was read back. */
  restart(done: number): void {
    this.#appended = done
    this.#due = true
  }

  /** Appends what is new, a batch at a time. `done`: the last number that was read back. */
  async send(done: number): Promise<void> {
    this.#appended = Math.max(this.#appended, done)
    if (!this.#due || this.#appended - done >= inFlightMax) return
    const rows = await readOutbox(this.#parts.pool, { above: this.#appended, rowsMax: hubLimits.outboxBatch })
    this.#due = rows.length === hubLimits.outboxBatch
    if (rows.length === 0) return
    const journal = this.#openJournal()
    for (const row of rows) {
      assert.equal(row.number, this.#appended + 1, 'the outbox has a gap')
      journal.offerOwn(readRow(row))
      this.#appended = row.number
    }
    this.#parts.onSent(rows.length)
  }

  stop(): void {
    this.#journal?.stop()
    this.#journal = null
  }

  #openJournal(): Journal {
    if (this.#journal !== null) return this.#journal
    const { link, stream, nowMs } = this.#parts
    const run = `${outboxRunPrefix}${randomBytes(9).toString('base64url')}` as RunId
    this.#journal = new Journal({
      run, nowMs, isUp: () => link.up, lastOwn: () => stream().lastOf(run), onStored: () => undefined,
      publisher: (onAnswer) => newRecordPublisher({ link, run, onAnswer }),
      onNews: (news) => {
        if (news.kind === 'journal:fenced') this.#renew()
      },
    })
    return this.#journal
  }

  /** Somebody wrote under our random run: the next one is another. */
  #renew(): void {
    this.#journal?.stop()
    this.#journal = null
    this.restart(0)
  }
}

function readRow({ number, event: bytes }: OutboxRow): HubEvent {
  // A view of the driver's buffer would change under the journal's queue.
  const event = readEvent(unpack(new Uint8Array(bytes)) as unknown[])
  assert('kind' in event && event.kind !== 'unknownFact', `entry ${number} of the outbox is unreadable`)
  return event
}

/** Entries in the journal or on the way there that weren't read back yet. */
const inFlightMax = 4 * hubLimits.outboxBatch
