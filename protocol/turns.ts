import type { WaitingMessage } from './conversation.ts'
import type { Position, UserId } from './ids.ts'

/** What response times (actors/rules/response-time.ts) ask of a conversation beyond what consoles see. */
export interface Turns {
  /** Oldest first, the last `handOversNotedMax` of the last `handOversKeptMs`. */
  handOvers: readonly HandOver[]
  /** The last answer, if the conversation had changed hands since the question: an earlier one may still be told. */
  answered: Answered | null
}

export interface HandOver {
  atMs: number
  /** Whose it was until then; null: the keeper's of the phone. */
  from: UserId | null
}

/** An answer by the journal's clock, and what it answered. Kept as long as the hand-over before it. */
export interface Answered {
  respondedMs: number
  position: Position
  /** When who gave it had got the conversation. */
  turnMs: number
  waiting: readonly WaitingMessage[]
}

/** A stored answer answered only what was asked later, from `sinceMs` on; null: nothing. */
export interface Correction {
  respondedMs: number
  position: Position
  sinceMs: number | null
}

/** What was typed before the first of these counts for who had the conversation until that one. */
export const handOversNotedMax = 8
/** What was typed before even these counts for who has the conversation now. */
export const handOversKeptMs = 7 * 86_400_000
