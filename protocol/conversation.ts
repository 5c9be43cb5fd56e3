import { saidMs } from './chat-message.ts'
import type { EventNamed } from './events/index.ts'
import { type AccountId, type MsgSvrId, type PeerId, type Position, isChatroom } from './ids.ts'
import type { Direction, MessageType } from './kinds.ts'

/**
 * What a list of conversations shows. The projector folds events into it and stores it, a console folds the
 * same events into its own copy: one function, so a live view equals a fresh load.
 */
export interface Conversation {
  account: AccountId
  peer: PeerId
  /** Customer messages nobody of ours has read or answered. */
  unread: number
  /** Journal time of the customer's first unanswered message, or null. Chatrooms never wait. */
  waitingSinceMs: number | null
  /** The first `waitingNotedMax` unanswered messages: one that is taken back waits no more. */
  waiting: readonly WaitingMessage[]
  lastMs: number
  lastText: string
  lastType: MessageType
  lastDirection: Direction
  /** Position of the last message; conversations are listed by it, newest first. */
  lastPosition: Position
  /** Everything up to here was seen by an agent. */
  readUpTo: Position
  /**
   * Position of the last event that changed this conversation: an event at or below it was applied already.
   */
  changedAt: Position
}

/** A customer's message nobody of ours has answered. */
export interface WaitingMessage {
  id: MsgSvrId
  /** Journal time: since then consoles see it. */
  atMs: number
  /** As the phone tells it: long before, where it was offline. */
  saidMs: number
}

export type ConversationEvent =
  EventNamed<'messageReceived'> | EventNamed<'sendRequested'> | EventNamed<'hubSendRequested'>
  | EventNamed<'conversationRead'> | EventNamed<'conversationMarked'> | EventNamed<'messageRecalled'>

export const previewLength = 120
/** Whoever takes back so many has taken back all: a recall is possible for two minutes only. */
export const waitingNotedMax = 10

export function newConversation(account: AccountId, peer: PeerId): Conversation {
  return {
    account, peer, unread: 0, waitingSinceMs: null, waiting: [], lastMs: 0, lastText: '', lastType: 'text',
    lastDirection: 'in', lastPosition: 0, readUpTo: 0, changedAt: 0,
  }
}

/** Pure: the conversation after the event. An event it has seen already changes nothing. */
export function foldConversation<C extends Conversation>(
  now: C,
  { event, position, journalMs }: { event: ConversationEvent; position: Position; journalMs: number },
): C {
  if (position <= now.changedAt) return now
  const next = { ...now, changedAt: position }
  switch (event.kind) {
    case 'messageReceived': return event.direction === 'in'
      ? onCustomerWrote(next, event, { position, journalMs })
      : onAnswered(next, { ...event, position, journalMs })
    case 'sendRequested': return event.retryOf === null
      ? onAnswered(next, { ...event, position, journalMs })
      : next
    // Unread and waiting stay: nobody of ours has seen or answered it.
    case 'hubSendRequested':
      showLast(next, event, 'out', { position, journalMs })
      return next
    case 'conversationRead': return onRead(next, event.upTo)
    case 'conversationMarked': return event.mark === 'unread' ? onMarkedUnread(next) : now
    case 'messageRecalled': return onTakenBack(next, event.msgSvrId)
  }
}

/** System lines are seen in the list but nobody waits for an answer to them. */
export const silentTypes: ReadonlySet<MessageType> = new Set(['system', 'roomNotice', 'pat', 'recall'])

function onCustomerWrote<C extends Conversation>(
  next: C, event: EventNamed<'messageReceived'>, at: { position: Position; journalMs: number },
): C {
  showLast(next, event, 'in', at)
  if (silentTypes.has(event.type)) return next
  next.unread += 1
  if (!isChatroom(next.peer)) {
    const { journalMs } = at
    awaitAnswer(next, { id: event.msgSvrId, atMs: journalMs, saidMs: saidMs({ event, journalMs }) })
  }
  return next
}

function onAnswered<C extends Conversation>(
  next: C, event: { text: string; type: MessageType; position: Position; journalMs: number },
): C {
  showLast(next, event, 'out', event)
  if (silentTypes.has(event.type)) return next
  next.unread = 0
  next.waitingSinceMs = null
  next.waiting = []
  next.readUpTo = event.position
  return next
}

function awaitAnswer(next: Conversation, message: WaitingMessage): void {
  next.waitingSinceMs ??= message.atMs
  if (next.waiting.length < waitingNotedMax && !isWaiting(next, message.id)) next.waiting = [...next.waiting, message]
}

function isWaiting({ waiting }: Conversation, id: MsgSvrId): boolean {
  return waiting.some((one) => one.id === id)
}

/** Nobody waits for an answer to what was taken back; it stays unread until it is seen. */
function onTakenBack<C extends Conversation>(next: C, id: MsgSvrId): C {
  if (!isWaiting(next, id)) return next
  next.waiting = next.waiting.filter((one) => one.id !== id)
  next.waitingSinceMs = next.waiting[0]?.atMs ?? null
  return next
}

/** A read that doesn't cover the newest message leaves the counter: what came after it was not seen. */
function onRead<C extends Conversation>(next: C, upTo: Position): C {
  if (upTo <= next.readUpTo) return next
  next.readUpTo = upTo
  if (upTo >= next.lastPosition) next.unread = 0
  return next
}

/** As if its last message hadn't been seen, until it is. Nobody waits for that. */
function onMarkedUnread<C extends Conversation>(next: C): C {
  next.unread = Math.max(1, next.unread)
  next.readUpTo = Math.min(next.readUpTo, next.lastPosition - 1)
  return next
}

function showLast(
  next: Conversation, event: { text: string; type: MessageType }, direction: Direction,
  { position, journalMs }: { position: Position; journalMs: number },
): void {
  next.lastMs = journalMs
  next.lastText = previewOf(event.text)
  next.lastType = event.type
  next.lastDirection = direction
  next.lastPosition = position
}

/** Cut between characters, never inside of one; most texts are short. */
function previewOf(text: string): string {
  if (text.length <= previewLength) return text
  return Array.from(text.slice(0, 2 * previewLength)).slice(0, previewLength).join('')
}
