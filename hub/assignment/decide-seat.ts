import type { UserId } from '../../protocol/ids.ts'

/** What is known when nobody names a seat. */
export interface SeatFacts { keeper: UserId }

/** Null: no assignment of its own, the conversation follows the keeper of the phone. */
export interface SeatDecision { seat: UserId | null; serves: UserId; reasons: readonly string[] }

/** The one place that decides by the rules. Without rules: the keeper of the phone. */
export function decideSeat({ keeper }: SeatFacts): SeatDecision {
  return { seat: null, serves: keeper, reasons: ['keeper'] }
}
