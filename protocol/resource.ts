import type { Access } from './permissions.ts'

/**
 * One admin list, defined once: its columns, filters and sort orders. The hub serves it with one engine (paging by
 * keyset, counts, selection, bulk actions, export, import), the console shows it with one page view. Titles are what
 * people read on screen and in the first row of an export.
 */
export interface Resource<
  Name extends string = string, C extends Columns = Columns, F extends Filters = Filters, S extends string = string,
> {
  readonly name: Name
  readonly title: string
  readonly permission: Access
  /** What topics of the live stream make its rows stale. */
  readonly live: readonly LiveTopic[]
  readonly columns: C
  readonly filters: F
  /** Columns that can be sorted by: each has an index that serves it. */
  readonly sorts: readonly S[]
  readonly sort: { readonly by: NoInfer<S>; readonly descending: boolean }
}

export type LiveTopic =
  | 'fields' | 'notices'
  | 'devices' | 'accounts' | 'friends' | 'chatrooms' | 'groups' | 'apps' | 'users' | 'departments'
  | 'settings' | 'jobs' | 'audit' | 'commands' | 'automation' | 'replies' | 'materials' | 'rules'
  | 'sensitiveWords'

export type Columns = Readonly<Record<string, Column>>
export type Filters = Readonly<Record<string, Filter>>

export interface Column<T = unknown> {
  readonly kind: ColumnKind
  readonly title: string
  /** Of a `choice` or `boolean`: what people read for each value. */
  readonly choices?: Readonly<Record<string, string>>
  /** `shown` at first; `offered` in the column chooser; `inner`: for the page's own use, never shown or exported. */
  readonly show: 'shown' | 'offered' | 'inner'
  readonly value?: T
}

/**
 * `money` in fen; `time` in ms since 1970; `picture` an address or media id; `list` of texts; `extensions` the
 * values of the extension fields by field id; `record` any JSON, for the page's own use.
 */
export type ColumnKind =
  | 'text' | 'integer' | 'money' | 'time' | 'boolean' | 'choice' | 'picture' | 'list' | 'extensions' | 'record'

/**
 * `search`: contains, over several columns · `choice`: one of few · `option`: of a list that `options` names, many at
 * once · `department`: it and all below · `timeRange`, `numberRange` · `extensions`: by extension field
 * (extension-condition.ts) · `toggle`: on as `true`, or not given.
 */
export type Filter =
  | { readonly kind: 'search'; readonly title: string; readonly hint: string }
  | { readonly kind: 'choice'; readonly title: string; readonly choices: Readonly<Record<string, string>> }
  | { readonly kind: 'option'; readonly title: string; readonly options: OptionList }
  | { readonly kind: 'department' | 'timeRange' | 'numberRange' | 'extensions' | 'toggle'; readonly title: string }

/** Lists that a filter or a form chooses from; `listOptions` serves them, searched and scoped. */
export type OptionList =
  | 'notices'
  | 'users' | 'seats' | 'departments' | 'deviceGroups' | 'accountGroups' | 'friendGroups' | 'chatroomGroups'
  | 'accounts' | 'devices' | 'apps' | 'chatrooms' | 'peers' | 'replyGroups' | 'materialGroups'

/** A filter's value as it travels: a text, choices, ids, or a range with open ends. */
export type FilterValue =
  | string | readonly string[] | { readonly from?: number | null; readonly to?: number | null }
export type FilterValues = Readonly<Record<string, FilterValue>>

/** Rows that an action is about: ids, or all that a search finds but some. */
export type Selection =
  | { readonly rows: readonly string[] }
  | { readonly filters: FilterValues; readonly except?: readonly string[] }

/** A row as it travels: its id (of several key columns: joined by a space) and its columns. */
export type RowOf<R> = R extends Resource<string, infer C>
  ? { id: string } & { [K in keyof C]: C[K] extends Column<infer T> ? T : never }
  : never
export type Row = { id: string } & Record<string, unknown>

export function resource<
  const Name extends string, C extends Columns, F extends Filters, S extends keyof C & string,
>(definition: Resource<Name, C, F, S>): Resource<Name, C, F, S> {
  return definition
}

type Show = Column['show']

function column<T>(kind: ColumnKind) {
  return (title: string, show: Show = 'shown'): Column<T> => ({ kind, title, show })
}

export const textColumn = column<string>('text')
export const integerColumn = column<number | null>('integer')
export const moneyColumn = column<number | null>('money')
export const timeColumn = column<number | null>('time')
export const pictureColumn = column<string>('picture')
export const listColumn = column<string[]>('list')
export const extensionsColumn = column<Record<string, unknown>>('extensions')
export const recordColumn = <T>(title: string): Column<T> => ({ kind: 'record', title, show: 'inner' })

export function choiceColumn<const Choice extends string>(
  title: string, choices: Readonly<Record<Choice, string>>, show: Show = 'shown',
): Column<Choice> {
  return { kind: 'choice', title, choices, show }
}

export function booleanColumn(
  title: string, words: { yes: string; no: string }, show: Show = 'shown',
): Column<boolean> {
  return { kind: 'boolean', title, choices: { true: words.yes, false: words.no }, show }
}

export const search = (title: string, hint: string): Filter => ({ kind: 'search', title, hint })
export const choice = (title: string, choices: Readonly<Record<string, string>>): Filter => {
  return { kind: 'choice', title, choices }
}
export const option = (title: string, options: OptionList): Filter => ({ kind: 'option', title, options })
export const department = (title = '部门'): Filter => ({ kind: 'department', title })
export const timeRange = (title: string): Filter => ({ kind: 'timeRange', title })
export const numberRange = (title: string): Filter => ({ kind: 'numberRange', title })
export const toggle = (title: string): Filter => ({ kind: 'toggle', title })
export const extensionFilter = (title = '扩展字段'): Filter => ({ kind: 'extensions', title })
