import { createHash } from 'node:crypto'
import { type Position, positionOf, streamSequenceOf } from '../../protocol/ids.ts'
import { readAcceptanceSnapshot } from '../../storage/queries/acceptance-snapshot.ts'
import { type ProjectorRow, adoptStream, readProjectorRow } from '../../storage/queries/projector-row.ts'
import type { Pool } from '../../storage/pool.ts'
import { readHubRuns } from '../../storage/writers/hub-runs.ts'
import { Acceptance } from '../feed/acceptance.ts'
import type { JournalStream } from '../nats/journal-stream.ts'
import { ConversationCache } from './conversation-cache.ts'
import type { Memory } from './memory.ts'
import { JournalAway, Refusal } from './news.ts'

export interface LoadParts {
  pool: Pool
  stream: JournalStream
  holder: string
  /** The `created` of a journal that a person has accepted in place of the one before; '' for none. */
  acceptNewJournal: string
}

/**
 * What the database knows, after a look whether the journal is still the one it was read from. Throws a
 * `Refusal`.
 */
export async function loadMemory(parts: LoadParts): Promise<Memory> {
  await checkJournal(parts)
  return parts.pool.transaction(async (inside) => {
    const { position, journalMs, snapshot } = await readAcceptanceSnapshot(inside)
    const runs = await readHubRuns(inside)
    return {
      position, journalMs, acceptance: new Acceptance(snapshot), runs: new Map(runs.map((row) => [row.run, row])),
      conversations: new ConversationCache(),
    }
  })
}

async function checkJournal(parts: LoadParts): Promise<void> {
  const { pool, stream, holder } = parts
  const row = await readProjectorRow(pool)
  const state = await asked(() => stream.state())
  const sequence = streamSequenceOf(row.position)
  if (row.streamCreated !== stream.created) {
    const position = adoptedPosition(row, state.firstSequence, parts)
    return adoptStream(pool, { holder, streamCreated: stream.created, position })
  }
  if (state.lastSequence < sequence) {
    throw new Refusal(`the journal ends at record ${state.lastSequence}, storage has read ${sequence}: `
      + 'the journal lost records')
  }
  if (state.firstSequence > sequence + 1) {
    throw new Refusal(`the journal begins at record ${state.firstSequence}, storage has read up to ${sequence} only: `
      + 'the database is older than the journal (a backup?), what lies between is lost to it')
  }
  if (row.recordHash !== '' && state.firstSequence <= sequence) await checkRecord(stream, sequence, row.recordHash)
}

/** Where reading begins in a journal that storage doesn't know. */
function adoptedPosition(
  { position, streamCreated }: ProjectorRow, firstSequence: number, { stream, acceptNewJournal }: LoadParts,
): Position {
  if (position === 0) {
    if (firstSequence <= 1) return 0
    throw new Refusal(`the database is empty, and the journal begins at record ${firstSequence}: `
      + 'what came before is gone')
  }
  if (acceptNewJournal !== stream.created) {
    throw new Refusal(`the journal was replaced (made ${stream.created}, storage knows that of ${streamCreated}). `
      + `A person must decide: bring the old one back, or go on with HUB_ACCEPT_NEW_JOURNAL=${stream.created}`)
  }
  if (firstSequence <= streamSequenceOf(position)) {
    throw new Refusal(`the accepted journal begins at record ${firstSequence}: it must begin above `
      + `${streamSequenceOf(position)} (first_seq of the stream), for positions only ever grow`)
  }
  return positionOf(firstSequence - 1, 0)
}

async function checkRecord(stream: JournalStream, sequence: number, hash: string): Promise<void> {
  const record = await asked(() => stream.recordAt(sequence))
  const found = record === null ? null : createHash('sha256').update(record.data).digest('hex')
  if (found === hash) return
  const what = found === null ? 'is gone' : 'is another one than storage has read'
  throw new Refusal(`record ${sequence} of the journal ${what}: the journal was damaged or replaced`)
}

async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    throw new JournalAway(error instanceof Error ? error.name : 'unknown')
  }
}
