import { boolean, integer, listOf, oneOf, optional, pattern, record, text } from '../fields.ts'
import { filterValues } from '../json-fields.ts'
import { limits } from '../limits.ts'
import { operation } from '../operation.ts'
import type { OptionList, Row } from '../resource.ts'
import { resourceNames } from '../resources/index.ts'

const resource = () => oneOf(...resourceNames)
const columnName = () => pattern<string>('column', /^[A-Za-z][A-Za-z0-9]*$/, 64)
const rowIds = (max: number) => listOf(text({ bytesMin: 1, bytesMax: 2 * limits.idBytesMax + 1 }), { max })

export const listRows = operation<{ rows: Row[]; next: string | null }>()({
  name: 'listRows', permission: 'signedIn', effect: 'reads',
  about: 'One page of an admin list, by keyset. Needs the right of the resource; rows are those of the user’s scope.',
  input: {
    resource: resource(), filters: optional(filterValues()),
    /** One of the resource's sorts; without it the resource's own order. */
    sort: optional(columnName()), descending: optional(boolean()),
    /** `next` of the page before, with the same order. */
    after: optional(text({ bytesMin: 1, bytesMax: 4096 })),
    rows: optional(integer({ min: 1, max: limits.pageRowsMax })),
  },
})

export const readRows = operation<{ rows: Row[] }>()({
  name: 'readRows', permission: 'signedIn', effect: 'reads',
  about: 'Rows of an admin list by their ids: what is visible, read again. Those that are gone are left out.',
  input: { resource: resource(), ids: rowIds(limits.pageRowsMax) },
})

export const countRows = operation<{ count: number; isAtLeast: boolean }>()({
  name: 'countRows', permission: 'signedIn', effect: 'reads',
  about: 'How many rows a search finds; exact up to 10,000.',
  input: { resource: resource(), filters: optional(filterValues()) },
})

export interface Option { id: string; title: string; about?: string }

export const optionLists = [
  'notices',
  'users', 'seats', 'departments', 'deviceGroups', 'accountGroups', 'friendGroups', 'chatroomGroups',
  'accounts', 'devices', 'apps', 'chatrooms', 'peers', 'replyGroups', 'materialGroups',
] as const satisfies readonly OptionList[]

export const listOptions = operation<{ options: Option[] }>()({
  name: 'listOptions', permission: 'signedIn', effect: 'reads',
  about: 'What a filter or a form chooses from: found by a text, or named by ids.',
  input: {
    options: oneOf(...optionLists), search: optional(text({ bytesMax: limits.nameBytesMax })),
    ids: optional(rowIds(limits.filterEntriesMax)),
  },
})

const density = () => oneOf('compact', 'normal')
const savedColumn = () => record('savedColumn', {
  name: columnName(), widthPx: integer({ min: 20, max: 4000 }), shown: boolean(),
}, { required: ['name', 'shown'], bytesMax: 256 })
const savedView = () => record('savedView', {
  columns: listOf(savedColumn(), { max: 200 }), density: density(),
  sort: columnName(), descending: boolean(),
}, { required: ['columns'], bytesMax: 32 * 1024 })
export type SavedView = NonNullable<ReturnType<typeof savedView>['value']>

const listName = () => pattern<string>('list', /^[A-Za-z][A-Za-z0-9./-]*$/, 64)

export const readView = operation<{ view: SavedView | null }>()({
  name: 'readView', permission: 'signedIn', effect: 'reads', about: 'How this user wants to see a list.',
  input: { list: listName() },
})

/** Null forgets it. */
export const saveView = operation<Record<string, never>>()({
  name: 'saveView', permission: 'signedIn', effect: 'own', about: 'Columns, widths, density of a list for this user.',
  input: { list: listName(), view: optional(savedView()) },
})
