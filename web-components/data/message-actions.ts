import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { UserId } from '../../protocol/ids.ts'
import type { MessageType } from '../../protocol/kinds.ts'
import { type LocalMessage, canRecall } from './local-message.ts'
import { isSystemLine } from './message-kinds.ts'

export type MessageAction = 'copy' | 'quote' | 'forward' | 'select' | 'recall' | 'discard'

/** What an agent can do with a message now, in the order of the menu. */
export function actionsOf(
  { message, local }: { message: ChatMessage; local: LocalMessage | null }, who: { user: UserId; nowMs: number },
): MessageAction[] {
  if (message.state === 'recalled' || isSystemLine(message.type)) return []
  if (local !== null) return message.text === '' ? ['discard'] : ['copy', 'discard']
  const actions: MessageAction[] = []
  if (copyText(message) !== '' || canCopyPicture(message)) actions.push('copy')
  if (canQuote(message)) actions.push('quote')
  if (canForward(message)) actions.push('forward')
  actions.push('select')
  if (canRecall(message, who)) actions.push('recall')
  return actions
}

/** WeChat quotes by the message’s own id. */
export function canQuote({ type, msgSvrId }: ChatMessage): boolean {
  return msgSvrId !== null && !unquotable.has(type)
}

/** Media go by reference; what is still on the phone can’t. */
export function canForward({ type, state, media }: ChatMessage): boolean {
  return state !== 'recalled' && forwardable.has(type) && (!withMedia.has(type) || media !== null)
}

export function canCopyPicture({ type, media, thumbnail }: ChatMessage): boolean {
  return type === 'picture' && (media !== null || thumbnail !== null)
}

/** Where the text is what a person would copy. */
export function copyText({ type, text }: ChatMessage): string {
  return textual.has(type) ? text : ''
}

export const actionLabels: Readonly<Record<MessageAction, string>> = {
  copy: '复制', quote: '引用', forward: '转发', select: '多选', recall: '撤回', discard: '删除',
}

const textual: ReadonlySet<MessageType> = new Set(['text', 'quote', 'link', 'file', 'voice', 'location', 'unknown'])
const withMedia: ReadonlySet<MessageType> = new Set(['picture', 'video', 'file', 'emoji'])
const forwardable: ReadonlySet<MessageType> = new Set([
  'text', 'quote', 'picture', 'video', 'file', 'link', 'card', 'location', 'miniProgram', 'emoji', 'videoChannel',
  'mergedHistory',
])
const unquotable: ReadonlySet<MessageType> = new Set(['redPacket', 'transfer', 'audioCall', 'videoCall', 'unknown'])
