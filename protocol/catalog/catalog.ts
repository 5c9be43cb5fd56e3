import { bodyFields } from '../bodies.ts'
import { closeCodes } from '../close-codes.ts'
import { commandShapes } from '../commands.ts'
import { facts } from '../events/index.ts'
import { faultCodes } from '../fault-codes.ts'
import type { FieldSet } from '../fields.ts'
import { messageTypes } from '../kinds.ts'
import { limits, protocolVersion } from '../limits.ts'
import type { Shape } from '../message.ts'
import { phoneDownlink, phoneUplink } from '../messages/phone.ts'
import { seatDownlink, seatUplink } from '../messages/seat.ts'
import type { AnyOperation } from '../operation.ts'
import { operations } from '../operations/index.ts'
import { refusalCodes } from '../refusal-codes.ts'
import { resultCodes } from '../result-codes.ts'
import { defaultSwitches, switchNames, switches } from '../switches.ts'
import {
  type ShapeEntry, describeFields, describeRecord, describeShape, recordsIn, wordsOf,
} from './describe.ts'
import { limitsAbout } from './limits-about.ts'

/** Everything that travels, for phones in other languages. Made from the code, so it can't drift. */
export function newCatalog(): object {
  const families = { phoneUplink, phoneDownlink, seatUplink, seatDownlink }
  const described = Object.entries(families).map(([name, { shapes }]) => [name, shapes.map(describeMessage)])
  return {
    protocolVersion,
    limits: describeLimits(),
    messageTypes,
    ...Object.fromEntries(described) as object,
    commands: commandShapes.map(describeShape),
    switches: switchNames.map((name) => ({ name, onAtFirst: defaultSwitches.includes(name), ...switches[name] })),
    bodies: describeBodies(),
    records: Object.fromEntries([...allRecords()].map(([name, spec]) => [name, describeRecord(spec)])),
    events: facts.shapes.map(describeShape),
    operations: describeOperations(),
    closeCodes: Object.values(closeCodes),
    refusalCodes,
    resultCodes,
    faultCodes,
  }
}

function describeLimits(): object {
  const entries = limitNames.map((name) => [name, { value: limits[name], about: limitsAbout[name] }])
  return Object.fromEntries(entries) as object
}

function describeBodies(): object {
  const entries = Object.entries(bodyFields).map(([type, keys]) => [type, describeFields(keys)])
  return Object.fromEntries(entries) as object
}

/** A message with a number has it as its first field. */
function describeMessage(shape: Shape<string, FieldSet>): ShapeEntry & { numbered: boolean } {
  const { fields, ...head } = describeShape(shape)
  return { ...head, numbered: shape.names[0] === 'sequence' && shape.code >= firstNumberedCode, fields }
}

/** By name: the order of a module's exports depends on who loads it. */
function describeOperations(): object[] {
  const described = Object.values<AnyOperation>(operations).map(({ name, about, permission, input }) => {
    return { name, permission, about, input: describeFields(input) }
  })
  return described.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Rows of a table: name, keys, limit. */
export function describeRecords(): string[][] {
  return [...allRecords()].map(([name, { fields, required, bytesMax }]) => {
    const keys = Object.entries(fields).map(([key, field]) => {
      return `${required.includes(key) ? `**${key}**` : key}: ${wordsOf(field)}`
    })
    return [`\`${name}\``, keys.join(' · '), `${bytesMax} bytes`]
  })
}

function allRecords(): ReturnType<typeof recordsIn> {
  const found: ReturnType<typeof recordsIn> = new Map()
  const messages = [
    ...phoneUplink.shapes, ...phoneDownlink.shapes, ...seatUplink.shapes, ...seatDownlink.shapes,
  ]
  for (const { fields } of [...messages, ...commandShapes, ...facts.shapes]) recordsIn(fields, found)
  return found
}

export const limitNames = Object.keys(limits) as (keyof typeof limits)[]
/** Below lie hello, heartbeat, welcome, acked, refused…, which have no number of their own. */
const firstNumberedCode = 0x10
