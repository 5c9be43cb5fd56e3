/**
 * What a field of a message, an event or an operation may hold. The edge checks with it once; nothing behind
 * checks again.
 */
export interface Field<T> {
  /** For the catalogue, e.g. `text ≤ 16384 bytes`. */
  readonly type: string
  readonly optional: boolean
  /** Null when the value fits, else what is wrong, naming the limit: `longer than 16384 bytes`. */
  check(this: void, value: unknown): string | null
  readonly value?: T
}

export type ValueOf<F> = F extends Field<infer T> ? T : never
export type FieldSet = Readonly<Record<string, Field<unknown>>>
export type Fields<S extends FieldSet> = { -readonly [K in keyof S]: ValueOf<S[K]> }

function field<T>(type: string, check: (value: unknown) => string | null): Field<T> {
  return { type, optional: false, check }
}

/** Valid Unicode without U+0000 (PostgreSQL can't hold it), at most `bytesMax` bytes of UTF-8. */
export function text({ bytesMax, bytesMin = 0 }: { bytesMax: number; bytesMin?: number }): Field<string> {
  return field(`text ${bytesMin > 0 ? `${bytesMin}–` : '≤ '}${bytesMax} bytes`, (value) => {
    if (typeof value !== 'string') return 'not a text'
    if (value.length > bytesMax || (value.length * 3 > bytesMax && byteLength(value) > bytesMax)) {
      return `longer than ${bytesMax} bytes`
    }
    if (value.length < bytesMin) return bytesMin === 1 ? 'empty' : `shorter than ${bytesMin}`
    if (value.includes('\0')) return 'contains U+0000'
    return isWellFormed(value) ? null : 'not valid Unicode'
  })
}

/** A short text that must match; `what` is the reader's word for it. */
export function pattern<T extends string>(what: string, expression: RegExp, bytesMax: number): Field<T> {
  return field(`${what} (${expression.source}, ≤ ${bytesMax})`, (value) => {
    if (typeof value !== 'string') return 'not a text'
    if (value.length > bytesMax) return `longer than ${bytesMax} bytes`
    return expression.test(value) ? null : `not a ${what}`
  })
}

export function integer({ min, max }: { min: number; max: number }): Field<number> {
  return field(`integer ${min}–${max}`, (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return 'not an integer'
    return value < min || value > max ? `not in ${min}–${max}` : null
  })
}

/** Milliseconds since 1970, UTC. msgpack may carry it as float64 or uint64. From 2000 to 2100. */
export function timestampMs(): Field<number> {
  return field('time in ms', (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'not a time in ms'
    return value < 946_684_800_000 || value > 4_102_444_800_000 ? 'not a time between 2000 and 2100' : null
  })
}

export function boolean(): Field<boolean> {
  return field('boolean', (value) => (typeof value === 'boolean' ? null : 'not true or false'))
}

/** Opaque bytes, carried and stored as they came. */
export function bytes({ bytesMax }: { bytesMax: number }): Field<Uint8Array> {
  return field(`bytes ≤ ${bytesMax}`, (value) => {
    if (!(value instanceof Uint8Array)) return 'not bytes'
    return value.length > bytesMax ? `longer than ${bytesMax} bytes` : null
  })
}

export function oneOf<const T extends string>(...choices: readonly T[]): Field<T> {
  const known = new Set<unknown>(choices)
  return field(choices.join(' | '), (value) => (known.has(value) ? null : `not one of ${choices.join(', ')}`))
}

export function listOf<T>(item: Field<T>, { max }: { max: number }): Field<T[]> {
  return field(`list of ≤ ${max} (${item.type})`, (value) => {
    if (!Array.isArray(value)) return 'not a list'
    if (value.length > max) return `more than ${max} entries`
    for (const [index, entry] of value.entries()) {
      const fault = item.check(entry)
      if (fault !== null) return `entry ${index}: ${fault}`
    }
    return null
  })
}

/** Nil or left out is null. Fields are only ever appended, so a new field of an old message is optional. */
export function optional<T>(inner: Field<T>): Field<T | null> {
  return {
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
 * A msgpack map with known keys, each of them optional but `required`; unknown keys are ignored, so that a
 * newer peer may add some.
 */
export function record<S extends FieldSet, const R extends keyof S = never>(
  what: string, fields: S, { required = [], bytesMax }: { required?: readonly R[]; bytesMax: number },
): Field<RecordOf<S, R>> {
  const keys = Object.keys(fields)
  return field(`${what} {${keys.join(', ')}}`, (value) => {
    if (!isMap(value)) return 'not a map'
    const map = value
    let weight = 0
    for (const key of keys) {
      const entry = map[key]
      if (entry === undefined || entry === null) continue
      const fault = (fields[key] as FieldSet[string]).check(entry)
      if (fault !== null) return `${key}: ${fault}`
      weight += weightOf(entry)
    }
    for (const key of required) if (map[key as string] === undefined) return `${String(key)}: missing`
    return weight > bytesMax ? `longer than ${bytesMax} bytes` : null
  })
}

export type RecordOf<S extends FieldSet, R extends keyof S> =
  { [K in R]: ValueOf<S[K]> } & { [K in Exclude<keyof S, R>]?: ValueOf<S[K]> | null }

/** A rough size, enough to bound memory: texts dominate. */
function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length * 3
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + weightOf(entry), 0)
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).reduce((sum: number, entry) => sum + weightOf(entry), 0)
  }
  return 8
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return !Array.isArray(value) && !(value instanceof Uint8Array)
}
