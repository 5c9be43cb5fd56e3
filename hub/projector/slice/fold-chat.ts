import { type ChatMessage, foldMessage, receivedMessage } from '../../../protocol/chat-message.ts'
import { type ConversationEvent, foldConversation, newConversation } from '../../../protocol/conversation.ts'
import { messageRepeated } from '../../../protocol/events/outbox.ts'
import { type AccountId, type MsgSvrId, type Position, isChatroom } from '../../../protocol/ids.ts'
import { QuietRules } from '../../../protocol/quiet.ts'
import { sensitiveText } from '../../../protocol/sensitive-text.ts'
import { pairKey } from './book.ts'
import { foldResponse } from './fold-responses.ts'
import { noteMessage } from './fold-sensitive.ts'
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
  const quiet = slice.quiet.has(event)
  const message = receivedMessage(at, { quiet })
  slice.make(message)
  noteMessage(slice, message, event.source)
  if (!quiet) changeConversation(slice, at, newConversation(account, peer))
}

/**
 * An old message lies in the thread where it was sent. It belongs to no conversation's present: nothing is unread,
 * nobody waits, and consoles hear only of the end (chatsSynced), not of the hundred thousand that a phone may sync.
 */
export function onMessageSynced(slice: Slice, at: At<'messageSynced'>): void {
  const { event, position } = at
  const { account, msgSvrId } = event
  const held = slice.identities.get(pairKey(account, msgSvrId))
  if (held !== undefined && held.position !== position) return
  slice.make(receivedMessage(at, { quiet: slice.quiet.has(event) }))
}

/** The customer who takes back all that nobody has answered waits no more. */
export function onMessageRecalled(slice: Slice, at: At<'messageRecalled'>): void {
  onMessageChanged(slice, at)
  changeConversation(slice, at, null)
}

export function onMessageChanged(
  slice: Slice, { event, position }: At<'messageRecalled' | 'mediaArrived' | 'messageStateChanged'>,
): void {
  const message = messageOf(slice, event)
  if (message?.peer !== event.peer) return
  slice.messages.set(message.position, foldMessage(message, { position, event }))
}

/** SET-5, SET-6: for what comes after it. */
export function onSettingsChanged(slice: Slice, { event: { types, words } }: At<'settingsChanged'>): void {
  slice.newQuietRules = { types, words }
  slice.quiet = new QuietRules(slice.newQuietRules)
}

/** RISK-1: for what comes after it. */
export function onSensitiveWordsChanged(slice: Slice, { event: { changes } }: At<'sensitiveWordsChanged'>): void {
  slice.words = slice.words.with(changes)
  for (const { word, effect } of changes) {
    const folded = sensitiveText(word)
    slice.wordRules.set(folded, { folded, word, effect })
  }
}

export function onConversationRead(slice: Slice, at: At<'conversationRead'>): void {
  changeConversation(slice, at, null)
}

/** `fresh` is what an event begins with where there is no conversation yet; null: it needs one. */
export function changeConversation(
  slice: Slice, at: { position: Position; journalMs: number; event: ConversationEvent },
  fresh: ReturnType<typeof newConversation> | null,
): void {
  const { account, peer } = at.event
  const key = pairKey(account, peer)
  const stored = slice.conversations.get(key)
  const now = stored ?? fresh
  if (now === null) return
  if (stored === undefined) {
    slice.newConversations.push({ account, peer })
    // RULE-7: somebody has spoken in it.
    if (isChatroom(peer)) slice.asks.add(account, peer)
  }
  const before = stored ?? { ...now, turns: null }
  const after = foldConversation(before, at)
  if (after !== before) slice.conversations.set(key, foldResponse(slice, at, { before, after }))
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

