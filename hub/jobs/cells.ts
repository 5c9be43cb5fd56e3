import { permissions, isPermission } from '../../protocol/permissions.ts'
import type { Column, Resource, Row } from '../../protocol/resource.ts'

/** A row as people read it in a sheet. Numbers stay numbers; everything else is text. */
export type Cell = string | number

export function cellsOf({ columns }: Pick<Resource, 'columns'>, names: readonly string[], row: Row): Cell[] {
  return names.map((name) => cellOf(columns[name] as Column, row[name]))
}

function cellOf({ kind, choices }: Column, value: unknown): Cell {
  if (value === null || value === undefined) return ''
  switch (kind) {
    case 'integer': return typeof value === 'number' ? value : asText(value)
    case 'money': return typeof value === 'number' ? value / 100 : asText(value)
    case 'time': return typeof value === 'number' ? timeText(value) : asText(value)
    case 'boolean':
    case 'choice': return choices?.[asText(value)] ?? asText(value)
    case 'list': return Array.isArray(value) ? value.map(wordOf).join('、') : asText(value)
    default: return asText(value)
  }
}

/** A formula would run where the sheet is opened: such a text begins with an apostrophe, which is shown as text. */
export function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? ''
}

function wordOf(value: unknown): string {
  const text = asText(value)
  return isPermission(text) ? permissions[text].title : text
}

/** In the zone of the company: 2026-11-23 22:14:05. */
function timeText(ms: number): string {
  return times.format(ms).replace(',', '')
}

const times = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Asia/Shanghai' })
