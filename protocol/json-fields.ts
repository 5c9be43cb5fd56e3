import { type Field, byteLength, field, isMap } from './fields.ts'
import { limits } from './limits.ts'
import type { FilterValue, FilterValues, Selection } from './resource.ts'

/** A JSON object that its receiver reads by a definition of its own: input of a bulk action. */
export function jsonObject(what: string, { bytesMax }: { bytesMax: number }): Field<Record<string, unknown>> {
  return field(`${what} (JSON object ≤ ${bytesMax} bytes)`, { kind: 'json', what, bytesMax }, (value) => {
    if (!isMap(value)) return 'not an object'
    return byteLength(JSON.stringify(value)) > bytesMax ? `longer than ${bytesMax} bytes` : null
  })
}

/** What a list is filtered by: its shape; `filterFaults` holds it against the resource. */
export function filterValues(): Field<FilterValues> {
  const spec = { kind: 'json', what: 'filters', bytesMax: limits.operationBytesMax } as const
  return field('filters by name', spec, filtersFault)
}

/** `{rows: ids}`, or `{filters, except}`: all that a search finds. */
export function selection(): Field<Selection> {
  const spec = { kind: 'json', what: 'selection', bytesMax: limits.operationBytesMax } as const
  return field('selection of rows', spec, (value) => {
    if (!isMap(value)) return 'not an object'
    const { rows, filters, except, ...rest } = value
    const unknown = Object.keys(rest)[0]
    if (unknown !== undefined) return `${unknown}: unknown field`
    if ((rows === undefined) === (filters === undefined)) return 'either rows or filters'
    if (rows !== undefined && except !== undefined) return 'except goes with filters'
    return textsFault(rows, limits.selectedRowsMax) ?? textsFault(except, limits.selectedRowsMax)
      ?? (filters === undefined ? null : filtersFault(filters))
  })
}

export interface Range { readonly from?: number | null; readonly to?: number | null }

/** One text or many, as a list. */
export function textsOf(value: FilterValue): readonly string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value as readonly string[] : []
}

export function isRange(value: FilterValue): value is Range {
  return typeof value === 'object' && !Array.isArray(value)
}

function filtersFault(value: unknown): string | null {
  if (!isMap(value)) return 'not an object'
  for (const [name, one] of Object.entries(value)) {
    const fault = valueFault(one)
    if (fault !== null) return `${name}: ${fault}`
  }
  return null
}

function valueFault(value: unknown): string | null {
  if (typeof value === 'string') return textFault(value)
  if (Array.isArray(value)) return textsFault(value, limits.filterEntriesMax)
  if (!isMap(value)) return 'not a text, a list of texts or a range'
  for (const [end, at] of Object.entries(value)) {
    if (end !== 'from' && end !== 'to') return `${end}: unknown field`
    if (at !== null && !Number.isSafeInteger(at)) return `${end}: not a whole number`
  }
  return null
}

function textsFault(value: unknown, max: number): string | null {
  if (value === undefined) return null
  if (!Array.isArray(value)) return 'not a list of texts'
  if (value.length > max) return `more than ${max} entries`
  for (const [index, one] of value.entries()) {
    const fault = typeof one === 'string' ? textFault(one) : 'not a text'
    if (fault !== null) return `entry ${index}: ${fault}`
  }
  return null
}

function textFault(value: string): string | null {
  if (value.length > limits.nameBytesMax) return `longer than ${limits.nameBytesMax} characters`
  return value.includes('\0') ? 'contains U+0000' : null
}
