import { type ChatMessage, foldMessage, receivedMessage } from '../../../protocol/chat-message.ts'
import { type ConversationEvent, foldConversation, newConversation } from '../../../protocol/conversation.ts'
import { messageRepeated } from '../../../protocol/events/outbox.ts'
import type { AccountId, MsgSvrId, Position } from '../../../protocol/ids.ts'
import { pairKey } from './book.ts'
import type { At, Slice } from './slice.ts'

/** A message that was stored under its msgSvrId leaves no second row; the consoles hear which one it was. */
export function onMessageReceived(slice: Slice, at: At<'messageReceived'>): void {
  const { event, position } = at
  const { account, peer, msgSvrId } = event
  const held = slice.identities.get(pairKey(account, msgSvrId))
  if (held !== undefined && held.position !== position) {
    const value = { account, peer, msgSvrId, repeat: position, original: held.position }
    return slice.tell(messageRepeated, value)
  }
  addMessage(slice, receivedMessage(at))
  changeConversation(slice, at, newConversation(account, peer))
}

/**
 * An old message lies in the thread where it was sent. It belongs to no conversation's present: nothing is unread,
 * nobody waits, and consoles hear only of the end (chatsSynced), not of the hundred thousand that a phone may sync.
 */
export function onMessageSynced(slice: Slice, at: At<'messageSynced'>): void {
  const { event: { account, msgSvrId }, position } = at
  const held = slice.identities.get(pairKey(account, msgSvrId))
  if (held !== undefined && held.position !== position) return
  addMessage(slice, receivedMessage(at))
}

export function onMessageChanged(
  slice: Slice, { event, position }: At<'messageRecalled' | 'mediaArrived' | 'messageStateChanged'>,
): void {
  const message = messageOf(slice, event)
  if (message?.peer !== event.peer) return
  slice.messages.set(message.position, foldMessage(message, { position, event }))
}

export function onConversationRead(slice: Slice, at: At<'conversationRead'>): void {
  changeConversation(slice, at, null)
}

/** `fresh` is what an event begins with where there is no conversation yet; null: it needs one. */
export function changeConversation(
  slice: Slice, at: { position: Position; journalMs: number; event: ConversationEvent },
  fresh: ReturnType<typeof newConversation> | null,
): void {
  const key = pairKey(at.event.account, at.event.peer)
  const now = slice.conversations.get(key) ?? fresh
  if (now !== null) slice.conversations.set(key, foldConversation(now, at))
}

export function addMessage(slice: Slice, message: ChatMessage): void {
  slice.messages.set(message.position, message)
  slice.made.add(message.position)
}

/**
 * The message that has an id of WeChat's, if it is there: ids are claimed for all messages of the slice
 * before the first event is folded, so one of a later event is claimed, and its message isn't made yet.
 */
export function messageOf(
  slice: Slice, { account, msgSvrId }: { account: AccountId; msgSvrId: MsgSvrId },
): ChatMessage | undefined {
  const held = slice.identities.get(pairKey(account, msgSvrId))
  return held === undefined ? undefined : slice.messages.get(held.position)
}

