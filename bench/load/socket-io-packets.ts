import { pack } from '../../protocol/codec.ts'
import type { Bytes } from './bytes.ts'
import { arrayCount, binContent, firstElement, skipValue } from './msgpack-walk.ts'
import { type Packaging, arrayOf, framed } from './packaging.ts'

/** An event with one binary argument, as socket.io-msgpack-parser writes it: the frame of a relay is the argument. */
export const socketIoEvents: Packaging = {
  pack({ message, count }) {
    const { bytes, starts } = arrayOf(message, count)
    const data = Buffer.concat([Buffer.of(arrayOfTwo), pack(eventName), pack(bytes)])
    const packet = packetOf([['type', pack(packetTypes.event)], ['data', data], ['nsp', pack('/')]])
    const before = packet.indexOf(bytes)
    return framed(packet, starts.map((start) => before + start))
  },
}

export const connectPacket = (): Buffer => packetOf([['type', pack(packetTypes.connect)], ['nsp', pack('/')]])

/** What a server's packet is: its type, and the argument of an event. */
export interface ReadPacket { type: number; from: number; to: number }

/** Of a packet {type, data: [name, bin], nsp}; keys come in any order, and others may be there. */
export function readPacket({ array }: Bytes, from: number): ReadPacket {
  const read: ReadPacket = { type: -1, from: 0, to: 0 }
  let at = from + 1
  for (let left = mapCount(array, from); left > 0; left--) {
    const key = at
    const value = skipValue(array, key)
    if (array[key + 1] === letterT) read.type = array[value] as number
    else if (array[key + 1] === letterD && isArray(array[value] as number)) readArgument(array, value, read)
    at = skipValue(array, value)
  }
  return read
}

/** The shortest form, as Socket.IO's own parser writes it. */
function packetOf(entries: readonly (readonly [key: string, value: Uint8Array])[]): Buffer {
  const parts = entries.flatMap(([key, value]) => [pack(key), value])
  return Buffer.concat([Buffer.of(mapOfNone + entries.length), ...parts])
}

function readArgument(array: Uint8Array, at: number, read: ReadPacket): void {
  if (arrayCount(array, at) < 2) throw new Error('an event without an argument')
  const argument = skipValue(array, firstElement(array, at))
  read.from = binContent(array, argument)
  read.to = skipValue(array, argument)
}

function mapCount(array: Uint8Array, at: number): number {
  const head = array[at] as number
  if (head < mapOfNone || head > 0x8f) throw new Error(`not a packet: ${head}`)
  return head & 0x0f
}

function isArray(head: number): boolean {
  return (head & 0xf0) === 0x90 || head === 0xdc || head === 0xdd
}

export const packetTypes = { connect: 0, event: 2 } as const
export const eventName = 'm'
const mapOfNone = 0x80
const arrayOfTwo = 0x92
/** `type` and `data`, the only keys that begin with these letters. */
const letterT = 0x74
const letterD = 0x64
