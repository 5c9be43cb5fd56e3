import { pack } from '../../protocol/codec.ts'
import { messageReceived } from '../../protocol/events/phone.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import { heartbeat, phoneHello } from '../../protocol/messages/phone.ts'
import { writeFact } from './phone-facts.ts'

/** What a misbehaving phone is allowed to touch. */
export interface Mischief {
  readonly acked: number
  readonly given: number
  readonly install: string
  nowMs(): number
  /** Straight to the socket. */
  raw(bytes: Uint8Array | string): void
  /** Numbered and kept like everything else, but not checked. */
  offer(values: readonly unknown[]): void
  /** Sends what waits without looking at the window. */
  flood(): void
  /** No heartbeat until the next connection. */
  mute(): void
  /** Comes back with another version in its hello, once. */
  comeBackAs(hello: { version?: number; key?: string; late?: boolean }): void
}

export type Misbehaviour = keyof typeof tricks
export const misbehaviours = (): Misbehaviour[] => Object.keys(tricks) as Misbehaviour[]

/** Each does exactly one wrong thing on a live connection, beside the phone's own bookkeeping. */
export function misbehave(how: Misbehaviour, phone: Mischief): void {
  tricks[how](phone)
}

const tricks = {
  /** 0xc1 is the one byte that msgpack never uses. */
  malformed: (phone: Mischief) => phone.raw(Uint8Array.of(0xc1)),
  notAnArray: (phone: Mischief) => phone.raw(pack({ hello: 'hub' })),
  emptyFrame: (phone: Mischief) => phone.raw(pack([])),
  textFrame: (phone: Mischief) => phone.raw('[[2, 1767225600000]]'),
  truncated: (phone: Mischief) => {
    const whole = pack([nextMessage(phone, { text: '这一帧只有一半' })])
    phone.raw(whole.subarray(0, whole.length >> 1))
  },
  oversized: (phone: Mischief) => phone.raw(pack([[heartbeat.code, 'x'.repeat(limits.frameBytesMax)]])),
  tooMany: (phone: Mischief) => {
    phone.raw(
      pack(Array.from({ length: limits.frameMessagesMax + 1 }, () => [heartbeat.code, phone.nowMs()])),
    )
  },
  tooDeep: (phone: Mischief) => phone.raw(pack([[heartbeat.code, nested(limits.frameDepthMax + 4)]])),
  /** No phone says it: without a number that could be refused. */
  unknownCode: (phone: Mischief) => phone.raw(pack([[0x7e, 'what is this']])),
  /** A number that can't be read can't be refused either. */
  badNumber: (phone: Mischief) => phone.raw(pack([[messageReceived.code, 'seven']])),
  /** A fact that no hub knows, under a readable number: refused. */
  unknownFact: (phone: Mischief) => phone.offer([0x7e, '这是什么']),
  /** Fields that don't fit under a readable number: refused, and the number is used up. */
  badFields: (phone: Mischief) => phone.offer([messageReceived.code, 'wxid_me', '', 17, 'sideways']),
  /** PostgreSQL can't hold U+0000. */
  badText: (phone: Mischief) => phone.offer(message(phone, { text: '零\0字节' })),
  secondHello: (phone: Mischief) => phone.raw(pack([hello(phone)])),
  skipSequence: (phone: Mischief) => phone.raw(pack([nextMessage(phone, { skip: 5 })])),
  /** An old number with new content: whoever believes it stores a message twice. */
  replaySequence: (phone: Mischief) => phone.raw(
    pack([nextMessage(phone, { sequence: Math.max(1, phone.acked) })]),
  ),
  /** Old numbers, so that no window is in the way. */
  flood: (phone: Mischief) => {
    const repeated = nextMessage(phone, { sequence: Math.max(1, phone.acked) })
    const frame = pack(Array.from({ length: limits.frameMessagesMax }, () => repeated))
    const frames = Math.ceil((1.2 * limits.uplinkBurstMax) / limits.frameMessagesMax)
    for (let count = 0; count < frames; count++) phone.raw(frame)
  },
  ignoreWindow: (phone: Mischief) => {
    const values = writeFact('deviceReported', { status: {} })
    for (let count = 0; count < limits.uplinkWindowMax * 2; count++) phone.offer(values)
    phone.flood()
  },
  silent: (phone: Mischief) => phone.mute(),
  wrongVersion: (phone: Mischief) => phone.comeBackAs({ version: protocolVersion + 1 }),
  wrongKey: (phone: Mischief) => phone.comeBackAs({ key: 'not-the-key' }),
  lateHello: (phone: Mischief) => phone.comeBackAs({ late: true }),
} as const

function nextMessage(
  phone: Mischief, { text = '你好', skip = 0, sequence = phone.given + 1 + skip }: {
    text?: string; skip?: number; sequence?: number
  },
): unknown[] {
  const [code, ...fields] = message(phone, { text })
  return [code, sequence, ...fields]
}

function message(phone: Mischief, { text }: { text: string }): unknown[] {
  const id = String(Math.floor(phone.nowMs()))
  return [
    messageReceived.code, 'wxid_mischief', 'wxid_victim', id, 'in', null, 'text', 1, phone.nowMs(), text,
    null, null, pack({}),
  ]
}

function hello(phone: Mischief): unknown[] {
  const install = phone.install as Parameters<typeof phoneHello.write>[0]['install']
  return phoneHello.write({ version: protocolVersion, install, lastSequence: phone.given, info: {} })
}

function nested(depth: number): unknown {
  return depth === 0 ? 'bottom' : [nested(depth - 1)]
}
