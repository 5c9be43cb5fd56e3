import type { Position, UserId } from '../protocol/ids.ts'
import type { Answered, Turns } from '../protocol/turns.ts'
import { readWaitingCell, waitingCell } from './waiting-cell.ts'

/** As one short text, null for most conversations: `[[[ms, seat], …], [ms, position, turn, since, waiting cell]]`. */
export function turnsCell({ turns }: { turns: Turns | null }): string | null {
  if (turns === null) return null
  const { handOvers, answered } = turns
  const cell: Cell = [handOvers.map(({ atMs, from }) => [atMs, from]), null]
  if (answered !== null) {
    const { respondedMs, position, turnMs, waiting } = answered
    const waitingSinceMs = waiting[0]?.atMs ?? null
    cell[1] = [respondedMs, position, turnMs, waitingSinceMs, waitingCell({ waiting, waitingSinceMs })]
  }
  return JSON.stringify(cell)
}

export function readTurnsCell(cell: string | null): Turns | null {
  if (cell === null) return null
  const [handOvers, answered] = JSON.parse(cell) as Cell
  return { handOvers: handOvers.map(([atMs, from]) => ({ atMs, from })), answered: answered && readAnswered(answered) }
}

function readAnswered([respondedMs, position, turnMs, waitingSinceMs, waiting]: AnsweredCell): Answered {
  return { respondedMs, position, turnMs, waiting: readWaitingCell(waiting, waitingSinceMs) }
}

type Cell = [handOvers: [atMs: number, from: UserId | null][], answered: AnsweredCell | null]
type AnsweredCell = [
  respondedMs: number, position: Position, turnMs: number, waitingSinceMs: number | null, waiting: string | null,
]
