import { bodyFields } from '../bodies.ts'
import { pack } from '../codec.ts'
import { commandShapes } from '../commands.ts'
import { type HubEvent, facts, writeEvent } from '../events/index.ts'
import type { FieldSet } from '../fields.ts'
import { encodeFrame } from '../frame.ts'
import type { SourceId } from '../ids.ts'
import type { Family } from '../message.ts'
import { command, phoneDownlink, phoneUplink } from '../messages/phone.ts'
import { seatDownlink, seatUplink } from '../messages/seat.ts'
import { type AnyShape, type GoldenFrame, toHex, toJson } from './golden-frame.ts'
import { malformedFrames } from './malformed.ts'
import { otherFrames } from './other-frames.ts'
import { type SampleKind, sampleFields, sampleKinds } from './samples.ts'

/** The contents of protocol/golden/, by file name. */
export function goldenFiles(): Record<string, unknown> {
  return {
    'phone-uplink.json': framesOf(phoneUplink),
    'phone-downlink.json': [...framesOf(phoneDownlink), ...commandFrames()],
    'seat-uplink.json': framesOf(seatUplink),
    'seat-downlink.json': framesOf(seatDownlink),
    'commands.json': commandShapes.flatMap((shape) => samplesOf(shape).map(({ kind, fields }) => ({
      name: `${shape.name}/${kind}`, command: toJson({ kind: shape.name, ...fields }),
      args: toHex(pack(shape.write(fields as never))),
    }))),
    'bodies.json': Object.entries(bodyFields).flatMap(([type, keys]) => bodiesOf(type, keys)),
    'events.json': facts.shapes.flatMap((shape) => eventsOf(shape as unknown as AnyShape)),
    'other-writers.json': otherFrames(),
    'malformed.json': malformedFrames(),
  }
}

function framesOf(family: Family<readonly AnyShape[]>): GoldenFrame[] {
  return family.shapes.flatMap((shape) => {
    return samplesOf(shape).map(({ kind, fields }) => frameOf(kind, shape, fields))
  })
}

function frameOf(kind: string, shape: AnyShape, fields: Record<string, unknown>): GoldenFrame {
  return {
    name: `${shape.name}/${kind}`, messages: [toJson({ kind: shape.name, ...fields })],
    frame: toHex(encodeFrame([shape.write(fields)])),
  }
}

/** Each command as it reaches a phone. */
function commandFrames(): GoldenFrame[] {
  return commandShapes.map((shape) => frameOf(shape.name, command as unknown as AnyShape, {
    ...sampleFields(command.fields, 'everyday'), name: shape.name,
    args: pack(shape.write(sampleFields(shape.fields, 'everyday') as never)),
  }))
}

function bodiesOf(type: string, keys: FieldSet): object[] {
  return sampleKinds.map((kind) => {
    const body = kind === 'nil' ? {} : sampleFields(keys, kind)
    const name = `${type}/${kind === 'nil' ? 'empty' : kind}`
    return { name, type, body: toJson(body), bytes: toHex(pack(body)) }
  })
}

function eventsOf(shape: AnyShape): object[] {
  return samplesOf(shape).map(({ kind, fields }) => {
    const source = `h/${shape.code}` as SourceId
    const stamp = { source, sequence: 7, epoch: 131_072, atMs: 1_767_225_600_123 }
    const event = { kind: shape.name, ...stamp, ...fields }
    const bytes = pack(writeEvent(event as unknown as HubEvent))
    return { name: `${shape.name}/${kind}`, event: toJson(event), bytes: toHex(bytes) }
  })
}

/** `nil` only where something may be nil. */
function samplesOf(shape: AnyShape): { kind: SampleKind; fields: Record<string, unknown> }[] {
  const hasOptional = Object.values(shape.fields).some(({ optional }) => optional)
  const kinds = sampleKinds.filter((kind) => kind !== 'nil' || hasOptional)
  return kinds.map((kind) => ({ kind, fields: sampleFields(shape.fields, kind) }))
}
