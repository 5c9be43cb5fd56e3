import type { EventNamed } from '../../protocol/events/index.ts'
import type { Position } from '../../protocol/ids.ts'
import { LastAnswers, type LastAnswersRows } from './last-answers.ts'

export interface SendGuardRows extends LastAnswersRows {
  /** Everything up to here is in `answers`. */
  position: Position
  /** Void sends that lie at or below `position`, as far back as a feed may begin. */
  voids: readonly Position[]
}

/**
 * Two agents answering the same customer: the second one's send doesn't stand. The feed asks for each send in the
 * journal's order; what lies below where this was loaded from was judged by storage already.
 */
export class SendGuard {
  readonly answers: LastAnswers
  readonly #loadedAt: Position
  readonly #voids: Set<Position>

  constructor(rows: SendGuardRows) {
    this.answers = new LastAnswers(rows)
    this.#loadedAt = rows.position
    this.#voids = new Set(rows.voids)
  }

  isVoid(position: Position, event: EventNamed<'sendRequested'>): boolean {
    if (position <= this.#loadedAt) return this.#voids.has(position)
    return this.answers.apply(position, event) === 'void'
  }
}

/** A hub that knows of no answer yet. */
export const noAnswers: SendGuardRows = { answers: [], count: 0, position: 0, voids: [] }
