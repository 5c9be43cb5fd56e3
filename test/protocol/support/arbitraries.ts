import fc from 'fast-check'
import {
  type Field, type FieldSet, type FieldSpec, byteLength, timeMaxMs, timeMinMs,
} from '../../../protocol/fields.ts'
import { type HubEvent, facts, writeEvent } from '../../../protocol/events/index.ts'
import type { Shape } from '../../../protocol/message.ts'

export type AnyShape = Shape<string, FieldSet>
export type Values = Record<string, unknown>
export interface Sample { shape: AnyShape; value: { kind: string } & Values }

/** Any values that fit these fields. */
export function anyFields(fields: FieldSet): fc.Arbitrary<Values> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, anyField(field)])))
}

/** A message of one of the shapes, as it is read: `{ kind, ...fields }`. */
export function anyMessage(shapes: readonly AnyShape[]): fc.Arbitrary<Sample> {
  return fc.constantFrom(...shapes).chain((shape) => {
    return anyFields(shape.fields).map((values) => ({ shape, value: { kind: shape.name, ...values } }))
  })
}

export function anyField({ spec, optional }: Field<unknown>): fc.Arbitrary<unknown> {
  return optional ? fc.option(any(spec), { nil: null }) : any(spec)
}

function any(spec: FieldSpec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case 'text': return anyText(spec)
    case 'pattern': return anyPattern(spec)
    case 'integer': return fc.integer({ min: spec.min, max: spec.max })
    case 'decimal': return fc.double({ min: spec.min, max: spec.max, noNaN: true }).map((value) => value + 0)
    case 'time': return fc.integer({ min: timeMinMs, max: timeMaxMs })
    case 'boolean': return fc.boolean()
    case 'bytes': return fc.uint8Array({ maxLength: Math.min(spec.bytesMax, 400) })
    case 'choice': return fc.constantFrom(...spec.choices)
    case 'list': return fc.array(any(spec.item.spec), { maxLength: Math.min(spec.max, 5) })
    case 'record': return fc.record(
      Object.fromEntries(Object.entries(spec.fields).map(([key, field]) => [key, anyField(field)])),
      { requiredKeys: [...spec.required] },
    )
    case 'json': return fc.constant({})
    case 'event': return anyEvent().map((event) => writeEvent(event))
  }
}

/** Any event of the journal, or of these facts. */
export function anyEvent(shapes = facts.shapes as unknown as AnyShape[]): fc.Arbitrary<HubEvent> {
  const stamps = fc.record({
    source: anyIdOf(asciiLetters, 60), sequence: fc.integer({ min: 1 }), epoch: fc.maxSafeNat(),
    atMs: fc.integer({ min: timeMinMs, max: timeMaxMs }),
  })
  return anyMessage(shapes).chain(({ value }) => {
    return stamps.map((stamp) => ({ ...value, ...stamp }) as unknown as HubEvent)
  })
}

/** Any code point but half a surrogate pair; fast-check's own unit for it takes a second to make. */
export const anyCharacter = fc.oneof(fc.nat({ max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point))

/** All of Unicode, characters of several code points among it, within the limits of the field. */
function anyText({ bytesMin, bytesMax }: { bytesMin: number; bytesMax: number }): fc.Arbitrary<string> {
  const maxLength = Math.min(60, Math.max(1, Math.floor(bytesMax / 16)))
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength, minLength: bytesMin }),
    fc.string({ unit: anyCharacter, maxLength, minLength: bytesMin }),
    fc.constant('x'.repeat(Math.min(bytesMax, 1_000))),
  )
  return texts.map((text) => text.replaceAll('\0', ' ')).filter((text) => byteLength(text) <= bytesMax)
}

function anyPattern(
  { what, expression, bytesMax }: { what: string; expression: string; bytesMax: number },
): fc.Arbitrary<string> {
  if (what === 'media id') {
    return fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 64, maxLength: 64 })
  }
  if (what === 'notice id') return fc.integer({ min: 1, max: 999_999_999 }).map(String)
  if (what === 'msgSvrId') return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
  if (what === 'package name' || what.endsWith(' address')) {
    return fc.stringMatching(new RegExp(expression)).filter(({ length }) => length <= bytesMax)
  }
  const printable = what.includes('wxid') || what === 'task id' || what === 'source'
  return anyIdOf(printable ? `${asciiLetters}!"#$%&'()*+,./:;<=>?@[\\]^\`{|}~` : asciiLetters, bytesMax)
}

function anyIdOf(letters: string, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...letters.split('')), minLength: 1, maxLength })
}

const asciiLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
