import type { Position } from '../../../protocol/ids.ts'
import type { UserContext } from '../context.ts'
import { refuse } from '../refusal.ts'
import type { Refusal } from '../refusal.ts'

/** Null once storage has reached the position that the console lives from. */
export async function behind({ projected }: UserContext, atLeast: Position | null): Promise<Refusal | null> {
  if (atLeast === null || await projected.reached(atLeast, reachWithinMs) === 'reached') return null
  return refuse('projectorBehind', 'storage has not caught up yet; try again in a moment')
}

const reachWithinMs = 5_000
