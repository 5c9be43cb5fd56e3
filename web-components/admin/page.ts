import type { TemplateResult } from 'lit'
import type { BulkActionName } from '../../protocol/bulk/index.ts'
import type { ImportName } from '../../protocol/imports/index.ts'
import type { Access } from '../../protocol/permissions.ts'
import type { Columns, Filters, Resource, Row, RowOf } from '../../protocol/resource.ts'
import type { ResourceName } from '../../protocol/resources/index.ts'
import type { Admin } from '../data/admin.ts'
import type { Answer } from '../data/api.ts'
import type { IconName } from '../elements/icon.ts'
import type { Ask, Form, FormField, FormValues } from './form.ts'

/** What all pages have: where they are in the navigation, and who may see them. */
export interface PageHead {
  /** Below /admin/. */
  readonly path: string
  readonly title: string
  /** The heading of the navigation; '' stands above all headings. */
  readonly group: string
  readonly icon: IconName
  /** Without it: the resource's. */
  readonly permission?: Access
  /** More words that the search over pages finds it by. */
  readonly words?: string
}

/** A list over a resource: filters, columns, actions, drawer as data. */
export interface ListPage extends PageHead {
  readonly resource: AnyResource
  readonly columns: readonly string[]
  readonly filters: readonly string[]
  readonly cells: Readonly<Record<string, CellText>>
  readonly widths: Readonly<Record<string, number>>
  readonly actions: readonly Action[]
  readonly drawer?: Drawer
  /** The name of a department filter that a tree at the left sets. */
  readonly tree?: string
  readonly side?: Side
  readonly empty: { readonly title: string; readonly about: string }
}

/** A page that draws itself. */
export interface ViewPage extends PageHead {
  readonly view: (admin: Admin) => TemplateResult
}

export type Page = ListPage | ViewPage
export type AnyResource = Resource<ResourceName, Columns, Filters>
export type CellText = (row: Row, admin: Admin) => unknown

/** Something else at the left than departments, that sets a filter. */
export interface Side {
  readonly filter: string
  readonly render: (given: { admin: Admin; value: string; onChosen: (value: string) => void }) => TemplateResult
}

export interface Drawer {
  readonly title: (row: Row) => string
  readonly render: (row: Row, admin: Admin) => TemplateResult
}

export type Action =
  | ActionHead & { readonly on: 'page'; readonly open: (admin: Admin) => Doing }
  | ActionHead & { readonly on: 'row'; readonly open: (row: Row, admin: Admin) =>
    Doing; readonly when?: (row: Row) => boolean }
  | ActionHead & { readonly on: 'rows'; readonly action: BulkActionName } & BulkWords
  | { readonly on: 'export' }
  | { readonly on: 'import'; readonly sheet: ImportName; readonly permission: Access }

interface ActionHead {
  readonly name: string
  readonly title: string
  readonly icon: IconName
  readonly permission: Access
  readonly primary?: boolean
  readonly danger?: boolean
}

export interface BulkWords {
  /** Asked for once, for all rows. */
  readonly fields: readonly FormField[]
  /** What stands in the fields at first. */
  readonly values?: FormValues
  readonly text?: string
  readonly danger?: boolean
  readonly input?: (values: FormValues) => Record<string, unknown>
  /** What is wrong with the values, by field, before anything is asked of the hub. */
  readonly check?: (values: FormValues) => Record<string, string>
}

/** What an action opens, or does without a question. */
export type Doing =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'view'; readonly view: (close: () => void) => TemplateResult }
  | { readonly kind: 'do'; readonly run: (admin: Admin) => Promise<Answer<unknown>> }

interface ListOf<Name extends ResourceName, C extends Columns, F extends Filters> extends PageHead {
  readonly resource: Resource<Name, C, F>
  readonly columns?: readonly (keyof C & string)[]
  readonly filters?: readonly (keyof F & string)[]
  readonly cells?: { readonly [K in keyof C]?: (row: RowIn<C>, admin: Admin) => unknown }
  /** Pixels; a column without grows with the window. */
  readonly widths?: { readonly [K in keyof C]?: number }
  readonly actions?: readonly Action[]
  readonly drawer?: {
    readonly title: (row: RowIn<C>) => string
    readonly render: (row: RowIn<C>, admin: Admin) => TemplateResult
  }
  readonly tree?: keyof F & string
  readonly side?: Side & { readonly filter: keyof F & string }
  readonly empty?: { readonly title: string; readonly about: string }
}

type RowIn<C extends Columns> = RowOf<Resource<string, C>>

/** One page, one file: typed by its resource where it is written, plain where it is shown. */
export function definePage<Name extends ResourceName, C extends Columns, F extends Filters>(
  page: ListOf<Name, C, F>,
): ListPage {
  return {
    actions: [], widths: {}, cells: {}, columns: [], filters: Object.keys(page.resource.filters),
    empty: { title: '还没有内容', about: '' },
    ...page,
  } as unknown as ListPage
}

/** A page that isn't a list. */
export function defineView(page: ViewPage): ViewPage {
  return page
}

export function isListPage(page: Page): page is ListPage {
  return 'resource' in page
}

export function accessOf(page: Page): Access {
  return page.permission ?? (isListPage(page) ? page.resource.permission : 'admin')
}
