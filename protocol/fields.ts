/**
 * What a field of a message, an event or an operation may hold. The edge checks with it once; nothing behind
 * checks again.
 */
export interface Field<T> {
  /** For people, e.g. `text ≤ 16384 bytes`. */
  readonly type: string
  /** The same for machines: the catalogue, the golden files and the tests are made from it. */
  readonly spec: FieldSpec
  readonly optional: boolean
  /** Null when the value fits, else what is wrong, naming the limit: `longer than 16384 bytes`. */
  check(this: void, value: unknown): string | null
  /** Leaves off what the protocol doesn't know, so that nothing unchecked passes the edge inside of a map. */
  readonly prune?: (this: void, value: unknown) => unknown
  readonly value?: T
}

export type FieldSpec =
  | { kind: 'text'; bytesMin: number; bytesMax: number }
  | { kind: 'pattern'; what: string; expression: string; bytesMax: number }
  | { kind: 'integer'; min: number; max: number }
  | { kind: 'decimal'; min: number; max: number }
  | { kind: 'time' }
  | { kind: 'boolean' }
  | { kind: 'bytes'; bytesMax: number }
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'list'; item: Field<unknown>; max: number }
  | { kind: 'record'; what: string; fields: FieldSet; required: readonly string[]; bytesMax: number }
  | { kind: 'json'; what: string; bytesMax: number }
  | { kind: 'event' }

export type ValueOf<F> = F extends Field<infer T> ? T : never
export type FieldSet = Readonly<Record<string, Field<unknown>>>
export type Fields<S extends FieldSet> = { -readonly [K in keyof S]: ValueOf<S[K]> }

export function field<T>(type: string, spec: FieldSpec, check: Field<T>['check']): Field<T> {
  return { type, spec, optional: false, check }
}

/** Valid Unicode without U+0000 (PostgreSQL can't hold it), at most `bytesMax` bytes of UTF-8. */
export function text({ bytesMax, bytesMin = 0 }: { bytesMax: number; bytesMin?: number }): Field<string> {
  const type = `text ${bytesMin > 0 ? `${bytesMin}–` : '≤ '}${bytesMax} bytes`
  return field(type, { kind: 'text', bytesMin, bytesMax }, (value) => {
    if (typeof value !== 'string') return 'not a text'
    if (value.length > bytesMax || (value.length * 3 > bytesMax && byteLength(value) > bytesMax)) {
      return `longer than ${bytesMax} bytes`
    }
    if (value.length < bytesMin && byteLength(value) < bytesMin) {
      return bytesMin === 1 ? 'empty' : `shorter than ${bytesMin} bytes`
    }
    if (value.includes('\0')) return 'contains U+0000'
    return isWellFormed(value) ? null : 'not valid Unicode'
  })
}

/** A short text that must match; `what` is the reader's word for it. */
export function pattern<T extends string>(what: string, expression: RegExp, bytesMax: number): Field<T> {
  const spec = { kind: 'pattern', what, expression: expression.source, bytesMax } as const
  return field(`${what} (${expression.source}, ≤ ${bytesMax})`, spec, (value) => {
    if (typeof value !== 'string') return 'not a text'
    if (value.length > bytesMax) return `longer than ${bytesMax} bytes`
    return expression.test(value) ? null : `not a ${what}`
  })
}

export function integer({ min, max }: { min: number; max: number }): Field<number> {
  return field(`integer ${min}–${max}`, { kind: 'integer', min, max }, (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return 'not an integer'
    return value < min || value > max ? `not in ${min}–${max}` : null
  })
}

export function decimal({ min, max }: { min: number; max: number }): Field<number> {
  return field(`number ${min}–${max}`, { kind: 'decimal', min, max }, (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'not a number'
    return value < min || value > max ? `not in ${min}–${max}` : null
  })
}

/** 2000-01-01 and 2100-01-01. */
export const timeMinMs = 946_684_800_000
export const timeMaxMs = 4_102_444_800_000

/** Whole milliseconds since 1970, UTC, from 2000 to 2100. msgpack may carry it as float64 or uint64. */
export function timestampMs(): Field<number> {
  return field('time in ms', { kind: 'time' }, (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return 'not a time in whole ms'
    return value < timeMinMs || value > timeMaxMs ? 'not a time between 2000 and 2100' : null
  })
}

export function boolean(): Field<boolean> {
  const spec = { kind: 'boolean' } as const
  return field('boolean', spec, (value) => (typeof value === 'boolean' ? null : 'not true or false'))
}

/** Opaque bytes, carried and stored as they came. */
export function bytes({ bytesMax }: { bytesMax: number }): Field<Uint8Array> {
  return field(`bytes ≤ ${bytesMax}`, { kind: 'bytes', bytesMax }, (value) => {
    if (!(value instanceof Uint8Array)) return 'not bytes'
    return value.length > bytesMax ? `longer than ${bytesMax} bytes` : null
  })
}

export function oneOf<const T extends string>(...choices: readonly T[]): Field<T> {
  const known = new Set<unknown>(choices)
  const fault = `not one of ${choices.join(', ')}`
  return field(choices.join(' | '), { kind: 'choice', choices }, (value) => (known.has(value) ? null : fault))
}

export function listOf<T>(item: Field<T>, { max }: { max: number }): Field<T[]> {
  const { prune } = item
  const base = field<T[]>(`list of ≤ ${max} (${item.type})`, { kind: 'list', item, max }, (value) => {
    if (!Array.isArray(value)) return 'not a list'
    if (value.length > max) return `more than ${max} entries`
    for (const [index, entry] of value.entries()) {
      const fault = item.check(entry)
      if (fault !== null) return `entry ${index}: ${fault}`
    }
    return null
  })
  return prune === undefined ? base : { ...base, prune: (value) => (value as unknown[]).map(prune) }
}

/** Nil or left out is null. Fields are only ever appended, so a new field of an old message is optional. */
export function optional<T>(inner: Field<T>): Field<T | null> {
  return {
    ...inner,
    type: `${inner.type}, or nil`,
    optional: true,
    check: (value) => (value === null || value === undefined ? null : inner.check(value)),
  }
}

const encoder = new TextEncoder()
export function byteLength(value: string): number {
  return encoder.encode(value).length
}

/** Node 20 and Chromium have String.prototype.isWellFormed; the library types of es2023 don't know it yet. */
function isWellFormed(value: string): boolean {
  return (value as unknown as { isWellFormed(): boolean }).isWellFormed()
}

/**
 * A msgpack map with known keys, each of them optional but `required`; nil is as good as left out. Unknown
 * keys are left off, so that a newer peer may add some.
 */
export function record<S extends FieldSet, const R extends keyof S = never>(
  what: string, fields: S, { required = [], bytesMax }: { required?: readonly R[]; bytesMax: number },
): Field<RecordOf<S, R>> {
  const keys = Object.keys(fields)
  const spec = { kind: 'record', what, fields, required: required as readonly string[], bytesMax } as const
  const base = field<RecordOf<S, R>>(`${what} {${keys.join(', ')}}`, spec, (value) => {
    if (!isMap(value)) return 'not a map'
    for (const key of keys) {
      const entry = value[key] ?? null
      const fault = entry === null ? null : (fields[key] as FieldSet[string]).check(entry)
      if (fault !== null) return `${key}: ${fault}`
    }
    for (const key of required) if ((value[key as string] ?? null) === null) return `${String(key)}: missing`
    return weighs(keys.map((key) => value[key]), { bytesMax }) ? null : `longer than ${bytesMax} bytes`
  })
  return { ...base, prune: (value) => pruneRecord(fields, value as Record<string, unknown>) }
}

function pruneRecord(fields: FieldSet, value: Record<string, unknown>): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  for (const key of Object.keys(fields)) {
    const entry = value[key] ?? null
    if (entry !== null) known[key] = fields[key]?.prune?.(entry) ?? entry
  }
  return known
}

export type RecordOf<S extends FieldSet, R extends keyof S> =
  { [K in R]: ValueOf<S[K]> } & { [K in Exclude<keyof S, R>]?: ValueOf<S[K]> | null }

/** Texts by their bytes, everything else as 8. Counting bytes is dear, so it is done only near the limit. */
function weighs(values: readonly unknown[], { bytesMax }: { bytesMax: number }): boolean {
  return weightOf(values, (text) => text.length * 3) <= bytesMax || weightOf(values, byteLength) <= bytesMax
}

function weightOf(value: unknown, textBytes: (text: string) => number): number {
  if (typeof value === 'string') return textBytes(value)
  if (typeof value !== 'object') return value === undefined ? 0 : 8
  if (value === null) return 0
  return Object.values(value).reduce((sum: number, entry) => sum + weightOf(entry, textBytes), 0)
}

export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return !Array.isArray(value) && !(value instanceof Uint8Array)
}
