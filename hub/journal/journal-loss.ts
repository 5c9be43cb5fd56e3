import { createHash } from 'node:crypto'
import { type Position, streamSequenceOf } from '../../protocol/ids.ts'
import type { JournalStream } from '../nats/journal-stream.ts'

/** How far somebody has read a journal. */
export interface ReadSoFar {
  position: Position
  /** sha-256 of the last record's payload, hexadecimal; '' where it isn't known. */
  recordHash: string
}

/**
 * What a journal has lost of what was read of it, in words; null for nothing. `reader` as in "storage has
 * read". What the server throws is thrown.
 */
export async function journalLoss(
  stream: JournalStream, { position, recordHash, reader }: ReadSoFar & { reader: string },
): Promise<string | null> {
  const { firstSequence, lastSequence } = await stream.state()
  const sequence = streamSequenceOf(position)
  if (lastSequence < sequence) {
    return `the journal ends at record ${lastSequence}, ${reader} has read ${sequence}: the journal lost records`
  }
  if (firstSequence > sequence + 1) {
    return `the journal begins at record ${firstSequence}, ${reader} has read up to ${sequence} only: `
      + 'the database is older than the journal (a backup?), what lies between is lost to it'
  }
  // nats-server keeps its old count of a file that was cut off or is gone, and has nothing behind it.
  if (lastSequence > 0 && firstSequence <= lastSequence && await stream.recordAt(lastSequence) === null) {
    return `the journal's last record, ${lastSequence}, can't be read: the journal lost records`
  }
  if (recordHash === '' || firstSequence > sequence) return null
  const record = await stream.recordAt(sequence)
  const found = record === null ? null : createHash('sha256').update(record.data).digest('hex')
  if (found === recordHash) return null
  const what = found === null ? 'is gone' : `is another one than ${reader} has read`
  return `record ${sequence} of the journal ${what}: the journal was damaged or replaced`
}

/** A person decides by a setting whether another journal is followed. */
export function describeReplaced({ known, found }: { known: string; found: string }): string {
  return `the journal was replaced (made ${found}, storage knows that of ${known}). `
    + `A person must decide: bring the old one back, or go on with HUB_ACCEPT_NEW_JOURNAL=${found}`
}
