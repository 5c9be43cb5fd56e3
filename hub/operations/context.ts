import type { FieldSet, Fields } from '../../protocol/fields.ts'
import type { Fact } from '../../protocol/events/fact.ts'
import type { Pool, Queries } from '../../storage/pool.ts'
import type { Directory } from '../directory/directory.ts'
import type { SessionEntry, UserEntry } from '../directory/entries.ts'
import type { Jobs } from '../jobs/start-jobs.ts'
import type { Hint } from '../live/hints-of.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { Projected } from './projected.ts'
import type { Throttles } from './throttles.ts'

export type OutboxEntry<Name extends string = string, S extends FieldSet = FieldSet> =
  { fact: Fact<Name, S>, value: Fields<S> }

/** Writes facts into the outbox inside the transaction that makes them true. */
export type RecordInOutbox = <Name extends string, S extends FieldSet>(
  inside: Queries, entries: readonly OutboxEntry<Name, S>[], nowMs: number,
) => Promise<void>

/** What operations work with. */
export interface OperationParts {
  pool: Pool
  directory: Directory
  projected: Projected
  recordInOutbox: RecordInOutbox
  /** After the commit: the outbox has something. */
  wakeOutbox: () => void
  throttles: Throttles
  /** Tells consoles of all hubs that a list is stale. */
  hint: (hint: Hint) => void
  /** A job was stored or is to be cancelled. */
  jobs: Pick<Jobs, 'wake' | 'readSheet'>
  mediaStore: Pick<MediaStore, 'findAgain' | 'pathOf'>
}

/** One call by anybody. */
export interface PublicContext extends OperationParts {
  nowMs: number
  address: string
  /** The operation's name, for the audit log. */
  operation: string
  /** Set by `change`: an operation that changes something and leaves it unset is a bug. */
  audited: { done: boolean }
  /** Sets the session's cookie; null removes it. */
  setCookie: (token: string | null) => void
}

/** One call by a user whose permission was checked. */
export interface UserContext extends PublicContext {
  user: UserEntry
  session: SessionEntry
}
