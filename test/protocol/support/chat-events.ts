import fc from 'fast-check'
import type { MessageChange } from '../../../protocol/chat-message.ts'
import type { ConversationEvent } from '../../../protocol/conversation.ts'
import type { EventNamed } from '../../../protocol/events/index.ts'
import {
  type AccountId, type MediaId, type MsgSvrId, type PeerId, type Position, type SourceId, type TaskId, outboxSource,
} from '../../../protocol/ids.ts'
import { messageTypes } from '../../../protocol/kinds.ts'

export const account = 'wxid_ours' as AccountId
export const peer = 'wxid_customer' as PeerId
export const room = '1@chatroom' as PeerId
export const atMs = 1_767_225_600_000

const stamp = { sequence: 7, epoch: 65_536, atMs }
const phone = { ...stamp, source: 'p/d1/i1' as SourceId, account, peer }
const tab = { ...stamp, source: 't/u17/tabX7' as SourceId, account, peer }

export function received(change: Partial<EventNamed<'messageReceived'>> = {}): EventNamed<'messageReceived'> {
  return {
    kind: 'messageReceived', ...phone, msgSvrId: '1' as MsgSvrId, direction: 'in', sender: null, type: 'text',
    rawType: 1, sentAtMs: atMs - 1_000, text: '在吗', media: null, thumbnail: null, body: new Uint8Array(0),
    ...change,
  }
}

export function sent(change: Partial<EventNamed<'sendRequested'>> = {}): EventNamed<'sendRequested'> {
  return {
    kind: 'sendRequested', ...tab, type: 'text', text: '在的', media: null, body: new Uint8Array(0),
    retryOf: null, seen: null, original: null, ...change,
  }
}

/** By the hub itself. */
export function automatic(): EventNamed<'hubSendRequested'> {
  return {
    kind: 'hubSendRequested', source: outboxSource, sequence: 9, epoch: 0, atMs, account, peer,
    task: 'd1' as TaskId, origin: 'keyword', type: 'text', text: '100 块', media: null, body: new Uint8Array(0),
  }
}

export function read(upTo: Position): EventNamed<'conversationRead'> {
  return { kind: 'conversationRead', ...tab, upTo }
}

export function marked(mark: 'unread' | 'pinned'): EventNamed<'conversationMarked'> {
  return { kind: 'conversationMarked', ...tab, mark }
}

export function finished(change: Partial<EventNamed<'taskFinished'>> = {}): EventNamed<'taskFinished'> {
  return {
    kind: 'taskFinished', ...phone, task: 'tabX7.7' as TaskId, outcome: 'succeeded', code: null, reason: null,
    msgSvrId: '99' as MsgSvrId, sentAtMs: atMs + 500, body: null, ...change,
  }
}

export function expired(outcome: 'failed' | 'unknown'): EventNamed<'commandExpired'> {
  return {
    kind: 'commandExpired', ...stamp, source: 'o' as SourceId, task: 'tabX7.7' as TaskId, device: null,
    account, peer, outcome, code: outcome === 'failed' ? 'expired' : 'noAnswer', reason: 'no answer in time',
  }
}

export function recalled({ msgSvrId = '99' as MsgSvrId } = {}): EventNamed<'messageRecalled'> {
  return { kind: 'messageRecalled', ...phone, msgSvrId }
}

export function arrived(role: 'original' | 'thumbnail'): EventNamed<'mediaArrived'> {
  const media = 'a'.repeat(64) as MediaId
  return { kind: 'mediaArrived', ...phone, msgSvrId: '99' as MsgSvrId, role, media }
}

export function turned(state: EventNamed<'messageStateChanged'>['state']): EventNamed<'messageStateChanged'> {
  return { kind: 'messageStateChanged', ...phone, msgSvrId: '99' as MsgSvrId, state, raw: null }
}

export interface PlacedEvent<E> { position: Position; journalMs: number; event: E }

const anyId = fc.constantFrom('1', '2', '3', '4').map((id) => id as MsgSvrId)

/** What happens in one conversation, at rising positions. */
export const anyConversation: fc.Arbitrary<PlacedEvent<ConversationEvent>[]> = placed(fc.oneof(
  fc.record({
    msgSvrId: anyId,
    type: fc.constantFrom(...messageTypes), text: fc.string({ unit: 'grapheme', maxLength: 300 }),
    direction: fc.constantFrom('in', 'out'),
  }).map((change) => received(change)),
  fc.record({
    text: fc.string({ maxLength: 20 }), retryOf: fc.constantFrom(null, 'tabX7.1' as TaskId),
  }).map((change) => sent(change)),
  fc.nat({ max: 200 }).map((upTo) => read(100_000 + upTo)),
  fc.constant(marked('unread')),
  fc.record({ msgSvrId: anyId }).map(recalled),
))

const nothingSent = { msgSvrId: null, sentAtMs: null }

/** What happens to one message, at rising positions. */
export const anyMessageLife: fc.Arbitrary<PlacedEvent<MessageChange>[]> = placed(fc.constantFrom(
  sent({ retryOf: 'tabX7.7' as TaskId }), finished(),
  finished({ outcome: 'failed', code: 'notFriend', reason: '对方不是好友', ...nothingSent }),
  finished({ outcome: 'unknown', code: 'interrupted', reason: '', ...nothingSent }),
  expired('failed'), expired('unknown'), recalled(), arrived('original'), arrived('thumbnail'),
  turned('played'), turned('taken'),
))

function placed<E>(events: fc.Arbitrary<E>): fc.Arbitrary<PlacedEvent<E>[]> {
  return fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), events), { maxLength: 30 }).map((steps) => {
    let position = 100_000
    return steps.map(([step, event]) => {
      position += step
      return { position, journalMs: atMs + position, event }
    })
  })
}

/** Throws where somebody writes into what was given. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    Object.values(value).forEach(frozen)
    Object.freeze(value)
  }
  return value
}
