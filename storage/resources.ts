import { limits } from '../protocol/limits.ts'
import type { FilterValues, Row, Selection } from '../protocol/resource.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Queries } from './pool.ts'
import {
  type Bind, type Narrow, type Narrowing, type Part, type Scope, type SortKey, type Source, newBinds,
} from './source.ts'

/** What a user may see of a resource, and what they look for. */
export interface Search { source: Source; scope: Scope; filters: FilterValues }

export interface PageAsked extends Search {
  sort: string
  descending: boolean
  after: string | null
  rowsMax: number
}

export interface Page { rows: Row[]; next: string | null }

/**
 * One page by keyset: the order's expression is never null and ends with the key, so the next page is one comparison
 * of rows that its index answers, however deep. 'badCursor': not of this order.
 */
export async function readPage(queries: Queries, asked: PageAsked): Promise<Page | 'badCursor'> {
  const { source, scope, descending } = asked
  const from = cursorOf(asked)
  if (from === 'badCursor') return from
  const narrow = await narrowed(queries, asked, { descending, from })
  const which = (bind: Bind): string[] => conditionsOf(asked, bind)
  if (narrow === null || narrow === 'many') {
    return pageOf(queries, { ...asked, from, select: selectList(source), which })
  }
  // Few rows are all found and then sorted: else the order's index might be walked to its end for them. What people
  // read of a row is read for those of the page alone.
  const parts = typeof narrow === 'function' ? [{ condition: narrow, isFew: true }] : narrow
  const { rows, next, ends } = await pageOf(queries, { ...asked, from, select: `${idOf(source)} as id`, which, parts })
  return { rows: await readByIds(queries, { source, scope, ids: rows.map(({ id }) => id), ends }), next }
}

/** Whole rows of a selection; `after` is what the slice before gave. */
export async function readSelectedRows(
  queries: Queries, selected: Selected, order: Omit<PageAsked, keyof Search>,
): Promise<Page> {
  const { source } = selected
  const which = (bind: Bind): string[] => selectionConditions(selected, bind)
  const from = cursorOf({ source, ...order })
  if (from === 'badCursor') throw new Error('a cursor of our own is of another order')
  return pageOf(queries, { source, ...order, from, select: selectList(source), which })
}

type Ordered = Pick<PageAsked, 'source' | 'sort' | 'descending'>

function cursorOf({ after, ...ordered }: Ordered & { after: string | null }): readonly string[] | null | 'badCursor' {
  if (after === null) return null
  return readCursor(after, { order: orderOf(ordered), keys: keysOf(ordered) }) ?? 'badCursor'
}

const orderOf = ({ sort, descending }: Ordered): string => `${sort} ${descending ? 'down' : 'up'}`
const keysOf = ({ source, sort }: Ordered): SortKey[] => [source.sorts[sort] as SortKey, ...source.key]

interface PageOf extends Ordered {
  select: string
  which: (bind: Bind) => string[]
  parts?: Iterable<Part> | AsyncIterable<Part>
  from: readonly string[] | null
  rowsMax: number
}

/** The order's first expression in the first and the last row of a page, with its type. */
interface Ends { key: SortKey; first: unknown; last: unknown }

async function pageOf(queries: Queries, asked: PageOf): Promise<Page & { ends: Ends }> {
  const { rowsMax, parts = [all] } = asked
  const keys = keysOf(asked)
  const rows: Row[] = []
  for await (const part of parts) {
    // One more tells whether there is a next page.
    rows.push(...await partOf(queries, { ...asked, keys, part, limit: rowsMax + 1 - rows.length }))
    if (rows.length > rowsMax) break
  }
  const page = rows.slice(0, rowsMax)
  const last = page.at(-1)
  const next = rows.length <= rowsMax || last === undefined ? null
    : writeCursor({ order: orderOf(asked), values: keys.map((_key, at) => last[`after ${at}`] as string) })
  const ends = { key: keys[0] as SortKey, first: page[0]?.['after 0'], last: last?.['after 0'] }
  return { rows: page.map((row) => withoutAfter(row, keys.length)), next, ends }
}

const all: Part = { condition: () => 'true', isFew: false }

async function partOf(
  queries: Queries,
  { source, select, keys, from, which, part, descending, limit }:
  PageOf & { keys: readonly SortKey[]; part: Part; limit: number },
): Promise<Row[]> {
  const { values, bind } = newBinds()
  const beyondFrom = from === null ? [] : [beyond({ keys, from, descending }, bind)]
  const conditions = [...which(bind), part.condition(bind), ...beyondFrom]
  const columns = [select, ...keys.map(({ sql }, at) => `${sql} as "key ${at}", ${sql}::text as "after ${at}"`)]
  const text = `select * from (select ${columns.join(', ')} from ${source.from} where ${conditions.join(' and ')}
    ${part.isFew ? 'offset 0' : ''}) found
    order by ${keys.map((_, at) => `"key ${at}" ${descending ? 'desc' : 'asc'}`).join(', ')} limit ${limit}`
  return (await queries.query<Row>(text, values)).rows
}

/** Rows by id, of those the scope has, in the ids' order. Chunks that lie outside of `ends` aren't looked into. */
export async function readByIds(
  queries: Queries, { source, scope, ids, ends }: { source: Source; scope: Scope; ids: readonly string[]; ends?: Ends },
): Promise<Row[]> {
  if (ids.length === 0) return []
  const { values, bind } = newBinds()
  const conditions = [source.scope(scope, bind), isOneOf(source, ids, bind), ...(ends ? [lieWithin(ends, bind)] : [])]
  const text = `select ${selectList(source)} from ${source.from} where ${conditions.join(' and ')}`
  const { rows } = await queries.query<Row>(text, values)
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

function lieWithin({ key: { sql, type }, first, last }: Ends, bind: Bind): string {
  return `${sql} between symmetric ${bind(first)}::${type} and ${bind(last)}::${type}`
}

/** Counts no further than the limit, so that a search over millions answers at once. */
export async function countRows(queries: Queries, search: Search): Promise<{ count: number; isAtLeast: boolean }> {
  const { values, bind } = newBinds()
  const narrow = await narrowed(queries, search, null)
  // Of ten million messages most would have to be read to count those of one word.
  if (narrow === 'many' && search.scope.kind === 'company' && Object.keys(search.filters).length === 1) {
    return { count: limits.countRowsMax, isAtLeast: true }
  }
  const conditions = [...conditionsOf(search, bind), ...(typeof narrow === 'function' ? [narrow(bind)] : [])]
  const inner = `select 1 from ${search.source.from} where ${conditions.join(' and ')}`
  const text = `select count(*) as count from (${inner} limit ${limits.countRowsMax + 1}) found`
  const { rows } = await queries.query<{ count: number }>(text, values)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, limits.countRowsMax), isAtLeast: count > limits.countRowsMax }
}

export interface Selected { source: Source; scope: Scope; selection: Selection }
export interface SelectedRow { id: string; title: string }

/** A slice of the selected rows in the order of their key, so that changing them moves none of them. */
export async function readSelected(
  queries: Queries, selected: Selected, { after, rowsMax }: { after: string | null; rowsMax: number },
): Promise<SelectedRow[]> {
  const { source } = selected
  const { values, bind } = newBinds()
  const conditions = selectionConditions(selected, bind)
  if (after !== null) conditions.push(beyond({ keys: source.key, from: after.split(' '), descending: false }, bind))
  const text = `select ${idOf(source)} as id, ${source.title} as title from ${source.from}
    where ${conditions.join(' and ')} order by ${source.key.map(({ sql }) => sql).join(', ')} limit ${rowsMax}`
  return (await queries.query<SelectedRow>(text, values)).rows
}

export async function countSelected(queries: Queries, selected: Selected): Promise<number> {
  const { values, bind } = newBinds()
  const where = selectionConditions(selected, bind).join(' and ')
  const { rows } = await queries.query<{ count: number }>(
    `select count(*) as count from ${selected.source.from} where ${where}`, values,
  )
  return rows[0]?.count ?? 0
}

export function selectionConditions({ source, scope, selection }: Selected, bind: Bind): string[] {
  if ('rows' in selection) return [source.scope(scope, bind), isOneOf(source, selection.rows, bind)]
  const { filters, except = [] } = selection
  const some = except.length === 0 ? [] : [`not ${isOneOf(source, except, bind)}`]
  return [...conditionsOf({ source, scope, filters }, bind), ...some]
}

/** The key's columns joined by a space; none of them holds one. */
export function idOf({ key }: Source): string {
  return key.map(({ sql }) => `${sql}::text`).join(` || ' ' || `)
}

/** `(a, b) > ($1, $2)`: rows after this one in the order. */
export function beyond(
  { keys, from, descending }: { keys: readonly SortKey[]; from: readonly string[]; descending: boolean }, bind: Bind,
): string {
  const bound = keys.map(({ type }, at) => `${bind(from[at])}::${type}`)
  return `(${keys.map(({ sql }) => sql).join(', ')}) ${descending ? '<' : '>'} (${bound.join(', ')})`
}

async function narrowed(
  queries: Queries, { source, filters, scope }: Search, page: Narrowing['page'],
): Promise<Narrow> {
  return await source.narrow?.(queries, { filters, scope, page }) ?? null
}

function conditionsOf({ source, scope, filters }: Search, bind: Bind): string[] {
  // Own names only: every object has a `constructor`, and its answer would be a part of the SQL.
  const sqlOf = (name: string) => (Object.hasOwn(source.filters, name) ? source.filters[name] : undefined)
  const given = Object.entries(filters).map(([name, value]) => sqlOf(name)?.(value, bind) ?? 'false')
  const unless = Object.entries(source.unless ?? {})
  const usual = unless.filter(([name]) => !Object.hasOwn(filters, name)).map(([, sql]) => sql)
  return [source.scope(scope, bind), ...given, ...usual]
}

/** Ids that can't be of this key match nothing. */
function isOneOf({ key }: Source, ids: readonly string[], bind: Bind): string {
  const parts = ids.map((id) => id.split(' ')).filter((one) => one.length === key.length)
  const right = parts.filter((one) => key.every(({ type }, at) => type === 'text' || /^\d{1,15}$/.test(one[at] ?? '')))
  const arrays = key.map(({ type }, at) => `${bind(right.map((one) => one[at]))}::${type}[]`)
  // As a condition of the table itself: a table of ids is joined to millions of messages by reading them all.
  if (key.length === 1) return `${key[0]?.sql} = any(${arrays[0]})`
  return `(${key.map(({ sql }) => sql).join(', ')}) in (select * from unnest(${arrays.join(', ')}))`
}

function selectList(source: Source): string {
  const columns = Object.entries(source.columns).map(([name, sql]) => `${sql} as "${name}"`)
  return [`${idOf(source)} as id`, ...columns].join(', ')
}

function withoutAfter(row: Row, keys: number): Row {
  for (let at = 0; at < keys; at++) {
    delete row[`after ${at}`]
    delete row[`key ${at}`]
  }
  return row
}
