import { createHash } from 'node:crypto'
import type { HubEvent } from '../../protocol/events/index.ts'
import {
  type Position, type RunId, type SourceId, hubSource, phoneSource, positionOf, streamSequenceOf, tabSource,
} from '../../protocol/ids.ts'
import type { FeedEvent } from '../feed/feed.ts'
import type { Encoded, Unreadable } from '../journal/record.ts'
import type { QuarantineRow } from '../../storage/writers/quarantine.ts'
import type { TakenRecord } from './intake.ts'
import type { Memory } from './memory.ts'
import { Refusal } from './news.ts'

/** What a batch of records comes to. */
export interface Judged {
  from: Position
  to: Position
  journalMs: number
  /** sha-256 of the last record's payload, hexadecimal. */
  recordHash: string
  fresh: FeedEvent[]
  unreadable: QuarantineRow[]
  /** Sources whose row changes: journal time of their last use, or null where they are gone. */
  sources: Map<SourceId, number | null>
  runs: Set<RunId>
}

/** Judges records as every reader does (hub/feed/feed.ts), and moves `memory` behind them. */
export function judgeRecords(memory: Memory, records: readonly TakenRecord[]): Judged {
  const judged: Judged = {
    from: memory.position, to: memory.position, journalMs: memory.journalMs, recordHash: '', fresh: [], unreadable: [],
    sources: new Map(), runs: new Set(),
  }
  for (const record of records) judgeRecord(memory, record, judged)
  const last = records.at(-1) as TakenRecord
  judged.to = memory.position
  judged.journalMs = memory.journalMs
  judged.recordHash = createHash('sha256').update(last.data).digest('hex')
  return judged
}

function judgeRecord(memory: Memory, record: TakenRecord, judged: Judged): void {
  const { streamSequence, run, number, timeMs, events } = record
  if (streamSequence !== streamSequenceOf(memory.position) + 1) {
    throw new Refusal(`record ${streamSequence} does not follow position ${memory.position}`)
  }
  const verdict = memory.acceptance.judgeRecord(run, number)
  if (verdict === 'hole') throw new Refusal(`record ${number} of run ${run} does not follow the one before it`)
  memory.journalMs = Math.max(memory.journalMs, timeMs)
  if (verdict === 'next') {
    noteRun(memory, record)
    judged.runs.add(run)
    for (let index = 0; index < events.length; index++) {
      judgeEvent(memory, events[index] as Encoded | Unreadable, positionOf(streamSequence, index), judged)
    }
  }
  memory.position = positionOf(streamSequence, Math.max(0, events.length - 1))
}

function noteRun({ runs, journalMs }: Memory, { run, number, streamSequence }: TakenRecord): void {
  const state = runs.get(run)?.state ?? (run.startsWith(outboxRunPrefix) ? 'outbox' : 'alive')
  runs.set(run, { run, record: number, beatMs: journalMs, streamSequence, state })
}

function judgeEvent(memory: Memory, encoded: Encoded | Unreadable, position: Position, judged: Judged): void {
  const { event, bytes } = encoded
  const { journalMs, acceptance } = memory
  if (event === null) {
    judged.unreadable.push({ position, event: bytes, reason: 'unreadable' })
    // A fact of a newer hub uses up its source's number, as in the feed.
    const { fault } = encoded
    if ('kind' in fault && acceptance.judge(fault, position, journalMs) === 'fresh') {
      judged.sources.set(fault.source, journalMs)
    }
    return
  }
  // Every reader opens the source of a hub that starts, whatever its number.
  if (event.kind === 'hubStarted') judged.sources.set(event.source, journalMs)
  if (acceptance.judge(event, position, journalMs) !== 'fresh') return
  judged.fresh.push({ position, journalMs, event, bytes })
  judged.sources.set(event.source, journalMs)
  noteTurn(memory, event, judged)
}

/** The same turns as in `Acceptance`: which sources they open and end. */
function noteTurn({ runs, journalMs }: Memory, event: HubEvent, { sources, runs: changed }: Judged): void {
  switch (event.kind) {
    case 'deviceConnected': return void sources.set(phoneSource(event.device, event.install), journalMs)
    case 'seatConnected': return void sources.set(tabSource(event.user, event.tab), journalMs)
    case 'sourceExpired': return void sources.set(event.expired, null)
    case 'hubStopped':
    case 'hubLost': {
      sources.set(hubSource(event.run), null)
      const row = runs.get(event.run)
      if (row !== undefined) row.state = event.kind === 'hubLost' ? 'lost' : 'stopped'
      changed.add(event.run)
      return
    }
    default:
  }
}

/** Runs of outboxes are told from runs of hubs by their name. */
export const outboxRunPrefix = 'x-'
