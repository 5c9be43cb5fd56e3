import type { FilterValue, FilterValues, Resource } from '../protocol/resource.ts'
import type { Queries } from './pool.ts'

/** Where the rows of a resource come from. Everything here is our own SQL; what people give is bound. */
export interface Source<R extends Resource = Resource> {
  /** Tables and joins; the first holds the key. */
  readonly from: string
  /** Makes a row's id, and the order of rows that sort alike. */
  readonly key: readonly SortKey[]
  /** An expression for every column. */
  readonly columns: { readonly [K in keyof R['columns'] & string]: string }
  readonly filters: { readonly [K in keyof R['filters'] & string]: FilterSql }
  /** Holds for rows when no filter of this name is given. */
  readonly unless?: Readonly<Record<string, string>>
  /** Never null, so that one comparison of rows finds the next page: `coalesce` what may be, index it so. */
  readonly sorts: { readonly [K in R['sorts'][number] & string]: SortKey }
  readonly scope: (scope: Scope, bind: Bind) => string
  /** Asks an index first: conditions that leave few rows to look at, else looking in order is cheaper. */
  readonly narrow?: (queries: Queries, asked: Narrowing) => Promise<Narrow>
  /** What a person calls a row, in reports. */
  readonly title: string
}

/** 'many': more rows than are worth counting have what is searched for. */
export type Narrow = Condition | AsyncIterable<Part> | null | 'many'

export type Condition = (bind: Bind) => string

/** Rows that all come before those of the next part; where one has the rest of a page, the next isn't asked for. */
export interface Part {
  readonly condition: Condition
  /** They are all found and then sorted; else looking in order is cheaper here. */
  readonly isFew: boolean
}

export interface Narrowing {
  readonly filters: FilterValues
  readonly scope: Scope
  /** Null: they are counted. */
  readonly page: { readonly descending: boolean; readonly from: readonly string[] | null } | null
}

export interface SortKey { readonly sql: string; readonly type: 'text' | 'bigint' | 'timestamptz' }

/** What a user may see: all, a department and those below it, or what is their own. */
export type Scope =
  | { readonly kind: 'company'; readonly user: string }
  | { readonly kind: 'departments'; readonly department: string; readonly user: string }
  | { readonly kind: 'own'; readonly department: string; readonly user: string }

/** Takes a value, answers its place in the text: `$3`. */
export type Bind = (value: unknown) => string
export type FilterSql = (value: FilterValue, bind: Bind) => string

/** Keeps the types of a resource's columns, filters and sorts. */
export function source<R extends Resource>(definition: Source<R>): Source<R> {
  return definition
}

/** The first that finds few rows will do: the other filters are looked at with those. */
export function narrowFirst(...ways: readonly NonNullable<Source['narrow']>[]): NonNullable<Source['narrow']> {
  return async (queries, asked) => {
    for (const way of ways) {
      const narrow = await way(queries, asked)
      if (narrow !== null) return narrow
    }
    return null
  }
}

export function newBinds(): { values: unknown[]; bind: Bind } {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}
