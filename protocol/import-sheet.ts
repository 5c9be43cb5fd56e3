import type { Field } from './fields.ts'
import type { Permission } from './permissions.ts'

/** A spreadsheet that can be taken in: its template's columns, in order; one row makes or changes one thing. */
export interface ImportSheet<Name extends string = string, C extends SheetColumns = SheetColumns> {
  readonly name: Name
  readonly title: string
  readonly permission: Permission
  readonly columns: C
}

/** What a cell holds is text until `field` has read it. */
export interface SheetColumn {
  /** The first row of the sheet, by which a column is found. */
  readonly title: string
  readonly required: boolean
  /** In the template's second row. */
  readonly example: string
  readonly field: Field<string>
}
export type SheetColumns = Readonly<Record<string, SheetColumn>>
export type SheetRow<S> = S extends ImportSheet<string, infer C> ? { [K in keyof C]: string } : never

export function importSheet<const Name extends string, C extends SheetColumns>(
  definition: ImportSheet<Name, C>,
): ImportSheet<Name, C> {
  return definition
}
