import { readBody } from '../../protocol/bodies.ts'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import { type UserId, isChatroom } from '../../protocol/ids.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'
import { previewOf } from './message-kinds.ts'
import type { FullPreferences } from './preferences.ts'
import { flatText } from './rich-text.ts'

/** Something that wants an agent's attention. */
export interface Notice {
  key: ConversationKey
  /** Null: as the conversation is called. */
  name: string | null
  text: string
}

export interface NoticeParts {
  user: UserId
  nowMs: number
}

/**
 * What somebody should be told of: a customer who wrote just now, a mention of ours in a chatroom, conversations that
 * were given to this seat. Rooms talk too much for more; the hub tells nothing of what quiet rules keep quiet.
 */
export function noticeOf(
  { event, journalMs }: Placed<HubEvent | UnknownEvent>, { user, nowMs }: NoticeParts,
): Notice | null {
  // What was missed while there was no line is no news.
  if (nowMs - journalMs > newsMs) return null
  if (event.kind === 'peersAssigned') {
    const [peer] = event.peers
    if (!event.notice || event.seat !== user || event.by === user || peer === undefined) return null
    const count = event.peers.length
    const key = keyOf({ account: event.account, peer })
    return { key, name: '新的会话', text: count === 1 ? '分配给你一个会话' : `分配给你 ${count} 个会话` }
  }
  if (event.kind !== 'messageReceived' || event.direction !== 'in' || silent.has(event.type)) return null
  if (isChatroom(event.peer) && !isMentioned(event)) return null
  return { key: keyOf(event), name: null, text: flatText(previewOf({ type: event.type, text: event.text })) }
}

/** How it is said, by what the user lets others read over their shoulder. */
export function wordsOf(
  { name, text }: Notice & { name: string }, shows: FullPreferences['notifyShows'],
): { title: string; body: string } {
  switch (shows) {
    case 'all': return { title: name, body: text }
    case 'name': return { title: name, body: '发来一条新消息' }
    case 'nothing': return { title: '方舟', body: '有一条新消息' }
  }
}

/** Within the hours in which nothing may disturb; they may go over midnight. */
export function isQuietHour({ quietHours, quietFrom, quietUntil }: FullPreferences, now: Date): boolean {
  if (!quietHours || quietFrom === quietUntil) return false
  const minute = now.getHours() * 60 + now.getMinutes()
  return quietFrom < quietUntil ? minute >= quietFrom && minute < quietUntil
    : minute >= quietFrom || minute < quietUntil
}

function isMentioned({ type, body, account }: HubEvent & { kind: 'messageReceived' }): boolean {
  return type === 'text' && (readBody('text', body).mentions ?? []).some((one) => one === account || one === everybody)
}

const everybody = 'notify@all'
const silent: ReadonlySet<string> = new Set(['system', 'roomNotice', 'pat', 'recall'])
const newsMs = 60_000
