import type { FieldSet, Fields } from './fields.ts'
import { limits } from './limits.ts'

/**
 * A message or an event is one value: its code on the wire, its name, its fields in order. On the wire it is
 * a positional array `[code, ...fields]`; fields are only ever appended, a reader ignores what it doesn't
 * know.
 */
export interface Shape<Name extends string, S extends FieldSet> {
  readonly code: number
  readonly name: Name
  readonly fields: S
  readonly names: readonly string[]
  readonly about: string
  /** Null when all fields fit, else the first fault. `offset` is where the first field stands. */
  check(values: readonly unknown[], offset: number): FieldFault | null
  read(values: readonly unknown[], offset: number): Named<Name, S>
  write(value: Fields<S>): unknown[]
}

export type Named<Name extends string, S extends FieldSet> = { kind: Name } & Fields<S>
export type ReadOf<D> = D extends Shape<infer Name, infer S> ? Named<Name, S> : never

export interface FieldFault {
  readonly field: string
  readonly reason: string
}

/** Defines a shape. `about` is the one sentence the catalogue shows. */
export function shape<const Name extends string, S extends FieldSet>(
  { code, name, about, fields }: { code: number; name: Name; about: string; fields: S },
): Shape<Name, S> {
  const names = Object.keys(fields)
  const checks = names.map((key) => (fields[key] as FieldSet[string]).check)
  const prunes = names.map((key) => fields[key]?.prune)
  return {
    code, name, fields, names, about,
    check(values, offset) {
      for (let index = 0; index < checks.length; index++) {
        const reason = (checks[index] as (value: unknown) => string | null)(values[index + offset])
        if (reason !== null) return { field: names[index] as string, reason }
      }
      return null
    },
    read(values, offset) {
      const value: Record<string, unknown> = { kind: name }
      for (let index = 0; index < names.length; index++) {
        const found = values[index + offset] ?? null
        value[names[index] as string] = found === null ? null : prunes[index]?.(found) ?? found
      }
      return value as Named<Name, S>
    },
    write(value) {
      const values: unknown[] = [code]
      for (const key of names) values.push((value as Record<string, unknown>)[key])
      return values
    },
  }
}

type AnyShape = Shape<string, FieldSet>

/** The shapes of one direction, by code. A code twice is a bug that shows at load. */
export function family<const D extends readonly AnyShape[]>(...shapes: D): Family<D> {
  const byCode = new Map<number, AnyShape>()
  for (const one of shapes) {
    if (byCode.has(one.code)) throw new Error(`code ${one.code} is used twice: ${one.name}`)
    byCode.set(one.code, one)
  }
  return { shapes, byCode, frameBytesMax: limits.frameBytesMax }
}

/** What a hub says: its frames may be longer. */
export function downlink<const D extends readonly AnyShape[]>(...shapes: D): Family<D> {
  return { ...family(...shapes), frameBytesMax: limits.downlinkBytesMax }
}

export interface Family<D extends readonly AnyShape[]> {
  readonly shapes: D
  readonly byCode: ReadonlyMap<number, AnyShape>
  readonly frameBytesMax: number
}

/** The union of all messages of a family, told apart by `kind`. */
export type MemberOf<F> = F extends Family<infer D> ? { [I in keyof D]: ReadOf<D[I]> }[number] : never
