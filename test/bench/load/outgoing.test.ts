import { expect, test } from 'vitest'
import type { Bytes } from '../../../bench/load/bytes.ts'
import { FrameReader } from '../../../bench/load/frame-reader.ts'
import { readHappened, readRelayed } from '../../../bench/load/deliveries.ts'
import { newCredentials } from '../../../bench/load/credentials.ts'
import { Outgoing, messageBytes } from '../../../bench/load/outgoing.ts'
import { plainFrames } from '../../../bench/load/packaging.ts'
import { type HappenedFrame, packHappened } from '../../../actors/seat/happened.ts'
import { pack } from '../../../protocol/codec.ts'
import { type HubEvent, writeEvent } from '../../../protocol/events/index.ts'
import { decodeFrame, encodeFrame } from '../../../protocol/frame.ts'
import type { AccountId, PeerId, SourceId } from '../../../protocol/ids.ts'
import { heartbeat, phoneUplink } from '../../../protocol/messages/phone.ts'

const sender = { phone: 123_456, account: 'wxid_bench000001' as AccountId, peer: 'wxid_customer000001' as PeerId }
const stampMs = 98_765.4321

const sizes = [[1, 1], [1, 20], [3, 2]]
test.each(sizes)('%i frames of %i messages are what the hub reads, numbered and unmasked', (frames, perFrame) => {
  const outgoing = new Outgoing(sender, { frames, perFrame }, plainFrames)
  outgoing.numberFrom({ sequence: 1, stampMs: 0 })
  const read = framesOf(outgoing.numberFrom({ sequence: 70_000, stampMs }))
  expect(read).toHaveLength(frames)
  const messages = read.flatMap((bytes) => {
    const frame = decodeFrame(bytes, phoneUplink)
    if (frame.kind === 'malformed') throw new Error(frame.reason)
    return frame.messages
  })
  expect(messages.map((message) => message.kind === 'messageReceived' && message.sequence))
    .toEqual(Array.from({ length: frames * perFrame }, (_, index) => 70_000 + index))
  const ids = messages.map((message) => message.kind === 'messageReceived' ? message.msgSvrId : null)
  expect(new Set(ids).size).toBe(frames * perFrame)
})

test('what the relay packs and what the hub delivers are both read back: phone, number, time', () => {
  const outgoing = new Outgoing(sender, { frames: 1, perFrame: 3 }, plainFrames)
  const [frame] = framesOf(outgoing.numberFrom({ sequence: 5, stampMs }))
  const bytes = frame as Buffer
  const relayed: unknown[] = []
  const twice = bytesOf(Buffer.concat([bytes, bytes]))
  readRelayed(twice, 0, twice.array.length, (...arrived) => relayed.push(arrived))
  const once = [5, 6, 7].map((sequence) => [sender.phone, sequence, stampMs])
  expect(relayed).toEqual([...once, ...once])

  const [delivered] = packHappened(eventsOf(bytes))
  const arrived: unknown[] = []
  readHappened(bytesOf((delivered as HappenedFrame).bytes), 0, (...one) => arrived.push(one))
  expect(arrived).toEqual(once)
})

test('a message has as many bytes as the reports say', () => {
  const { accountOf, peerOf } = newCredentials('test')
  const someone = { phone: 7, account: accountOf(7), peer: peerOf(7) }
  const sizeOf = (perFrame: number) => {
    return framesOf(new Outgoing(someone, { frames: 1, perFrame }, plainFrames).numberFrom({ sequence: 5, stampMs }))
  }
  const [one, two] = [sizeOf(1)[0], sizeOf(2)[0]] as [Buffer, Buffer]
  expect(two.length - one.length).toBe(messageBytes)
})

test('other messages to a seat are stepped over', () => {
  const arrived: unknown[] = []
  const frame = bytesOf(encodeFrame([heartbeat.write({ atMs: Date.now() })]))
  readHappened(frame, 0, (...one) => arrived.push(one))
  expect(arrived).toEqual([])
})

/** The payloads of a client's frames; the mask key is 0, so a cleared mask bit makes them a server's. */
function framesOf(written: Uint8Array): Buffer[] {
  const found: Buffer[] = []
  const reader = new FrameReader((_opcode, { array }, from, to) => found.push(Buffer.from(array.slice(from, to))))
  for (let at = 0; at < written.length;) {
    const short = (written[at + 1] as number) & 0x7f
    const head = short < 126 ? 2 : 4
    const length = short < 126 ? short : Buffer.from(written).readUInt16BE(at + 2)
    expect([...written.subarray(at + head, at + head + 4)]).toEqual([0, 0, 0, 0])
    const plain = Buffer.from(written.slice(at, at + head + 4 + length))
    plain[1] = short
    const frame = bytesOf(Buffer.concat([plain.subarray(0, head), plain.subarray(head + 4)]))
    reader.push(frame, 0, frame.array.length)
    at += head + 4 + length
  }
  return found
}

function eventsOf(frame: Buffer) {
  const read = decodeFrame(frame, phoneUplink)
  if (read.kind === 'malformed') throw new Error(read.reason)
  return read.messages.map((message, index) => {
    const event = { ...message, source: 'p/d/i' as SourceId, epoch: 65_536 * 80, atMs: Date.now() } as HubEvent
    const bytes = pack(writeEvent(event))
    return { position: 65_536 * 90 + index, journalMs: Date.now(), payload: { bytes }, from: 0, to: bytes.length }
  })
}

function bytesOf(array: Uint8Array): Bytes {
  return { array, view: new DataView(array.buffer, array.byteOffset, array.byteLength) }
}
