import { isDeepStrictEqual } from 'node:util'
import { type ViewRows, keyOf } from './seat-view.ts'

/** What differs between two views, one line each, empty when nothing does. */
export function viewDifference(
  { live, fresh }: { live: ViewRows; fresh: ViewRows }, names = { live: 'live', fresh: 'fresh' },
): string[] {
  return [
    ...rowDifference({
      what: 'conversation', live: new Map(live.conversations.map((one) => [keyOf(one), one])),
      fresh: new Map(fresh.conversations.map((one) => [keyOf(one), one])), names,
    }),
    ...rowDifference({
      what: 'message', live: new Map(live.messages.map((one) => [one.position, one])),
      fresh: new Map(fresh.messages.map((one) => [one.position, one])), names,
    }),
  ]
}

interface Rows<Key> {
  what: string
  live: ReadonlyMap<Key, object>
  fresh: ReadonlyMap<Key, object>
  names: { live: string; fresh: string }
}

function rowDifference<Key extends string | number>({ what, live, fresh, names }: Rows<Key>): string[] {
  const found: string[] = []
  for (const [key, row] of live) {
    const other = fresh.get(key)
    if (other === undefined) found.push(`${what} ${key} is ${names.live} only: ${JSON.stringify(row)}`)
    else if (!isDeepStrictEqual(row, other)) found.push(`${what} ${key}: ${fieldDifference(row, other, names)}`)
  }
  for (const [key, row] of fresh) {
    if (!live.has(key)) found.push(`${what} ${key} is ${names.fresh} only: ${JSON.stringify(row)}`)
  }
  return found
}

function fieldDifference(live: object, fresh: object, names: Rows<string>['names']): string {
  const [a, b] = [live as Record<string, unknown>, fresh as Record<string, unknown>]
  const fields = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...fields].filter((field) => !isDeepStrictEqual(a[field], b[field])).map((field) => {
    return `${field} ${names.live} ${JSON.stringify(a[field])}, ${names.fresh} ${JSON.stringify(b[field])}`
  }).join('; ')
}
