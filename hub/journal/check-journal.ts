import { setTimeout as sleep } from 'node:timers/promises'
import { positionOf } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import { readProjectorRow } from '../../storage/queries/projector-row.ts'
import type { JournalStream } from '../nats/journal-stream.ts'
import { describeReplaced, journalLoss } from './journal-loss.ts'
import type { JournalMark } from './journal-mark.ts'

export interface CheckParts {
  stream: JournalStream
  pool: Queries
  mark: JournalMark
  /** HUB_ACCEPT_NEW_JOURNAL. */
  acceptNewJournal: string | null
}

/**
 * A hub that starts asks whether the journal has everything that storage has read of it, and everything that
 * this hub had read when it last ran: storage may have been behind then. Throws what is missing, by name.
 */
export async function checkJournal(parts: CheckParts): Promise<void> {
  const loss = await lossOf(parts)
  if (loss === null) return
  // Between two answers the journal may have been purged behind a projector that went on.
  await sleep(lookAgainMs)
  const again = await lossOf(parts)
  if (again !== null) throw new Error(`${brokenJournal}: ${again}: nothing is served from it; see README, Operating`)
}

async function lossOf({ stream, pool, mark, acceptNewJournal }: CheckParts): Promise<string | null> {
  const row = await readProjectorRow(pool)
  if (row.position > 0 && row.streamCreated !== stream.created) {
    if (acceptNewJournal === stream.created) return null
    return describeReplaced({ known: row.streamCreated, found: stream.created })
  }
  const before = await mark.read()
  if (before?.created === stream.created) {
    const lost = await journalLoss(stream, {
      position: positionOf(before.sequence, 0), recordHash: '', reader: 'this hub',
    })
    // Purged above the mark: storage has it.
    if (lost !== null && (await stream.state()).lastSequence < before.sequence) {
      return `${lost}. A person must decide: bring them back, or go on without them and remove ${mark.file}`
    }
  }
  return journalLoss(stream, { ...row, reader: 'storage' })
}

export const brokenJournal = 'the journal is broken'
const lookAgainMs = 1_000
