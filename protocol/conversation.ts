import type { EventNamed } from './events/index.ts'
import { type AccountId, type PeerId, type Position, isChatroom } from './ids.ts'
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

export type ConversationEvent =
  EventNamed<'messageReceived'> | EventNamed<'sendRequested'> | EventNamed<'conversationRead'>

export const previewLength = 120

export function newConversation(account: AccountId, peer: PeerId): Conversation {
  return {
    account, peer, unread: 0, waitingSinceMs: null, lastMs: 0, lastText: '', lastType: 'text',
    lastDirection: 'in', lastPosition: 0, readUpTo: 0, changedAt: 0,
  }
}

/** Pure: the conversation after the event. An event it has seen already changes nothing. */
export function foldConversation(
  now: Conversation,
  { event, position, journalMs }: { event: ConversationEvent; position: Position; journalMs: number },
): Conversation {
  if (position <= now.changedAt) return now
  const next = { ...now, changedAt: position }
  switch (event.kind) {
    case 'messageReceived': return event.direction === 'in'
      ? onCustomerWrote(next, event, { position, journalMs })
      : onAnswered(next, { ...event, position, journalMs })
    case 'sendRequested': return event.retryOf === null
      ? onAnswered(next, { ...event, position, journalMs })
      : next
    case 'conversationRead': return onRead(next, event.upTo)
  }
}

/** System lines are seen in the list but nobody waits for an answer to them. */
const silentTypes: ReadonlySet<MessageType> = new Set(['system', 'roomNotice', 'pat', 'recall'])

function onCustomerWrote(
  next: Conversation, event: EventNamed<'messageReceived'>, at: { position: Position; journalMs: number },
): Conversation {
  showLast(next, event, 'in', at)
  if (silentTypes.has(event.type)) return next
  next.unread += 1
  if (!isChatroom(next.peer)) next.waitingSinceMs ??= at.journalMs
  return next
}

function onAnswered(
  next: Conversation, event: { text: string; type: MessageType; position: Position; journalMs: number },
): Conversation {
  showLast(next, event, 'out', event)
  if (silentTypes.has(event.type)) return next
  next.unread = 0
  next.waitingSinceMs = null
  next.readUpTo = event.position
  return next
}

/** A read that doesn't cover the newest message leaves the counter: what came after it was not seen. */
function onRead(next: Conversation, upTo: Position): Conversation {
  if (upTo <= next.readUpTo) return next
  next.readUpTo = upTo
  if (upTo >= next.lastPosition) next.unread = 0
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
