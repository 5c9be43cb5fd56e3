import type { ExtensionField, ExtensionKind, ExtensionValue } from './extension-field.ts'
import type { ColumnKind, Columns, Resource, Row } from './resource.ts'

/** Of a list with a column of the kind `extensions`: one column more for each field, `field7`, behind the others. */
export function withExtensionColumns<R extends Pick<Resource, 'columns'>>(
  resource: R, fields: readonly ExtensionField[],
): R {
  if (extensionsOf(resource.columns) === null) return resource
  const added = fields.map(({ id, name, kind }) => {
    return [columnOf(id), { kind: columnKinds[kind], title: name, show: 'shown' }] as const
  })
  return { ...resource, columns: { ...resource.columns, ...Object.fromEntries(added) } }
}

/** The row with its values also under the names of those columns. */
export function withExtensionValues(columns: Columns, row: Row): Row {
  const name = extensionsOf(columns)
  const values = name === null ? null : row[name] as Record<string, ExtensionValue> | null
  if (values === null) return row
  return { ...row, ...Object.fromEntries(Object.entries(values).map(([id, value]) => [columnOf(id), value])) }
}

export const columnOf = (id: string): string => `field${id}`

/** The column that holds them all; null where the list has none. */
export function extensionsOf(columns: Columns): string | null {
  return Object.keys(columns).find((name) => columns[name]?.kind === 'extensions') ?? null
}

const columnKinds: Record<ExtensionKind, ColumnKind> = {
  number: 'integer', text: 'text', longText: 'text', date: 'text', dateTime: 'time', single: 'text', multiple: 'list',
}
