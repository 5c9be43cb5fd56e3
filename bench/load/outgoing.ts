import { pack } from '../../protocol/codec.ts'
import { numbered } from '../../protocol/events/fact.ts'
import { messageReceived } from '../../protocol/events/phone.ts'
import type { AccountId, MsgSvrId, PeerId } from '../../protocol/ids.ts'
import { readUint } from './msgpack-walk.ts'
import { type Packaging, digits, inARow, writeDigits } from './packaging.ts'

export interface Sender {
  /** Travels in each message, so that the receiver knows whose it is. */
  phone: number
  account: AccountId
  peer: PeerId
}

export interface OutgoingSize {
  /** Packages in one write, of `perFrame` messages each. */
  frames: number
  perFrame: number
}

/**
 * One write of a phone, encoded once. Only the number, the time and WeChat's id of each message, and what the
 * packaging numbers, are patched from then on.
 */
export class Outgoing {
  readonly messages: number
  #bytes: Buffer
  readonly #starts: readonly number[]
  readonly #offsets: Offsets
  readonly #packaging: Packaging

  constructor(sender: Sender, { frames, perFrame }: OutgoingSize, packaging: Packaging) {
    const { bytes: message, offsets } = messageOf(sender)
    const write = inARow(packaging.pack({ message, count: perFrame, phone: sender.phone }), frames)
    this.messages = frames * perFrame
    this.#offsets = offsets
    this.#bytes = write.bytes
    this.#starts = write.starts
    this.#packaging = packaging
  }

  /** The bytes with the next numbers in them; they are the same memory at each call. */
  numberFrom({ sequence, stampMs }: { sequence: number; stampMs: number }): Buffer {
    const { sequenceAt, idAt, stampAt } = this.#offsets
    let next = sequence
    for (const start of this.#starts) {
      this.#bytes.writeUInt32BE(next, start + sequenceAt)
      writeDigits(this.#bytes, start + idAt, next)
      this.#bytes.writeDoubleBE(stampMs, start + stampAt)
      this.#packaging.number?.(this.#bytes, start, next)
      next += 1
    }
    return this.#bytes
  }

  /** The socket keeps the bytes of the last `numberFrom`: the next one gets others. */
  letGo(): void {
    this.#bytes = Buffer.from(this.#bytes)
  }
}

/** Of one message, whoever of the bench's phones sends it; 90 of them are the text. */
export const messageBytes = 220

/** Where the phone and the time stand in a message's `body`, from the beginning of its content. */
export const bodyOffsets = { phone: 4, stamp: 11 } as const

interface Offsets { sequenceAt: number; idAt: number; stampAt: number }

/** What people write. */
function messageOf({ phone, account, peer }: Sender): { bytes: Buffer; offsets: Offsets } {
  const body = stampedBody(phone)
  const bytes = Buffer.from(pack(numbered(messageReceived).write({
    sequence: anySequence, account, peer, msgSvrId: anyId, direction: 'in', sender: null, type: 'text', rawType: 1,
    sentAtMs: Date.now(), text: words, media: null, thumbnail: null, body,
  })))
  const sequenceAt = bytes.indexOf(0xce) + 1
  if (readUint(bytes, sequenceAt, 4) !== anySequence) throw new Error('the number is not where it was expected')
  const idAt = bytes.indexOf(anyId) + anyId.length - digits
  const stampAt = bytes.indexOf(body.subarray(0, bodyOffsets.stamp)) + bodyOffsets.stamp
  return { bytes, offsets: { sequenceAt, idAt, stampAt } }
}

/** What `readHappened` looks for in a message: whose it is, and when it was due. */
export function stampedBody(phone: number, stampMs = 0): Buffer {
  const body = Buffer.alloc(bodyOffsets.stamp + 8)
  body.set([0x82, 0xa1, 0x70, 0xce])
  body.writeUInt32BE(phone, bodyOffsets.phone)
  body.set([0xa1, 0x74, 0xcb], bodyOffsets.phone + 4)
  body.writeDoubleBE(stampMs, bodyOffsets.stamp)
  return body
}

/** So large that msgpack takes four bytes for it. */
const anySequence = 4_000_000_007
const anyId = '7351000000000000000' as MsgSvrId
const words = '您好，我昨天在店里看的那款连衣裙还有M码吗？方便的话帮我留一件，下午过来取。'
