import type { FieldSet, Fields } from './fields.ts'
import type { Permission } from './permissions.ts'

/** One change of many rows of a list, run as a job with a result per row. */
export interface BulkAction<Name extends string = string, S extends FieldSet = FieldSet> {
  readonly name: Name
  /** The list whose rows are selected; its filters and row scope choose them. */
  readonly resource: string
  readonly title: string
  readonly permission: Permission
  /** The same for every row. */
  readonly input: S
}

export type BulkInputOf<A> = A extends BulkAction<string, infer S> ? Fields<S> : never

export function bulkAction<const Name extends string, S extends FieldSet>(
  definition: BulkAction<Name, S>,
): BulkAction<Name, S> {
  return definition
}
