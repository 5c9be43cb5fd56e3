import type { TaskOutcome } from '../../bench/fleet/task-outcome.ts'
import type { AccountId, MsgSvrId, PeerId, TaskId, UserId } from '../../protocol/ids.ts'
import type { Direction } from '../../protocol/kinds.ts'
import type { ConversationKey, ViewRows } from '../support/seat-view.ts'

/** A message that appeared on a phone, in the order in which its phone said them. */
export interface Said {
  account: AccountId
  peer: PeerId
  msgSvrId: MsgSvrId
  text: string
  direction: Direction
  /** The hub said that it is durable. */
  acked: boolean
}

/** WeChat did something for a task: the truth that no software forgets. */
export interface Executed {
  task: TaskId
  outcome: TaskOutcome['outcome']
}

export interface PhoneHistory {
  account: AccountId
  said: Said[]
  executed: Executed[]
  /** What the phone's disk says of each task at the end. */
  results: ReadonlyMap<TaskId, { outcome: string; msgSvrId: MsgSvrId | null }>
  /** How often its software was set back to a backup: what it had failed at since may be begun again. */
  restores: number
  faults: string[]
}

/** What an agent sent, in the order of its tab's numbers. */
export interface Sent {
  task: TaskId
  sequence: number
  account: AccountId
  peer: PeerId
  text: string
  /** Tried again under the same task. */
  retries: number
  acked: boolean
  refused: string | null
}

export interface SeatHistory {
  user: UserId
  sent: Sent[]
  /** What the console showed at the end, and what it would show if it loaded everything then. */
  live: ViewRows
  fresh: ViewRows
  faults: string[]
}

export interface History {
  phones: PhoneHistory[]
  seats: SeatHistory[]
  /** All rows of the database. */
  stored: ViewRows
  /** Whose each conversation is at the end, as it is stored. */
  served: ReadonlyMap<ConversationKey, UserId>
  /** What the journal comes to when a reader of its own folds it from the beginning. */
  folded: ViewRows
}
