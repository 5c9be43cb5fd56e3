import { html, nothing } from 'lit'
import { isChatroom } from '../../protocol/ids.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import { canRecall } from '../data/local-message.ts'
import { isSystemLine } from '../data/message-kinds.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { clock, dayText, fullTime } from '../data/time-text.ts'
import { avatar } from '../elements/avatar.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { messageBody } from './message-body.ts'
import { sendState } from './send-state.ts'
import type { ThreadItem } from './thread-items.ts'

export interface MessageView {
  seat: SeatConsole
  conversation: ConversationKey
  nowMs: number
  item: ThreadItem
  index: number
  /** Where the row stands in the thread. */
  startPx: number
  openPicture: (key: string) => void
}

/**
 * One message with what stands above it: the day or the time, its writer, its bubble, and how its sending
 * went.
 */
export function messageRow(view: MessageView) {
  const { item, index } = view
  const { message, local } = item
  const state = local === null ? message.state : localStates[local.state]
  return html`<div class="row" data-index=${index} data-testid="message" data-direction=${message.direction}
    data-position=${message.position || nothing} data-state=${state}
    data-kind=${message.type} ?data-first=${item.first}
    style=${styled({ transform: `translateY(${view.startPx}px)` })}>
    ${renderAbove(item, view.nowMs)}
    ${message.state === 'recalled' ? renderRecalled(view) : isSystemLine(message.type)
      ? html`<p class="line">${message.text || '系统消息'}</p>` : renderSaid(view)}
  </div>`
}

/** What tests and styles see of a message that isn't stored yet. */
const localStates = {
  uploading: 'sending', waiting: 'sending', uploadFailed: 'failed', refused: 'failed', lost: 'unknown',
} as const

function renderAbove({ above, message }: ThreadItem, nowMs: number) {
  if (above === null) return nothing
  const time = clock(message.sentAtMs)
  const text = above === 'day' ? `${dayText(message.sentAtMs, nowMs)} ${time}` : time
  return html`<p class="above" data-above=${above}><time title=${fullTime(message.sentAtMs)}>${text}</time></p>`
}

function renderSaid(view: MessageView) {
  const { item, seat, conversation } = view
  const { message } = item
  const { peer } = splitKey(conversation)
  const named = item.first && message.direction === 'in' && isChatroom(peer)
  return html`<div class="said ${message.direction}">
    ${item.first ? renderWriter(view) : html`<span class="gap"></span>`}
    <div class="column">
      ${named ? html`<span class="writer cut">${writerName(view)}</span>` : nothing}
      <div class="beside">
        <div class="body" title=${fullTime(message.sentAtMs)}>${messageBody(item, view)}</div>
        ${message.direction === 'out' ? sendState(item, { seat, conversation }) : nothing}
        ${renderActions(view)}
      </div>
      ${message.progress === 'rejected' ? html`<span class="note danger">消息已发出，但被对方拒收了</span>` : nothing}
    </div>
  </div>`
}

function renderWriter(view: MessageView) {
  const { item: { message }, seat, conversation } = view
  const { account, peer } = splitKey(conversation)
  if (message.direction === 'out') {
    const owner = seat.store.accounts.row(account)
    return avatar({ id: account, name: owner?.nickname || account, avatar: owner?.avatar ?? null, size: 'small' })
  }
  const row = seat.store.conversations.row(conversation)
  if (isChatroom(peer)) return avatar({ id: message.sender ?? peer, name: writerName(view), size: 'small' })
  return avatar({ id: peer, name: row?.peerName ?? peer, avatar: row?.peerAvatar ?? null, size: 'small' })
}

function writerName({ item: { message }, seat, conversation }: MessageView): string {
  return message.sender === null ? '群成员' : seat.cards.memberName(conversation, message.sender)
}

function renderActions({ item: { message, local }, seat, nowMs }: MessageView) {
  if (local !== null || !canRecall(message, nowMs)) return nothing
  return html`<button class="icon-button act" aria-label="撤回" title="撤回(两分钟内)"
    @click=${() => seat.sender.recall(message)}>${icon('back')}</button>`
}

function renderRecalled(view: MessageView) {
  const { item: { message }, conversation } = view
  const inRoom = isChatroom(splitKey(conversation).peer)
  const who = message.direction === 'out' ? '你' : inRoom ? `“${writerName(view)}”` : '对方'
  return html`<p class="line">${who}撤回了一条消息</p>`
}
