import assert from 'node:assert/strict'
import { phoneFacts } from '../../protocol/events/phone.ts'
import type { FieldSet, Fields } from '../../protocol/fields.ts'
import type { Shape } from '../../protocol/message.ts'

type PhoneFact = (typeof phoneFacts)[number]
export type FactName = PhoneFact['name']
export type FactFields<Name extends FactName> = Fields<Extract<PhoneFact, { name: Name }>['fields']>

/** `[code, ...fields]`, checked: an honest phone says nothing that the hub would refuse. */
export function writeFact<Name extends FactName>(name: Name, fields: FactFields<Name>): unknown[] {
  const shape = byName.get(name) as Shape<string, FieldSet>
  const values = shape.write(fields)
  const fault = shape.check(values, 1)
  assert(fault === null, `${name}.${fault?.field}: ${fault?.reason}`)
  return values
}

export function codeOf(name: FactName): number {
  return (byName.get(name) as Shape<string, FieldSet>).code
}

const byName = new Map(phoneFacts.map((fact) => [fact.name, fact as unknown as Shape<string, FieldSet>]))
