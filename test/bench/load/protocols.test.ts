import fc from 'fast-check'
import parser from 'socket.io-msgpack-parser'
import { expect, test } from 'vitest'
import { type Bytes, newBytes } from '../../../bench/load/bytes.ts'
import { readRelayed } from '../../../bench/load/deliveries.ts'
import {
  newMqttPackaging, newPacketCut, packetIdOf, packetTypes, publishAckPacket, readPublish, subscribePacket,
} from '../../../bench/load/mqtt-packets.ts'
import { answeredSequence, isRefusal, latin1, newNatsCut, newNatsPackaging } from '../../../bench/load/nats-protocol.ts'
import { Outgoing } from '../../../bench/load/outgoing.ts'
import type { Packaging } from '../../../bench/load/packaging.ts'
import { packetTypes as socketIoTypes, readPacket, socketIoEvents } from '../../../bench/load/socket-io-packets.ts'
import { type Cut, StreamCutter } from '../../../bench/load/stream-cutter.ts'
import type { AccountId, PeerId } from '../../../protocol/ids.ts'

const phone = 123
const sender = { phone, account: 'wxid_bench000001' as AccountId, peer: 'wxid_customer000001' as PeerId }
const stampMs = 98_765.4321
const cuts = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 20 })
const expected = (first: number, count: number) => {
  return Array.from({ length: count }, (_, index) => [phone, first + index, stampMs])
}

test.each([1, 20])('Socket.IO: an event of %i messages is what its own parser reads', (perFrame) => {
  const packet = unframed(written(socketIoEvents, { perFrame, sequence: 5 }))
  let decoded: unknown
  const decoder = new parser.Decoder() as { on: (name: string, heard: (packet: unknown) => void) => void } & Adds
  decoder.on('decoded', (heard) => { decoded = heard })
  decoder.add(packet)
  expect(decoded).toMatchObject({ type: socketIoTypes.event, nsp: '/' })
  const [name, frame] = (decoded as { data: [string, Buffer] }).data
  expect(name).toBe('m')
  expect(relayed(bytesOf(frame), 0, frame.length)).toEqual(expected(5, perFrame))
})

test.each([1, 20, 400])('Socket.IO: what its own parser writes of %i messages is read back', (perFrame) => {
  const sent = unframed(written(socketIoEvents, { perFrame, sequence: 5 }))
  const { from, to } = readPacket(bytesOf(sent), 0)
  // With a field that is undefined, as the answer to a connect has one.
  const data = ['m', Buffer.from(sent.subarray(from, to))]
  const packet = { type: socketIoTypes.event, data, id: undefined, nsp: '/' }
  const [encoded] = (new parser.Encoder() as unknown as Encodes).encode(packet) as [Buffer]
  const read = readPacket(bytesOf(encoded), 0)
  expect(read.type).toBe(socketIoTypes.event)
  expect(relayed(bytesOf(encoded), read.from, read.to)).toEqual(expected(5, perFrame))
})

test('MQTT: each message is a PUBLISH with QoS 1 and its own packet id, however the stream is cut', () => {
  const packaging = newMqttPackaging((index) => `seat/${index}`)
  const bytes = written(packaging, { perFrame: 20, sequence: 65_530 })
  fc.assert(fc.property(cuts, (lengths) => {
    const heard: unknown[] = []
    const ids: number[] = []
    push(bytes, lengths, newPacketCut((head, at, from, to) => {
      expect(head).toBe(packetTypes.publish | 2)
      expect(latin1(at.array, from + 2, from + 2 + 8)).toBe('seat/123')
      const { id, payload } = readPublish(at, from)
      ids.push(id)
      heard.push(...relayed(at, payload, to))
    }))
    expect(heard).toEqual(expected(65_530, 20))
    // 0 is forbidden.
    expect(ids.slice(4, 8)).toEqual([65_534, 65_535, 1, 2])
    expect(ids).toEqual(expected(65_530, 20).map(([, sequence]) => packetIdOf(sequence as number)))
  }))
})

test('MQTT: an acknowledgement and a subscription are what the standard writes', () => {
  expect([...publishAckPacket(258)]).toEqual([0x40, 2, 1, 2])
  expect([...subscribePacket('a/b')]).toEqual([0x82, 8, 0, 1, 0, 3, 0x61, 0x2f, 0x62, 1])
})

test('NATS: each message is a PUB with its number in the inbox', () => {
  const commands = unframed(written(newNatsPackaging((index) => `seat.${index}`), { perFrame: 2, sequence: 41 }))
  const [first = '', second = ''] = commands.toString('latin1').split('PUB ').slice(1)
  expect(first).toMatch(/^seat\.123 _I\.123\.0000000041 \d+\r\n/)
  expect(second).toMatch(/^seat\.123 _I\.123\.0000000042 \d+\r\n/)
  expect(first.slice(first.indexOf('\r\n') + 2)).toHaveLength(Number(/ (\d+)\r\n/.exec(first)?.[1]) + 2)
})

test('NATS: messages, answers and lines come out whole and in order, however the stream is cut', () => {
  const commands = unframed(written(newNatsPackaging((index) => `seat.${index}`), { perFrame: 20, sequence: 41 }))
  const delivered = commands.toString('latin1').replaceAll(/PUB (\S+) (\S+) (\d+)\r\n/g, 'MSG $1 1 $2 $3\r\n')
  const answer = '{"stream":"bench","seq":7}'
  const stream = Buffer.from(
    `INFO {}\r\n${delivered}PING\r\nMSG _I.123.0000000060 1 ${answer.length}\r\n${answer}\r\n-ERR 'gone'\r\n`, 'latin1',
  )
  fc.assert(fc.property(cuts, (lengths) => {
    const heard: unknown[] = []
    const lines: string[] = []
    let acked = 0
    push(stream, lengths, newNatsCut({
      onLine: (line) => lines.push(line),
      onMessage: (at, { lineFrom, from, to }) => {
        if (latin1(at.array, lineFrom, lineFrom + 4) === 'seat') return void heard.push(...relayed(at, from, to))
        expect(isRefusal(at.array, from, to)).toBe(false)
        acked = answeredSequence(at.array, lineFrom)
      },
    }))
    expect(heard).toEqual(expected(41, 20))
    expect(lines).toEqual(['INFO {}', 'PING', '-ERR \'gone\''])
    expect(acked).toBe(60)
  }))
})

test('NATS: an answer with an error is a refusal', () => {
  const refusal = Buffer.from('{"error":{"code":503},"stream":"","seq":0}')
  expect(isRefusal(refusal, 0, refusal.length)).toBe(true)
})

interface Adds { add: (bytes: Buffer) => void }
interface Encodes { encode: (packet: object) => unknown[] }

function written(packaging: Packaging, { perFrame, sequence }: { perFrame: number; sequence: number }): Buffer {
  const outgoing = new Outgoing(sender, { frames: 1, perFrame }, packaging)
  outgoing.numberFrom({ sequence: 1, stampMs: 0 })
  return Buffer.from(outgoing.numberFrom({ sequence, stampMs }))
}

/** The payload of a client's frame, whose mask is 0. */
function unframed(frame: Buffer): Buffer {
  const short = (frame[1] as number) & 0x7f
  return frame.subarray(short < 126 ? 6 : short === 126 ? 8 : 14)
}

function relayed(bytes: Bytes, from: number, to: number): unknown[] {
  const heard: unknown[] = []
  readRelayed(bytes, from, to, (...one) => heard.push(one))
  return heard
}

/** In pieces of these lengths again and again, through memory that is used again as a socket's is. */
function push(stream: Buffer, lengths: readonly number[], cut: Cut): void {
  const cutter = new StreamCutter(cut)
  const shared = newBytes(1_024)
  for (let at = 0, piece = 0; at < stream.length; piece++) {
    const length = lengths[piece % lengths.length] as number
    const slice = stream.subarray(at, at + length)
    shared.array.set(slice, 7)
    cutter.push(shared, 7, 7 + slice.length)
    at += length
  }
}

function bytesOf(array: Uint8Array): Bytes {
  return { array, view: new DataView(array.buffer, array.byteOffset, array.byteLength) }
}
