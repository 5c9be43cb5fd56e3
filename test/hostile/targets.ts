import assert from 'node:assert'
import { newDevice, receiveDevice, type Device } from '../../actors/device/device.ts'
import { newSeat, receiveSeat, type SeatItem } from '../../actors/seat/seat.ts'
import type { ConnectionOut, DeviceOut } from '../../actors/out.ts'
import { readCookie } from '../../hub/sessions/cookie.ts'
import { readBearer } from '../../hub/sessions/identify.ts'
import { addressOf } from '../../hub/http/address.ts'
import { wrongOrigin } from '../../hub/http/origin.ts'
import { matches } from '../../hub/http/route-console.ts'
import { encodeEvent, packRecord, unpackRecord } from '../../hub/journal/record.ts'
import { readContentRange, readRange } from '../../hub/media/byte-range.ts'
import { readMediaType } from '../../hub/media/media-type.ts'
import { pictureSize } from '../../hub/media/picture-size.ts'
import { sniff } from '../../hub/media/sniff.ts'
import { bodyFields, readBody } from '../../protocol/bodies.ts'
import { carriedBytesMax, writeCarried } from '../../protocol/carry.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { unpack } from '../../protocol/codec.ts'
import type { Stamp } from '../../protocol/events/fact.ts'
import { type HubEvent, readEvent } from '../../protocol/events/index.ts'
import { toJson } from '../../protocol/catalog/golden-frame.ts'
import { type Decoded, decodeFrame } from '../../protocol/frame.ts'
import type { AccountId, DeviceId, InstallId, SourceId, TabId, UserId } from '../../protocol/ids.ts'
import { protocolVersion } from '../../protocol/limits.ts'
import { type CarriedUplink, phoneCarrier, phoneHello, phoneUplink } from '../../protocol/messages/phone.ts'
import { type SeatUplink, seatHello, seatUplink } from '../../protocol/messages/seat.ts'
import { type AnyOperation, readInput } from '../../protocol/operation.ts'
import { operations } from '../../protocol/operations/index.ts'
import { usualMode } from '../../protocol/seat-mode.ts'
import { fromHex, goldenFrames, readGolden } from '../protocol/support/golden-files.ts'
import type { Target } from './fuzz.ts'
import { heads, inputs, pictures } from './seeds.ts'

/** Everything that reads foreign bytes, without a socket. */
export function pureTargets(): Target[] {
  return [
    { name: 'phone frame', seeds: framesFor('phoneUplink'), run: (bytes) => runPhone(bytes) },
    { name: 'carried frame', seeds: framesFor('phoneUplink'), run: runCarried },
    { name: 'seat frame', seeds: framesFor('seatUplink'), run: (bytes) => runSeat(bytes) },
    { name: 'journal record', seeds: records(), run: runRecord },
    { name: 'body of a message', seeds: bodies(), run: runBody },
    { name: 'input of an operation', seeds: inputs, run: runOperation },
    { name: 'headers', seeds: heads, run: runHeads },
    { name: 'picture', seeds: pictures, run: runPicture },
  ]
}

const nowMs = 1_767_225_600_000
const account = 'wxid_7k2m9q4x1' as AccountId

/**
 * The reader, then the actor in both of its states: what it writes down can be read by whoever reads the journal, and
 * it closes with codes of ours.
 */
function runPhone(bytes: Uint8Array): 'taken' | 'refused' {
  const frame = decodeFrame(bytes, phoneUplink)
  if (frame.kind === 'malformed') return refusedFor(frame.reason)
  expectFitting(frame.messages, phoneUplink.shapes)
  const out: DeviceOut = {
    ...readingOut(), connect: () => undefined,
    carry(stamp, carried) {
      expectReadable(carriedBytes(stamp, carried), carried.fact)
      return 'taken'
    },
  }
  const fresh = newDevice('device' as DeviceId, nowMs)
  receiveDevice(fresh, [{ type: 'frame', messages: frame.messages, atMs: nowMs }], out)
  const hello = phoneHello.read(phoneHello.write({
    version: protocolVersion, install: 'install' as InstallId, lastSequence: 0, info: {},
  }), 1)
  const first = frame.messages.find((one) => 'sequence' in one)
  const live: Device = receiveDevice(newDevice('device' as DeviceId, nowMs), [
    { type: 'frame', messages: [hello], atMs: nowMs },
    {
      type: 'connected', epoch: 1, lastSequence: before(first), accounts: [account, ...accountOf(first)],
      commands: [], window: 100, atMs: nowMs,
    },
  ], out)
  // As the hub hands it over: undecoded where it can be carried.
  const messages = phoneCarrier(bytes) ?? frame.messages
  const next = receiveDevice(live, [{ type: 'frame', messages, atMs: nowMs }], out)
  return next.state === 'live' ? 'taken' : 'refused'
}

/** What passes as bytes is what the decoder would have taken whole, and is stored as it would have been. */
function runCarried(bytes: Uint8Array): 'taken' | 'refused' {
  const carried = phoneCarrier(bytes)
  if (carried === null) return 'refused'
  const frame = decodeFrame(bytes, phoneUplink)
  assert(frame.kind === 'frame', 'carried, and malformed')
  const stamp = { source: 'p/d1/i1' as SourceId, epoch: 1, atMs: nowMs }
  const events = carried.map((one) => {
    return readEvent(unpack(carriedBytes({ ...stamp, sequence: one.sequence }, one)) as unknown[])
  })
  assert.deepEqual(toJson(events), toJson(frame.messages.map((message) => ({ ...message, ...stamp }))))
  return 'taken'
}

function runSeat(bytes: Uint8Array): 'taken' | 'refused' {
  const frame = decodeFrame(bytes, seatUplink)
  if (frame.kind === 'malformed') return refusedFor(frame.reason)
  expectFitting(frame.messages, seatUplink.shapes)
  const verbs = readingOut()
  let closed = false
  const out: Parameters<typeof receiveSeat>[2] = {
    send: (_connection, messages) => verbs.send(messages), sendFrame: () => 'sent',
    close: (_connection, code) => {
      closed = true
      verbs.close(code)
    },
    append: (event) => verbs.append(event), connect: () => undefined, catchUp: () => undefined,
    attend: () => undefined,
  }
  const hello = seatHello.read(seatHello.write({ version: protocolVersion, tab: 'tab' as TabId, cursor: null }), 1)
  const check = {
    serves: () => true, deviceBusy: () => false, recentSend: () => undefined, supervises: () => true,
    answeredMeanwhile: () => false, blockedWords: () => [],
  }
  const seat = newSeat({ user: 'user' as UserId, check })
  const said = (connection: number, messages: Decoded<SeatUplink>[]): SeatItem =>
    ({ type: 'frame', connection, messages, atMs: nowMs })
  const first = frame.messages.find((one) => 'sequence' in one)
  receiveSeat(seat, [
    { type: 'opened', connection: 1, atMs: nowMs }, { type: 'opened', connection: 2, atMs: nowMs },
    said(2, frame.messages), said(1, [hello]),
    { type: 'connected', connection: 1, epoch: 1, lastSequence: before(first), mode: usualMode, atMs: nowMs },
  ], out)
  closed = false
  receiveSeat(seat, [said(1, frame.messages)], out)
  return closed ? 'refused' : 'taken'
}

/** Numbers go on from the connection's last one: so that most frames are read to their end. */
function before(first: { sequence?: number } | undefined): number {
  return Math.max(0, (first?.sequence ?? 1) - 1)
}

function accountOf(first: object | undefined): AccountId[] {
  const { account: named = null } = (first ?? {}) as { account?: AccountId | null }
  return named === null ? [] : [named]
}

function readingOut(): ConnectionOut {
  const known = new Set<number>(Object.values(closeCodes).map(({ code }) => code))
  return {
    send: () => undefined,
    close: (code) => assert(known.has(code.code), `closed with ${code.code}`),
    append(event) {
      expectReadable(encodeEvent(event).bytes, event.kind)
      return 'taken'
    },
  }
}

function expectReadable(bytes: Uint8Array, kind: string): void {
  const read = readEvent(unpack(bytes) as unknown[])
  assert('kind' in read && read.kind === kind, `written and not readable: ${JSON.stringify(read)}`)
}

function carriedBytes(stamp: Stamp, carried: CarriedUplink): Uint8Array {
  const array = new Uint8Array(carriedBytesMax(stamp, carried))
  return array.subarray(0, writeCarried({ array, view: new DataView(array.buffer) }, 0, { stamp, carried }))
}

/** Whoever reads the journal may stop, but by an error, and what is read is in order. */
function runRecord(bytes: Uint8Array): 'taken' | 'refused' {
  let record: ReturnType<typeof unpackRecord>
  try {
    record = unpackRecord(bytes)
  } catch (error) {
    assert(error instanceof Error)
    return 'refused'
  }
  for (const { event, bytes: own } of record.events) assert(event === null || own instanceof Uint8Array)
  return 'taken'
}

function runBody(bytes: Uint8Array): 'taken' | 'refused' {
  let keys = 0
  for (const type of Object.keys(bodyFields) as (keyof typeof bodyFields)[]) {
    const fields = bodyFields[type] as Record<string, { check: (value: unknown) => string | null }>
    for (const [key, value] of Object.entries(readBody(type, bytes))) {
      assert(fields[key]?.check(value) === null, `${type}.${key}`)
      keys += 1
    }
  }
  return keys > 0 ? 'taken' : 'refused'
}

function runOperation(bytes: Uint8Array): 'taken' | 'refused' {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return 'refused'
  }
  let taken = false
  for (const operation of Object.values<AnyOperation>(operations)) {
    const read = readInput(operation, value)
    if (!read.ok) {
      assert(read.faults.length > 0)
      continue
    }
    taken = true
    const unknown = Object.keys(value as object).filter((key) => !Object.hasOwn(operation.input, key))
    assert.deepEqual(unknown, [], `${operation.name} takes unknown fields`)
    assert.deepEqual(Object.keys(read.input), Object.keys(operation.input))
  }
  return taken ? 'taken' : 'refused'
}

function runHeads(bytes: Uint8Array): 'taken' | 'refused' {
  const text = Buffer.from(bytes).toString('latin1')
  const cookie = readCookie(text, 'ark_session')
  const bearer = readBearer(text)
  assert(addressOf(text).length <= 64)
  wrongOrigin({ origin: text, host: text, fetchSite: '' }, { allowedOrigins: [] })
  matches(text, '"etag"')
  const range = readRange(text, 1_000)
  const asked = typeof range === 'string' ? null : range
  if (asked !== null) assert(asked.from >= 0 && asked.from <= asked.to && asked.to < 1_000, text)
  const upload = readContentRange(text)
  if (upload !== null) {
    assert(upload.from <= upload.to && upload.to < upload.total && Number.isSafeInteger(upload.total))
  }
  const mime = readMediaType(text)
  if (mime !== null) assert(/^[\x21-\x7e]+$/.test(mime))
  return cookie ?? bearer ?? asked ?? upload ?? mime ? 'taken' : 'refused'
}

function runPicture(bytes: Uint8Array): 'taken' | 'refused' {
  sniff(bytes)
  const { width, height } = pictureSize(bytes)
  for (const side of [width, height]) assert(Number.isInteger(side) && side >= 0 && side < 2 ** 32)
  return width > 0 ? 'taken' : 'refused'
}

function refusedFor(reason: string): 'refused' {
  assert(/^[\x20-\x7e]+$/.test(reason), reason)
  return 'refused'
}

function expectFitting(
  messages: readonly Decoded<{ kind: string }>[],
  shapes: readonly { name: string; write: (value: never) => unknown[]
    check: (values: unknown[], at: number) => unknown }[],
): void {
  for (const message of messages) {
    if (message.kind === 'misfit') continue
    const found = shapes.find(({ name }) => name === message.kind)
    assert.equal(found?.check(found.write(message as never), 1), null, message.kind)
  }
}

function framesFor(to: 'phoneUplink' | 'seatUplink'): Uint8Array[] {
  const good = goldenFrames().filter((one) => one.to === to).map(({ golden }) => fromHex(golden.frame))
  const bad = (readGolden('malformed.json') as { to: string; frame: string }[]).filter((one) => one.to === to)
  return [...good, ...bad.map(({ frame }) => fromHex(frame))].filter(({ length }) => length <= seedBytesMax)
}

function records(): Uint8Array[] {
  const events = (readGolden('events.json') as { bytes?: string; frame?: string; event?: string }[])
    .map((one) => fromHex(one.bytes ?? one.frame ?? one.event ?? ''))
    .filter(({ length }) => length > 0 && length <= seedBytesMax)
    .map((bytes) => ({ event: readEvent(unpack(bytes) as unknown[]) as HubEvent, bytes }))
  return events.map((one, index) => packRecord({
    number: index + 1, timeMs: nowMs, events: [one, events[(index + 1) % events.length] ?? one],
  }))
}

function bodies(): Uint8Array[] {
  return (readGolden('bodies.json') as { bytes?: string; frame?: string; body?: string }[])
    .map((one) => fromHex(one.bytes ?? one.frame ?? one.body ?? '')).filter(({ length }) => length <= seedBytesMax)
}

/** Long texts only slow the run down. */
const seedBytesMax = 4_000
