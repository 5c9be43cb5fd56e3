import type { Field, FieldSet, FieldSpec } from '../fields.ts'
import type { Shape } from '../message.ts'

/** A field as the catalogue shows it. Maps are named here and described once, under `records`. */
export interface FieldEntry {
  name: string
  type: string
  optional?: true
  [detail: string]: unknown
}

export interface ShapeEntry {
  code: number
  name: string
  about: string
  fields: FieldEntry[]
}

type RecordSpec = Extract<FieldSpec, { kind: 'record' }>

export function describeShape({ code, name, about, fields }: Shape<string, FieldSet>): ShapeEntry {
  return { code, name, about, fields: describeFields(fields) }
}

export function describeFields(fields: FieldSet): FieldEntry[] {
  return Object.entries(fields).map(([name, field]) => ({
    name, ...describeSpec(field.spec), ...(field.optional ? { optional: true } : {}),
  }))
}

export function describeRecord({ fields, required, bytesMax }: RecordSpec): object {
  return { bytesMax, required, keys: describeFields(fields) }
}

/** All maps that these fields hold, also inside of lists and other maps, by name. */
export function recordsIn(fields: FieldSet, found = new Map<string, RecordSpec>()): Map<string, RecordSpec> {
  for (const { spec } of Object.values(fields)) noteRecords(spec, found)
  return found
}

function noteRecords(spec: FieldSpec, found: Map<string, RecordSpec>): void {
  if (spec.kind === 'list') noteRecords(spec.item.spec, found)
  if (spec.kind !== 'record') return
  found.set(spec.what, spec)
  recordsIn(spec.fields, found)
}

function describeSpec(spec: FieldSpec): { type: string; [detail: string]: unknown } {
  switch (spec.kind) {
    case 'record': return { type: 'map', record: spec.what }
    case 'list': return { type: 'list', max: spec.max, of: describeSpec(spec.item.spec) }
    case 'pattern': {
      const { what, expression, bytesMax } = spec
      return { type: 'text', what, expression, bytesMax }
    }
    default: {
      const { kind, ...details } = spec
      return { type: kind, ...details }
    }
  }
}

/** The same in a few words, for the tables of PROTOCOL.md. */
export function wordsOf({ spec, optional }: Field<unknown>): string {
  return `${words(spec)}${optional ? ' or nil' : ''}`
}

function words(spec: FieldSpec): string {
  switch (spec.kind) {
    case 'text': return `text ${spec.bytesMin > 0 ? `${spec.bytesMin}–` : '≤ '}${spec.bytesMax}`
    case 'pattern': return spec.what
    case 'integer': return spec.max < Number.MAX_SAFE_INTEGER ? `${spec.min}–${spec.max}` : `integer ≥ ${spec.min}`
    case 'decimal': return `number ${spec.min}–${spec.max}`
    case 'bytes': return `bytes ≤ ${spec.bytesMax}`
    case 'choice': return spec.choices.length > 10 ? 'message kind' : spec.choices.join(' \\| ')
    case 'list': return `≤ ${spec.max} × ${words(spec.item.spec)}`
    case 'record': return `map \`${spec.what}\``
    default: return spec.kind === 'event' ? 'journal event' : spec.kind
  }
}
