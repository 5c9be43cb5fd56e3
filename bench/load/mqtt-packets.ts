import type { Bytes } from './bytes.ts'
import { type Packaging, arrayOf, inARow } from './packaging.ts'
import type { Cut } from './stream-cutter.ts'

/** What this client says and hears of MQTT 3.1.1; numbers are the section 2.2.1 packet types, shifted. */
export const packetTypes = {
  connect: 0x10, connectAck: 0x20, publish: 0x30, publishAck: 0x40, subscribe: 0x82, subscribeAck: 0x90,
  disconnect: 0xe0,
} as const

/** QoS 1, one PUBLISH per message: MQTT has no packet of several messages, so they only share a write. */
export function newMqttPackaging(topicOf: (phone: number) => string): Packaging {
  return {
    pack({ message, count, phone }) {
      const topic = lengthAndText(topicOf(phone))
      const { bytes: payload, starts } = arrayOf(message, 1)
      const head = publishHead(topic.length + idLength + payload.length)
      const bytes = Buffer.concat([head, topic, Buffer.alloc(idLength), payload])
      const before = bytes.length - payload.length
      return inARow({ bytes, starts: starts.map((start) => before + start) }, count)
    },
    number: (bytes, at, sequence) => void bytes.writeUInt16BE(packetIdOf(sequence), at - arrayHeadLength - idLength),
  }
}

/** 1–65,535 and over again: 0 is forbidden. */
export const packetIdOf = (sequence: number): number => (sequence - 1) % 65_535 + 1

export function connectPacket({ clientId, clean }: { clientId: string; clean: boolean }): Buffer {
  const rest = Buffer.concat([
    lengthAndText('MQTT'), Buffer.from([4, clean ? 0x02 : 0x00]), uint16(keepAliveSeconds), lengthAndText(clientId),
  ])
  return packet(packetTypes.connect, rest)
}

export function subscribePacket(topic: string): Buffer {
  return packet(packetTypes.subscribe, Buffer.concat([uint16(1), lengthAndText(topic), Buffer.from([1])]))
}

export const publishAckPacket = (id: number): Buffer => packet(packetTypes.publishAck, uint16(id))

export const disconnectPacket = (): Buffer => packet(packetTypes.disconnect, Buffer.alloc(0))

/** `from` and `to` bound what follows the fixed header of a packet whose first byte is `head`. */
export type OnPacket = (head: number, bytes: Bytes, from: number, to: number) => void

export function newPacketCut(onPacket: OnPacket): Cut {
  return (bytes, from, to) => {
    const { array } = bytes
    let at = from
    for (;;) {
      let length = 0
      let next = at + 1
      for (let shift = 0; ; shift += 7) {
        if (next >= to) return at
        const byte = array[next] as number
        length += (byte & 0x7f) << shift
        next += 1
        if (byte < 0x80) break
      }
      if (to - next < length) return at
      onPacket(array[at] as number, bytes, next, next + length)
      at = next + length
    }
  }
}

/** Of a PUBLISH with QoS 1: its packet id and where its payload begins. */
export function readPublish({ view }: Bytes, from: number): { id: number; payload: number } {
  const idAt = from + 2 + view.getUint16(from)
  return { id: view.getUint16(idAt), payload: idAt + idLength }
}

function packet(head: number, rest: Buffer): Buffer {
  return Buffer.concat([Buffer.from([head, ...varint(rest.length)]), rest])
}

function publishHead(length: number): Buffer {
  return Buffer.from([packetTypes.publish | qualityOne, ...varint(length)])
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...varint(value >> 7)]
}

function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([uint16(bytes.length), bytes])
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff])
}

const qualityOne = 0x02
const idLength = 2
const arrayHeadLength = 1
/** Longer than any measurement: nobody pings. */
const keepAliveSeconds = 3_600
