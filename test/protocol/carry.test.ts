import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toJson } from '../../protocol/catalog/golden-frame.ts'
import { writeOtherwise } from '../../protocol/catalog/other-writer.ts'
import { type Carried, carriedBytesMax, writeCarried } from '../../protocol/carry.ts'
import { unpack } from '../../protocol/codec.ts'
import type { Stamp } from '../../protocol/events/fact.ts'
import { readEvent } from '../../protocol/events/index.ts'
import { type Decoded, decodeFrame, encodeFrame } from '../../protocol/frame.ts'
import type { SourceId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { type CarriedKind, type PhoneUplink, phoneCarrier, phoneUplink } from '../../protocol/messages/phone.ts'
import { type AnyShape, anyMessage } from './support/arbitraries.ts'
import { fromHex, goldenFrames } from './support/golden-files.ts'

const kinds = new Set<string>(['messageReceived', 'messageRecalled', 'mediaArrived', 'messageStateChanged'])
const shapes = (phoneUplink.shapes as unknown as AnyShape[]).filter(({ name }) => kinds.has(name))
const frames = fc.array(anyMessage(shapes), { minLength: 1, maxLength: 4 }).map((messages) => {
  return messages.map(({ shape, value }) => shape.write(value))
})
const stamp = { source: 'p/d1/i1' as SourceId, epoch: 7 * 2 ** 40, atMs: 1_770_000_000_000 }

test('what is carried becomes the event that its decoded message would become', () => {
  fc.assert(fc.property(frames, fc.constantFrom('plain', 'narrow', 'wide'), (raw, style) => {
    const bytes = style === 'plain' ? encodeFrame(raw) : writeOtherwise(raw, style)
    const carried = phoneCarrier(bytes)
    if (style === 'plain') expect(carried).not.toBeNull()
    if (carried !== null) expectSame(carried, bytes)
  }), { numRuns: 500 })
})

test('damaged frames are carried only where they would be decoded without a fault, to the same values', () => {
  const golden = goldenFrames().map(({ golden: { frame } }) => fromHex(frame)).filter((bytes) => bytes.length < 4_000)
  const good = fc.oneof(frames.map((raw) => encodeFrame(raw)), fc.constantFrom(...golden))
  const edit = fc.tuple(fc.nat(), fc.constantFrom('set', 'insert', 'cut'), fc.nat({ max: 255 }))
  fc.assert(fc.property(good, fc.array(edit, { minLength: 1, maxLength: 4 }), (bytes, edits) => {
    const damaged = edits.reduce<Uint8Array>(damage, bytes)
    const carried = phoneCarrier(damaged)
    if (carried !== null) expectSame(carried, damaged)
  }), { numRuns: 5_000 })
})

test.each([
  ['a text that is no UTF-8', [0xff]], ['an overlong form', [0xc1, 0xbf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]], ['U+0000', [0]],
  ['a character cut off', [0xe4, 0xbd]], ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
])('%s is never carried', (_what, text) => {
  const [shape] = shapes.filter(({ name }) => name === 'messageStateChanged')
  const raw = (shape as AnyShape).write({
    sequence: 1, account: 'a', peer: 'b', msgSvrId: '1', state: 'other', raw: 'x'.repeat(text.length),
  })
  const bytes = Buffer.from(encodeFrame([raw]))
  expect(phoneCarrier(bytes)).not.toBeNull()
  bytes.set(text, bytes.length - text.length)
  expect(phoneCarrier(bytes)).toBeNull()
})

test('a frame beyond the limits is decoded, where it is refused by name', () => {
  const [shape] = shapes.filter(({ name }) => name === 'messageRecalled')
  const raw = (shape as AnyShape).write({ sequence: 1, account: 'a', peer: 'b', msgSvrId: '1' })
  const many = Array<unknown[]>(limits.frameMessagesMax + 1).fill(raw)
  expect(phoneCarrier(encodeFrame(many.slice(1)))).toHaveLength(limits.frameMessagesMax)
  expect(phoneCarrier(encodeFrame(many))).toBeNull()
})

function expectSame(carried: readonly Carried<CarriedKind>[], bytes: Uint8Array): void {
  const frame = decodeFrame(bytes, phoneUplink)
  if (frame.kind === 'malformed') throw new Error(`carried, but ${frame.reason}`)
  const events = carried.map((one) => readEvent(unpack(written(one)) as unknown[]))
  expect(toJson(events)).toEqual(toJson(frame.messages.map((message) => ({ ...message, ...stamp }))))
  const asked = carried.map(({ fact, sequence, account, peer, outgoing }) => {
    return { fact, sequence, account, peer, outgoing }
  })
  expect(asked).toEqual(frame.messages.map(readAsked))
}

function readAsked(message: Decoded<PhoneUplink>) {
  if (message.kind === 'misfit' || !('peer' in message)) throw new Error(`carried, but ${message.kind}`)
  const { kind, sequence, account, peer } = message
  return { fact: kind, sequence, account, peer, outgoing: kind === 'messageReceived' && message.direction === 'out' }
}

function written(carried: Carried<CarriedKind>): Uint8Array {
  const whole: Stamp = { ...stamp, sequence: carried.sequence }
  const array = new Uint8Array(carriedBytesMax(whole, carried) + 3)
  const end = writeCarried({ array, view: new DataView(array.buffer) }, 3, { stamp: whole, carried })
  expect(end).toBeLessThanOrEqual(array.length)
  return array.subarray(3, end)
}

function damage(bytes: Uint8Array, [at, how, value]: [number, string, number]): Uint8Array {
  const place = at % bytes.length
  if (how === 'set') return bytes.map((byte, index) => index === place ? value : byte)
  const rest = how === 'insert' ? [value, ...bytes.subarray(place)] : [...bytes.subarray(place + 1)]
  return rest.length === 0 && place === 0 ? bytes : Uint8Array.of(...bytes.subarray(0, place), ...rest)
}
