import { html, nothing } from 'lit'
import type { AccountRow, ConversationRow } from '../../protocol/operations/chat.ts'
import { isChatroom } from '../../protocol/ids.ts'
import { keyOf } from '../data/conversation-key.ts'
import { previewOf } from '../data/message-kinds.ts'
import { flatText } from '../data/rich-text.ts'
import { listTime, waitText } from '../data/time-text.ts'
import { waitLevel } from '../data/waiting.ts'
import { avatar, toneOf } from '../elements/avatar.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'

export interface RowView {
  row: ConversationRow
  index: number
  startPx: number
  count: number
  nowMs: number
  selected: boolean
  unread: number
  draft: string | null
  pinned: boolean
  /** Shown where the list mixes several. */
  account: AccountRow | null
}

/** One line of the list: who, when, what was said last, and what is owed. */
export function conversationRow(view: RowView) {
  const { row, index, startPx, count, nowMs, selected, unread, draft, account, pinned } = view
  return html`<div class="row ${pinned ? 'pinned' : ''}" id="row-${index}"
    role="option" aria-selected=${selected} aria-setsize=${count}
    aria-posinset=${index + 1} data-index=${index} data-key=${keyOf(row)} data-testid="conversation-row"
    data-account=${row.account} data-peer=${row.peer} style=${styled({ transform: `translateY(${startPx}px)` })}>
    <span class="picture">${avatar({ id: row.peer, name: row.peerName, avatar: row.peerAvatar })}
      ${renderBadge(unread)}</span>
    <span class="lines">
      <span class="top"><span class="name cut">${row.peerName}</span>
        ${isChatroom(row.peer) ? icon('people') : nothing}
        ${pinned ? html`<span class="only-read">已置顶</span>` : nothing}
        <time class="time">${listTime(row.lastMs, nowMs)}</time></span>
      <span class="bottom">${renderPreview(row, draft)}${renderWait(row, nowMs)}</span>
      ${account === null ? nothing : html`<span class="via cut"><i data-tone=${toneOf(account.account)}></i>${
        account.nickname || account.account}</span>`}
    </span>
  </div>`
}

/** `mixed`: one more line where several accounts are mixed. The styles say the same. */
export const rowHeightsPx = { usual: 54, mixed: 70, compact: 48 } as const
export type RowSize = keyof typeof rowHeightsPx

function renderBadge(unread: number) {
  if (unread === 0) return nothing
  return html`<span class="badge">${unread > 99 ? '99+' : unread}<span class="only-read">条未读</span></span>`
}

function renderPreview(row: ConversationRow, draft: string | null) {
  if (draft !== null) return html`<span class="preview cut"><b class="draft">[草稿]</b> ${flatText(draft)}</span>`
  const preview = previewOf({ type: row.lastType, text: row.lastText })
  return html`<span class="preview cut">${row.lastDirection === 'out' ? '我：' : ''}${preview}</span>`
}

function renderWait({ waitingSinceMs }: ConversationRow, nowMs: number) {
  if (waitingSinceMs === null) return nothing
  const waitedMs = nowMs - waitingSinceMs
  const level = waitLevel(waitedMs)
  return html`<span class="wait" data-level=${level} title="客户在等待回复">${icon('clock')}${waitText(waitedMs)}</span>`
}
