import { css, html, nothing } from 'lit'
import type { FriendRow } from '../../protocol/operations/desk.ts'
import { type ConversationKey, keyOf } from '../data/conversation-key.ts'
import { avatar } from '../elements/avatar.ts'

export interface FriendRowView {
  friend: FriendRow
  /** Shown where the list mixes several. */
  account: string | null
  onChoose: (key: ConversationKey) => void
  tabindex?: number
}

/** A friend: their picture, name, and what else they are called. */
export function friendRow({ friend, account, onChoose, tabindex = 0 }: FriendRowView) {
  const { peer, remark, nickname } = friend
  const name = remark || nickname || peer
  const about = [remark !== '' && nickname !== remark ? nickname : '', account === null ? '' : `通过 ${account}`]
    .filter(Boolean).join(' · ')
  return html`<button class="friend" tabindex=${tabindex} data-testid="friend-row" data-peer=${peer}
    @click=${() => onChoose(keyOf(friend))}>
    ${avatar({ id: peer, name, avatar: friend.avatar, size: 'small' })}
    <span class="names"><span class="cut">${name}</span>
      ${about === '' ? nothing : html`<small class="cut">${about}</small>`}
    </span></button>`
}

export const friendRowStyles = css`
  .friend {
    display: flex; align-items: center; gap: 10px; width: 100%; height: 50px; padding: 0 12px; border: 0;
    background: none; text-align: left;
  }
  .friend:hover { background: var(--surface-hover); }
  .friend:focus-visible { outline-offset: -2px; }
  .names { display: grid; min-width: 0; }
  .names small { color: var(--text-3); font-size: var(--text-xs); }
`
