import type { FieldSet, Fields } from '../fields.ts'
import { type FieldFault, type Shape, shape } from '../message.ts'
import { type SourceId, sequence } from '../ids.ts'

/**
 * A fact: something that happened, past tense, defined once. In the journal it is `[code, source, sequence,
 * epoch, atMs, ...fields]`; where a peer itself numbers it, it travels as `[code, sequence, ...fields]`.
 */
export interface Fact<Name extends string, S extends FieldSet> extends Shape<Name, S> {
  /** Makes the event; time and numbers come from who records it. */
  of(stamp: Stamp, value: Fields<S>): Event<Name, S>
}

/** Who says it, as which number, over which connection. */
export interface Stamp {
  source: SourceId
  /** Numbers of one source have no gaps; every reader accepts exactly the next one. */
  sequence: number
  /** Position of the connection's own event; 0 where no connection is needed (hub, outbox). */
  epoch: number
  /** When the hub wrote it down, ms. */
  atMs: number
}

export type Event<Name extends string, S extends FieldSet> = Stamp & { kind: Name } & Fields<S>

export function fact<const Name extends string, S extends FieldSet>(
  definition: { code: number; name: Name; about: string; fields: S },
): Fact<Name, S> {
  const base = shape(definition)
  const taken = base.names.find((name) => stampKeys.has(name))
  if (taken !== undefined) throw new Error(`${definition.name}: the field ${taken} would hide the stamp's`)
  return { ...base, of: (stamp, value) => ({ kind: definition.name, ...stamp, ...value }) }
}

/** The same fact as a numbered message of the peer that says it. */
export function numbered<Name extends string, S extends FieldSet>(
  { code, name, about, fields }: Fact<Name, S>,
): Shape<Name, { sequence: ReturnType<typeof sequence> } & S> {
  return shape({ code, name, about, fields: { sequence: sequence(), ...fields } })
}

export type EventOf<F> = F extends Fact<infer Name, infer S> ? Event<Name, S> : never

const stampKeys: ReadonlySet<string> = new Set(['kind', 'source', 'sequence', 'epoch', 'atMs', 'position'])

/** Where the fact's own fields begin in the journal's array. */
export const stampLength = 5

export type { FieldFault }
