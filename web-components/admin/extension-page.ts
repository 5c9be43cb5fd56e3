import { columnOf, extensionsOf, withExtensionColumns } from '../../protocol/extension-columns.ts'
import type { ExtensionField, ExtensionValue } from '../../protocol/extension-field.ts'
import type { Column, Row } from '../../protocol/resource.ts'
import type { Admin } from '../data/admin.ts'
import { cellText } from '../elements/cell-text.ts'
import type { ListPage } from './page.ts'

/** FRND-1: a list with extension fields has a column for each, behind its own. The same page as long as they are. */
export function withExtensionFields(page: ListPage, admin: Admin): ListPage {
  const name = extensionsOf(page.resource.columns)
  if (name === null) return page
  const fields = admin.fields.needed()
  const known = expanded.get(page)
  if (known?.fields === fields) return known.page
  const fresh = { fields, page: expand(page, name, fields) }
  expanded.set(page, fresh)
  return fresh.page
}

function expand(page: ListPage, name: string, fields: readonly ExtensionField[]): ListPage {
  const resource = withExtensionColumns(page.resource, fields)
  const cells = fields.map(({ id }) => [columnOf(id), (row: Row) => {
    const values = row[name] as Record<string, ExtensionValue> | null
    return cellText(resource.columns[columnOf(id)] as Column, values?.[id])
  }] as const)
  const columns = [...page.columns, ...fields.map(({ id }) => columnOf(id))]
  return { ...page, resource, columns, cells: { ...page.cells, ...Object.fromEntries(cells) } }
}

const expanded = new WeakMap<ListPage, { fields: readonly ExtensionField[]; page: ListPage }>()
