import { SensitiveWords } from '../../actors/rules/sensitive-words.ts'
import { type Position, positionOf, streamSequenceOf } from '../../protocol/ids.ts'
import { QuietRules } from '../../protocol/quiet.ts'
import { readAcceptanceSnapshot } from '../../storage/queries/acceptance-snapshot.ts'
import {
  type ProjectorRow, adoptStream, readProjectorRow, readQuietRules,
} from '../../storage/queries/projector-row.ts'
import { readWordRules } from '../../storage/queries/word-rules.ts'
import type { Pool } from '../../storage/pool.ts'
import { readLastAnswers } from '../../storage/writers/last-answers.ts'
import { readHubRuns } from '../../storage/writers/hub-runs.ts'
import { readAssignmentState } from '../../storage/writers/assignment-waiting.ts'
import { newAssignmentMemory } from '../assignment/assignment-memory.ts'
import { Automation } from '../automation/automation.ts'
import { Acceptance } from '../feed/acceptance.ts'
import { LastAnswers, answersMax } from '../guard/last-answers.ts'
import { describeReplaced, journalLoss } from '../journal/journal-loss.ts'
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
    const answers = new LastAnswers(await readLastAnswers(inside, { max: answersMax }))
    return {
      position, journalMs, acceptance: new Acceptance(snapshot), runs: new Map(runs.map((row) => [row.run, row])),
      conversations: new ConversationCache(), answers, quiet: new QuietRules(await readQuietRules(inside)),
      assignment: newAssignmentMemory({ ...await readAssignmentState(inside), journalMs }),
      automation: await Automation.load(inside),
      words: new SensitiveWords(await readWordRules(inside)),
    }
  })
}

async function checkJournal(parts: LoadParts): Promise<void> {
  const { pool, stream, holder } = parts
  const row = await readProjectorRow(pool)
  if (row.streamCreated !== stream.created) {
    const { firstSequence } = await asked(() => stream.state())
    const position = adoptedPosition(row, firstSequence, parts)
    return adoptStream(pool, { holder, streamCreated: stream.created, position })
  }
  const loss = await asked(() => journalLoss(stream, { ...row, reader: 'storage' }))
  if (loss !== null) throw new Refusal(loss)
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
    throw new Refusal(describeReplaced({ known: streamCreated, found: stream.created }))
  }
  if (firstSequence <= streamSequenceOf(position)) {
    throw new Refusal(`the accepted journal begins at record ${firstSequence}: it must begin above `
      + `${streamSequenceOf(position)} (first_seq of the stream), for positions only ever grow. `
      + '`npm run new-journal` makes such a one')
  }
  return positionOf(firstSequence - 1, 0)
}

async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    throw new JournalAway(error instanceof Error ? error.name : 'unknown')
  }
}
