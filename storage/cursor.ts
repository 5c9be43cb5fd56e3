import type { SortKey } from './source.ts'

/** Where a page ended: the order it belongs to, and the values of the last row. */
export interface Cursor { order: string; values: string[] }

/** Opaque for consoles. */
export function writeCursor({ order, values }: Cursor): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url')
}

/** Null for what isn't a cursor of this order: people can send anything. */
export function readCursor(
  text: string, { order, keys }: { order: string; keys: readonly SortKey[] },
): string[] | null {
  const parsed = parse(text)
  if (!Array.isArray(parsed) || parsed.length !== keys.length + 1 || parsed[0] !== order) return null
  const values: unknown[] = parsed.slice(1)
  return values.every((value, index) => fits(value, keys[index] as SortKey)) ? values as string[] : null
}

function fits(value: unknown, { type }: SortKey): boolean {
  return typeof value === 'string' && !value.includes('\0') && shapes[type].test(value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown
  } catch {
    return null
  }
}

const shapes = {
  text: /^/, bigint: /^-?\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/,
}
