import { html, nothing } from 'lit'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import { isChatroom } from '../../protocol/ids.ts'
import { splitKey } from '../data/conversation-key.ts'
import { actionsOf } from '../data/message-actions.ts'
import { isSystemLine } from '../data/message-kinds.ts'
import { clock, dayText, fullTime } from '../data/time-text.ts'
import { avatar } from '../elements/avatar.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { type BodyParts, messageBody } from './message-body.ts'
import { noteLine } from './note-row.ts'
import { nameIn } from './name-in.ts'
import { sendState } from './send-state.ts'
import type { ThreadItem } from './thread-items.ts'

export interface MessageView extends BodyParts {
  nowMs: number
  item: ThreadItem
  index: number
  /** Where the row stands in the thread. */
  startPx: number
  /** Its menu button is the one in the order of Tab. */
  last: boolean
  /** It was jumped to a moment ago. */
  flashed: boolean
  openMenu: (item: ThreadItem, at: { x: number; y: number }) => void
  /** A text of ours that was taken back goes into the input again. */
  editAgain: (message: ChatMessage) => void
  /** It has no menu. */
  watched: boolean
  /** A line above it says that what follows was unread. */
  isFirstUnread: boolean
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
    data-kind=${message.type} ?data-first=${item.first} ?data-flashed=${view.flashed}
    style=${styled({ transform: `translateY(${view.startPx}px)` })}>
    ${renderAbove(item, view.nowMs)}
    ${view.isFirstUnread ? html`<p class="unread-line">以下是未读消息</p>` : nothing}
    ${item.note !== null ? noteLine(item.note, view.seat)
      : message.state === 'recalled' ? renderRecalled(view) : isSystemLine(message.type)
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
  const choosing = seat.desk.chosen.value
  const named = item.first && message.direction === 'in' && isChatroom(peer)
  return html`<div class="said ${message.direction}">
    ${choosing === null ? nothing : renderChoice(view, choosing)}
    ${item.first ? renderWriter(view) : html`<span class="gap"></span>`}
    <div class="column">
      ${named ? html`<span class="writer cut">${writerName(view)}</span>` : nothing}
      <div class="beside">
        <div class="body" title=${fullTime(message.sentAtMs)}
          @contextmenu=${(event: MouseEvent) => onContextMenu(view, event)}>${messageBody(item, view)}</div>
        ${message.direction === 'out' ? sendState(item, { seat, conversation }) : nothing}
        ${renderActions(view)}
      </div>
      ${message.origin === null ? nothing : html`<span class="note automatic" data-testid="automatic"
        title=${automaticTitles[message.origin]}>自动</span>`}
      ${message.progress === 'rejected' ? html`<span class="note danger">消息已发出，但被对方拒收了</span>` : nothing}
    </div>
  </div>`
}

const automaticTitles = { greeting: '新好友通过后自动发送', keyword: '按关键词自动回复' } as const

function renderWriter(view: MessageView) {
  const { item: { message }, seat, conversation } = view
  const { account, peer } = splitKey(conversation)
  if (message.direction === 'out') {
    const owner = seat.store.accounts.row(account)
    return avatar({ id: account, name: owner?.nickname || account, avatar: owner?.avatar ?? null, size: 'small' })
  }
  const row = seat.rowOf(conversation)
  if (isChatroom(peer)) return avatar({ id: message.sender ?? peer, name: writerName(view), size: 'small' })
  return avatar({ id: peer, name: row?.peerName ?? peer, avatar: row?.peerAvatar ?? null, size: 'small' })
}

function writerName({ item: { message }, ...where }: MessageView): string {
  return message.sender === null ? '群成员' : nameIn(where, message.sender)
}

function renderActions({ item, seat, nowMs, openMenu, last, watched }: MessageView) {
  if (watched) return nothing
  const { message, local } = item
  const recalling = local === null && seat.sender.asked.stateOf('recallRequested', message.msgSvrId) === 'asked'
  if (recalling && message.state !== 'recalled') return html`<span class="note" role="status">撤回中…</span>`
  if (actionsOf(item, { user: seat.user.user, nowMs }).length === 0) return nothing
  const open = ({ currentTarget }: Event): void => {
    const { left, bottom } = (currentTarget as HTMLElement).getBoundingClientRect()
    openMenu(item, { x: left, y: bottom + 4 })
  }
  return html`<button class="icon-button act" aria-label="更多操作" aria-haspopup="menu" title="更多操作"
    tabindex=${last ? 0 : -1} data-testid="message-more" @click=${open}>${icon('more')}</button>`
}

/** Links and marked words keep the browser’s own menu. */
function onContextMenu({ item, openMenu, watched }: MessageView, event: MouseEvent): void {
  const onLink = event.composedPath().some((one) => one instanceof HTMLAnchorElement)
  if (watched || onLink || event.shiftKey) return
  event.preventDefault()
  openMenu(item, { x: event.clientX, y: event.clientY })
}

function renderChoice({ item: { key, message, local }, seat }: MessageView, choosing: ReadonlyMap<string, unknown>) {
  const choose = (event: Event): void => {
    const box = event.target as HTMLInputElement
    if (!seat.desk.choose(key, message)) box.checked = false
  }
  return html`<input class="choice" type="checkbox" aria-label="选择这条消息" ?disabled=${local !== null}
    .checked=${choosing.has(key)} @change=${choose} />`
}

function renderRecalled(view: MessageView) {
  const { item: { message }, conversation, seat, editAgain } = view
  const inRoom = isChatroom(splitKey(conversation).peer)
  const who = message.direction === 'out' ? '你' : inRoom ? `“${writerName(view)}”` : '对方'
  const editable = message.user === seat.user.user && (message.type === 'text' || message.type === 'quote')
  return html`<p class="line">${who}撤回了一条消息 ${editable ? html`<button class="link-button"
    @click=${() => editAgain(message)}>重新编辑</button>` : nothing}</p>`
}
