import { type CloseCode, closeCodes } from '../close-codes.ts'
import { pack } from '../codec.ts'
import type { FieldSet } from '../fields.ts'
import { limits } from '../limits.ts'
import { heartbeat, phoneUplink } from '../messages/phone.ts'
import { seatUplink } from '../messages/seat.ts'
import type { RefusalCode } from '../refusal-codes.ts'
import type { Shape } from '../message.ts'
import { type FamilyName, toHex } from './golden-frame.ts'
import { sampleFields } from './samples.ts'

/** What a hub does with it: the connection is closed, or the number is refused and used up. */
export type Expected =
  | { close: CloseCode['name'] }
  | { refused: RefusalCode; field: string; sequence: number }

export interface MalformedFrame {
  name: string
  to: FamilyName
  frame: string
  /** Follows the frame so many times. */
  tail?: { hex: string; times: number }
  expect: Expected
}

export function malformedFrames(): MalformedFrame[] {
  return [...notFrames(), ...notMessages(), ...refusedNumbers(), ...seatFrames()]
}

function notFrames(): MalformedFrame[] {
  const beat = toHex(pack(heartbeat.write({ atMs: 1_767_225_600_123 })))
  const whole = toHex(pack([everyday('messageReceived', {})]))
  const frames: [name: string, hex: string, tail?: MalformedFrame['tail']][] = [
    ['nothing', ''],
    ['the byte that msgpack never uses', 'c1'],
    ['half a frame', whole.slice(0, 2 * Math.floor(whole.length / 4))],
    ['two values', `91${beat}c0`],
    ['a map', '81a36b657901'],
    ['a text', 'a568656c6c6f'],
    ['no message', '90'],
    ['a message that is a number', '9102'],
    ['a message without a code', '9190'],
    ['a code that is a text', '9191a568656c6c6f'],
    ['a timestamp extension', '919202d6ff695df000'],
    ['a number as a map key', '91920281010a'],
    ['deeper than 16', `9192 02 ${'91'.repeat(limits.frameDepthMax - 2)}90`],
    ['longer than 256 KiB', '919202c600040000', { hex: '00', times: limits.frameBytesMax }],
    ['1,001 messages', 'dc03e9', { hex: beat, times: limits.frameMessagesMax + 1 }],
  ]
  return frames.map(([name, hex, tail]) => malformed(name, hex, { expect: closed('malformedFrame'), tail }))
}

/** Without a number nobody can be told which message it was. */
function notMessages(): MalformedFrame[] {
  const hello = everyday('hello', {})
  const messages: [string, unknown[]][] = [
    ['an unknown message without a number', [0x7e, 'what']],
    ['an unknown control message', [0x0f, 7]],
    ['a heartbeat without a time', [heartbeat.code]],
    ['a heartbeat in seconds', [heartbeat.code, 1_767_225_600]],
    ['a hello without an install id', [...hello.slice(0, 2), null, ...hello.slice(3)]],
    ['the number 0', everyday('messageReceived', { sequence: 0 })],
    ['a negative number', everyday('messageReceived', { sequence: -1 })],
    ['a broken number', everyday('messageReceived', { sequence: 1.5 })],
    ['a number that is a text', everyday('messageReceived', { sequence: '7' })],
    ['a number above 2^53 - 1', everyday('messageReceived', { sequence: 2 ** 53 })],
  ]
  const expect = closed('unreadableMessage')
  return messages.map(([name, values]) => malformed(name, toHex(pack([values])), { expect }))
}

function refusedNumbers(): MalformedFrame[] {
  const received = (change: object): unknown[] => everyday('messageReceived', change)
  const friends = (list: unknown[]): unknown[] => everyday('friendsListed', { friends: list })
  const labels = Array.from({ length: 50 }, () => 'x'.repeat(170))
  const messages: [string, unknown[], string][] = [
    ['an unknown message with a number', [0x7e, 42, 'what'], 'code'],
    ['fields left out that may not be nil', received({}).slice(0, 5), 'direction'],
    ['an account that is a number', received({ account: 7 }), 'account'],
    ['an empty id', received({ peer: '' }), 'peer'],
    ['an id with a space', received({ peer: 'wxid 1' }), 'peer'],
    ['a msgSvrId as a number', received({ msgSvrId: 7_311 }), 'msgSvrId'],
    ['an unknown direction', received({ direction: 'up' }), 'direction'],
    ['an unknown kind', received({ type: 'hologram' }), 'type'],
    ['a time in seconds', received({ sentAtMs: 1_767_225_600 }), 'sentAtMs'],
    ['a time with a fraction', received({ sentAtMs: 1_767_225_600_123.5 }), 'sentAtMs'],
    ['U+0000', received({ text: 'a\0b' }), 'text'],
    ['a text of 16,385 bytes', received({ text: 'x'.repeat(limits.textBytesMax + 1) }), 'text'],
    ['a media id in capitals', received({ media: 'A'.repeat(64) }), 'media'],
    ['a body that is a text', received({ body: 'x' }), 'body'],
    ['a friend without a wxid', friends([{ nickname: '云朵' }]), 'friends'],
    ['a friend with a nil wxid', friends([{ wxid: null }]), 'friends'],
    ['201 friends in a part', friends(Array.from({ length: 201 }, () => ({ wxid: 'a' }))), 'friends'],
    ['a friend of more than 8 KiB', friends([{ wxid: 'a', labels }]), 'friends'],
  ]
  return messages.map(([name, values, field]) => malformed(name, toHex(pack([values])), {
    expect: { refused: field === 'code' ? 'unknownMessage' : 'badField', field, sequence: 42 },
  }))
}

function seatFrames(): MalformedFrame[] {
  const refused = (code: RefusalCode, field: string): Expected => ({ refused: code, field, sequence: 42 })
  const messages: [string, unknown[], Expected][] = [
    ['a read up to nowhere', everyday('conversationRead', { upTo: -1 }), refused('badField', 'upTo')],
    ['what only a phone says', everyday('deviceReported', {}), refused('unknownMessage', 'code')],
    ['a hello without a tab', [0x01, 1], closed('unreadableMessage')],
  ]
  return messages.map(([name, values, expect]) => {
    return malformed(name, toHex(pack([values])), { to: 'seatUplink', expect })
  })
}

function malformed(
  name: string, hex: string,
  { to = 'phoneUplink', expect, tail }: Pick<MalformedFrame, 'expect' | 'tail'> & { to?: FamilyName },
): MalformedFrame {
  return { name, to, frame: hex.replaceAll(' ', ''), ...(tail === undefined ? {} : { tail }), expect }
}

/** A message that fits but for what is changed. */
function everyday(name: string, change: object): unknown[] {
  const shapes: readonly Shape<string, FieldSet>[] = [...phoneUplink.shapes, ...seatUplink.shapes]
  const shape = shapes.find((one) => one.name === name) as Shape<string, FieldSet>
  return shape.write({ ...sampleFields(shape.fields, 'everyday'), ...change })
}

function closed(code: keyof typeof closeCodes): Expected {
  return { close: closeCodes[code].name }
}
