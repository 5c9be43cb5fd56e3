import type { FieldSet, Fields } from './fields.ts'
import type { FieldFault } from './message.ts'
import type { Access } from './permissions.ts'

/**
 * One operation of the HTTP API: `POST /api/<name>` with a JSON object, answered by a JSON object. Defined
 * once, typed everywhere.
 */
export interface Operation<Name extends string, S extends FieldSet, Output> {
  readonly name: Name
  readonly about: string
  readonly permission: Access
  readonly effect: Effect
  readonly input: S
  readonly output?: Output
}

/**
 * `reads` leaves everything as it was. `changes`: what it did is in the audit log, written in the same
 * transaction; the hub takes a change without one for a bug. `own`: only the caller's own session or view.
 */
export type Effect = 'reads' | 'changes' | 'own'

export type AnyOperation = Operation<string, FieldSet, unknown>
export type InputOf<O> = O extends Operation<string, infer S, unknown> ? Fields<S> : never
export type OutputOf<O> = O extends Operation<string, FieldSet, infer Output> ? Output : never

/** `operation<Output>()({ … })`: the output's type is given, the rest inferred. */
export function operation<Output>() {
  return <const Name extends string, S extends FieldSet>(
    definition: { name: Name; about: string; permission: Access; effect: Effect; input: S },
  ): Operation<Name, S, Output> => definition
}

/** All faults of an input at once, each naming its field; or the input with absent fields as null. */
export function readInput<S extends FieldSet>(
  { input }: { input: S }, value: unknown,
): { ok: true; input: Fields<S> } | { ok: false; faults: FieldFault[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, faults: [{ field: '', reason: 'not a JSON object' }] }
  }
  const given = value as Record<string, unknown>
  const faults: FieldFault[] = []
  const read: Record<string, unknown> = {}
  for (const [field, { check, prune }] of Object.entries(input)) {
    const found = (Object.hasOwn(given, field) ? given[field] : null) ?? null
    const reason = check(found)
    if (reason !== null) faults.push({ field, reason })
    else read[field] = found === null ? null : prune?.(found) ?? found
  }
  for (const field of Object.keys(given)) {
    if (!Object.hasOwn(input, field)) faults.push({ field, reason: 'unknown field' })
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, input: read as Fields<S> }
}

/** Every answer that isn't 200 has this body. */
export interface OperationFault {
  /**
   * badInput, notSignedIn, noRight, notFound, conflict, tooMany, databaseAway, projectorBehind, tooLarge,
   * bug…
   */
  code: string
  reason: string
  faults?: FieldFault[]
  /** Of a `conflict`: the row as it is now, with its new version. */
  current?: unknown
}
