import { readCondition } from '../../protocol/extension-condition.ts'
import type { Filter, FilterValue, FilterValues, Filters } from '../../protocol/resource.ts'

/** What is asked of a list, as it stands in the address: `?search=张&state=active&created=1700..1800&sort=-name`. */
export function readFilters(filters: Filters, params: URLSearchParams): FilterValues {
  const values: Record<string, FilterValue> = {}
  for (const [name, filter] of Object.entries(filters)) {
    const value = readValue(filter, params.getAll(name))
    if (value !== null) values[name] = value
  }
  return values
}

/** Leaves what isn't a filter as it is. */
export function writeFilters(filters: Filters, values: FilterValues, before: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(before)
  for (const name of Object.keys(filters)) {
    params.delete(name)
    const value = values[name]
    if (value === undefined || isEmptyFilter(value)) continue
    for (const text of textsOf(value)) params.append(name, text)
  }
  return params
}

export function isEmptyFilter(value: FilterValue): boolean {
  if (typeof value === 'string') return value.trim() === ''
  if (isList(value)) return value.length === 0
  return (value.from ?? null) === null && (value.to ?? null) === null
}

function readValue(filter: Filter, texts: readonly string[]): FilterValue | null {
  const [first] = texts
  if (first === undefined || first === '') return null
  switch (filter.kind) {
    case 'search': return first
    case 'toggle': return first === 'true' ? first : null
    case 'choice': return Object.hasOwn(filter.choices, first) ? first : null
    case 'department': return first
    case 'extensions': return texts.filter((text) => readCondition(text) !== null)
    case 'option': return texts
    case 'timeRange':
    case 'numberRange': return readRange(first)
  }
}

function readRange(text: string): FilterValue | null {
  const found = /^(-?\d*)\.\.(-?\d*)$/.exec(text)
  if (found === null) return null
  const [from, to] = [readNumber(found[1]), readNumber(found[2])]
  return from === null && to === null ? null : { from, to }
}

function readNumber(text: string | undefined): number | null {
  const value = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isSafeInteger(value) ? value : null
}

function textsOf(value: FilterValue): readonly string[] {
  if (typeof value === 'string') return [value.trim()]
  return isList(value) ? value : [`${value.from ?? ''}..${value.to ?? ''}`]
}

function isList(value: FilterValue): value is readonly string[] {
  return Array.isArray(value)
}
