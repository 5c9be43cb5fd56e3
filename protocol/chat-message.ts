import type { EventNamed } from './events/index.ts'
import type { AccountId, MediaId, MsgSvrId, PeerId, Position, SourceId, TaskId, UserId } from './ids.ts'
import type { AutomaticOrigin, Direction, MessageType } from './kinds.ts'

/**
 * received: from the phone · sending → sent | failed | unknown: from a console · recalled: by either side.
 */
export type MessageState = 'received' | 'sending' | 'sent' | 'failed' | 'unknown' | 'recalled'

/**
 * One message of a thread as it is stored and shown. The projector and the console fold the same events into
 * it.
 */
export interface ChatMessage {
  /** Of the event that made it: its identity. */
  position: Position
  /** When it came; of an old one that a syncChats brought: when it was sent. A thread is in the order of this. */
  journalMs: number
  account: AccountId
  peer: PeerId
  direction: Direction
  /** Who wrote it in a chatroom. */
  sender: PeerId | null
  /** The agent who sent it from a console. */
  user: UserId | null
  /** Nobody of ours: the hub sent it by itself, and why. */
  origin: AutomaticOrigin | null
  type: MessageType
  text: string
  media: MediaId | null
  thumbnail: MediaId | null
  body: Uint8Array
  sentAtMs: number
  msgSvrId: MsgSvrId | null
  task: TaskId | null
  state: MessageState
  /** Why it failed: a code of PROTOCOL.md and a sentence. */
  faultCode: string | null
  faultReason: string | null
  /** Of money, voice…: taken, accepted, refunded, played. */
  progress: string | null
  /** A syncChats brought it: it was never new. */
  synced: boolean
  /** It raised no red dot (quiet.ts): no console is shown it. */
  quiet: boolean
  /** Position of the last event that changed it. */
  changedAt: Position
}

interface At<K extends 'messageReceived' | 'messageSynced' | 'sendRequested' | 'hubSendRequested'> {
  position: Position
  journalMs: number
  event: EventNamed<K>
}

export function receivedMessage(
  { position, journalMs, event }: At<'messageReceived' | 'messageSynced'>, { quiet = false } = {},
): ChatMessage {
  const synced = event.kind === 'messageSynced'
  return {
    position, journalMs: synced ? saidMs({ event, journalMs }) : journalMs, account: event.account,
    peer: event.peer, direction: event.direction, sender: event.sender, user: null, origin: null,
    type: event.type, text: event.text, media: event.media, thumbnail: event.thumbnail, body: event.body,
    sentAtMs: event.sentAtMs, msgSvrId: event.msgSvrId, task: null, state: 'received', faultCode: null,
    faultReason: null, progress: null, synced, quiet, changedAt: position,
  }
}

/**
 * When a message was said, as the phone tells it: neither after it was told nor before there was a WeChat, so that
 * a phone can't spread a thread over more of storage's weeks than there were.
 */
export function saidMs(
  { event, journalMs }: { event: Pick<EventNamed<'messageSynced'>, 'sentAtMs'>; journalMs: number },
): number {
  return Math.min(Math.max(event.sentAtMs, wechatBeganMs), journalMs)
}

/** The order of a thread: time, then position. Negative: `a` comes before `b`. */
export function compareMessages(a: InThread, b: InThread): number {
  return a.journalMs - b.journalMs || a.position - b.position
}

export type InThread = Pick<ChatMessage, 'journalMs' | 'position'>

export function sentMessage({ position, journalMs, event }: At<'sendRequested' | 'hubSendRequested'>): ChatMessage {
  const isOurs = event.kind === 'sendRequested'
  return {
    position, journalMs, account: event.account, peer: event.peer, direction: 'out', sender: null,
    user: isOurs ? userOf(event.source) : null, origin: isOurs ? null : event.origin, type: event.type,
    text: event.text, media: event.media, thumbnail: null, body: event.body, sentAtMs: event.atMs, msgSvrId: null,
    task: isOurs ? taskOf(event) : event.task, state: 'sending', faultCode: null, faultReason: null, progress: null,
    synced: false, quiet: false, changedAt: position,
  }
}

export type MessageChange =
  | EventNamed<'sendRequested'> | EventNamed<'taskFinished'> | EventNamed<'commandExpired'>
  | EventNamed<'messageRecalled'> | EventNamed<'mediaArrived'> | EventNamed<'messageStateChanged'>

/** Pure: the message after an event about it. An event at or below `changedAt` was applied already. */
export function foldMessage(
  now: ChatMessage, { position, event }: { position: Position; event: MessageChange },
): ChatMessage {
  if (position <= now.changedAt) return now
  const next = { ...now, changedAt: position }
  switch (event.kind) {
    case 'sendRequested': return onRetried(next)
    case 'taskFinished': return onFinished(next, event)
    case 'commandExpired': return isOpen(next)
      ? { ...next, state: event.outcome, faultCode: event.code, faultReason: event.reason }
      : next
    case 'messageRecalled': return { ...next, state: 'recalled' }
    case 'mediaArrived': return event.role === 'original'
      ? { ...next, media: event.media }
      : { ...next, thumbnail: event.media }
    case 'messageStateChanged': return { ...next, progress: event.state }
  }
}

/** Only what didn't succeed can be tried again; success is final. */
function onRetried(next: ChatMessage): ChatMessage {
  if (next.state !== 'failed' && next.state !== 'unknown') return next
  return { ...next, state: 'sending', faultCode: null, faultReason: null }
}

/** A late success corrects a failure that the hub had assumed; nothing corrects a success. */
function onFinished(next: ChatMessage, event: EventNamed<'taskFinished'>): ChatMessage {
  if (next.state === 'sent' || next.state === 'recalled') return next
  if (event.outcome === 'succeeded') {
    const found = { msgSvrId: event.msgSvrId ?? next.msgSvrId, sentAtMs: event.sentAtMs ?? next.sentAtMs }
    return { ...next, ...found, state: 'sent', faultCode: null, faultReason: null }
  }
  return { ...next, state: event.outcome, faultCode: event.code, faultReason: event.reason }
}

function isOpen(message: ChatMessage): boolean {
  return message.state === 'sending' || message.state === 'unknown'
}

/** The user of `t/<user>/<tab>`. */
export function userOf(source: SourceId): UserId {
  return source.split('/')[1] as UserId
}

/**
 * The task of a send: the retried one's, else `<tab>.<sequence>`, unique because tabs are random and number
 * without gaps.
 */
export function taskOf(event: { source: SourceId; sequence: number; retryOf: TaskId | null }): TaskId {
  return event.retryOf ?? (`${event.source.split('/')[2] ?? ''}.${event.sequence}` as TaskId)
}

const wechatBeganMs = Date.UTC(2011, 0, 21)
