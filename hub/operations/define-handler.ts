import type { FieldSet, Fields } from '../../protocol/fields.ts'
import type { Operation } from '../../protocol/operation.ts'
import type { PublicContext, UserContext } from './context.ts'
import type { Refusal } from './refusal.ts'

type Awaitable<T> = T | Promise<T>

/**
 * The input was read and the permission checked; a refusal is a value, what is thrown is a bug or the
 * database.
 */
export interface Handler {
  readonly operation: Operation<string, FieldSet, unknown>
  readonly run: (input: Record<string, unknown>, context: UserContext) => Awaitable<unknown>
}

export function defineHandler<Name extends string, S extends FieldSet, Output>(
  operation: Operation<Name, S, Output>,
  run: (input: Fields<S>, context: UserContext) => Awaitable<Output | Refusal>,
): Handler {
  return { operation, run: run as Handler['run'] }
}

/** For operations with the permission `public`: there may be no user. */
export function definePublicHandler<Name extends string, S extends FieldSet, Output>(
  operation: Operation<Name, S, Output>,
  run: (input: Fields<S>, context: PublicContext) => Awaitable<Output | Refusal>,
): Handler {
  return { operation, run: run as Handler['run'] }
}
