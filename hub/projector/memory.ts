import type { Position, RunId } from '../../protocol/ids.ts'
import type { HubRunRow } from '../../storage/writers/hub-runs.ts'
import type { Acceptance } from '../feed/acceptance.ts'
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
}
