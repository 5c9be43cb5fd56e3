import { localDayOf } from '../../protocol/local-day.ts'

/** What the projector keeps in mind of the rules, so that ordinary batches ask nothing. Replaced, never changed. */
export interface AssignmentMemory {
  readonly hasRules: boolean
  readonly hasWaiting: boolean
  /**
   * A look at all who wait, some in each batch: where it has come to, and whether something happened meanwhile that
   * those before it may want. Null: nobody is looked at.
   */
  readonly pass: { readonly after: number; readonly again: boolean } | null
  /** Of the last batch: with a new one the caps begin anew. */
  readonly day: number
}

/** After a start everybody who waits is looked at: what woke them last may be unknown here. */
export function newAssignmentMemory(
  { hasRules, hasWaiting, journalMs }: { hasRules: boolean; hasWaiting: boolean; journalMs: number },
): AssignmentMemory {
  return { hasRules, hasWaiting, pass: hasWaiting ? fromStart : null, day: localDayOf(journalMs) }
}

/** Who waits may find a seat now. */
export function woken(memory: AssignmentMemory): AssignmentMemory {
  const { hasWaiting, pass } = memory
  if (!hasWaiting) return memory
  return { ...memory, pass: pass === null ? fromStart : { ...pass, again: true } }
}

/** The look has come to the place of `last`; null: to the end. */
export function passed(memory: AssignmentMemory, last: number | null): AssignmentMemory {
  const { pass } = memory
  if (pass === null) return memory
  if (last !== null) return { ...memory, pass: { ...pass, after: last } }
  return { ...memory, pass: pass.again ? fromStart : null }
}

const fromStart = { after: 0, again: false }
