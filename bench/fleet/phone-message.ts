import { type Bodies, emptyBody, packBody } from '../../protocol/bodies.ts'
import type { AccountId, MediaId, MsgSvrId, PeerId } from '../../protocol/ids.ts'
import type { Direction, MessageType } from '../../protocol/kinds.ts'
import type { FactFields } from './phone-facts.ts'

/**
 * A message as WeChat shows it on the phone. `body` is packed here; what is left out is what a plain text
 * has.
 */
export interface NewMessage {
  account: AccountId
  peer: PeerId
  text?: string
  type?: MessageType
  direction?: Direction
  sender?: PeerId
  media?: MediaId
  thumbnail?: MediaId
  body?: Bodies[keyof Bodies]
  msgSvrId?: MsgSvrId
  sentAtMs?: number
}

export function messageFields(
  message: NewMessage, { msgSvrId, nowMs }: { msgSvrId: MsgSvrId; nowMs: number },
): FactFields<'messageReceived'> {
  const type = message.type ?? 'text'
  return {
    account: message.account, peer: message.peer, msgSvrId: message.msgSvrId ?? msgSvrId,
    direction: message.direction ?? 'in', sender: message.sender ?? null, type,
    rawType: rawTypes[type] ?? null,
    sentAtMs: message.sentAtMs ?? nowMs, text: message.text ?? '', media: message.media ?? null,
    thumbnail: message.thumbnail ?? null,
    body: message.body === undefined ? emptyBody : packBody(type as keyof Bodies, message.body),
  }
}

/** WeChat's own numbers (P40); kinds without a certain one have none. */
export const rawTypes: Partial<Record<MessageType, number>> = {
  text: 1, picture: 3, voice: 34, card: 42, video: 43, emoji: 47, location: 48, link: app(5), file: app(6),
  mergedHistory: app(19), miniProgram: app(33), videoChannel: app(51), roomNotice: app(53), quote: app(57),
  transfer: app(2_000), redPacket: app(2_001), audioCall: 50, videoCall: 50, system: 10_000, recall: 10_002,
  pat: 10_002,
}

/** An app message and its sub type. */
function app(subType: number): number {
  return 49 + 65_536 * subType
}
