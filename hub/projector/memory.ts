import type { SensitiveWords } from '../../actors/rules/sensitive-words.ts'
import type { Position, RunId } from '../../protocol/ids.ts'
import type { QuietRules } from '../../protocol/quiet.ts'
import type { HubRunRow } from '../../storage/writers/hub-runs.ts'
import type { AssignmentMemory } from '../assignment/assignment-memory.ts'
import type { Automation } from '../automation/automation.ts'
import type { Acceptance } from '../feed/acceptance.ts'
import type { LastAnswers } from '../guard/last-answers.ts'
import type { ConversationCache } from './conversation-cache.ts'

/**
 * What the holder of the lease knows between two batches: the same as the database. Judging a batch changes
 * it before the commit, so after any failure it is thrown away and read again.
 */
export interface Memory {
  position: Position
  journalMs: number
  acceptance: Acceptance
  runs: Map<RunId, HubRunRow>
  conversations: ConversationCache
  answers: LastAnswers
  /** As of `position`. */
  quiet: QuietRules
  assignment: AssignmentMemory
  automation: Automation
  words: SensitiveWords
}

/** What decides how events become rows. */
export type RuledMemory = Pick<
  Memory, 'conversations' | 'quiet' | 'words' | 'assignment' | 'automation' | 'answers'
>
