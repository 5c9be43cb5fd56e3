import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { sourceLabel } from '../../protocol/friend-source.ts'
import type { AccountId } from '../../protocol/ids.ts'
import type { FriendRequestView } from '../../protocol/operations/friend-requests.ts'
import { commandFaultText } from '../data/command-fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { fullTime, listTime } from '../data/time-text.ts'
import { avatar } from '../elements/avatar.ts'
import { icon } from '../elements/icon.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'

/** 新的朋友: people who ask to be friends, above the conversations; nothing while there are none. */
@customElement('ark-friend-requests')
export class ArkFriendRequests extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) account: AccountId | null = null
  @state() private open = localStorage.getItem(openKey) !== 'closed'

  protected override render() {
    const all = this.seat.requests.rows.value
    const rows = all.filter(({ account }) => this.account === null || account === this.account)
    if (rows.length === 0) return nothing
    return html`<section aria-label="新的朋友" data-testid="friend-requests">
      <button class="head" aria-expanded=${this.open} aria-controls="requests" @click=${this.#toggle}>
        ${icon('people')}<span>新的朋友</span><span class="count">${rows.length}</span>${icon('chevron')}</button>
      <ul id="requests" ?hidden=${!this.open}>${repeat(rows, ({ account, request }) => `${account} ${request}`,
        (row) => this.#renderRow(row))}</ul>
    </section>`
  }

  #renderRow(row: FriendRequestView) {
    const { person, nickname, greeting, sourceCode, receivedAtMs, account, state: how } = row
    const name = nickname || person
    const owner = this.seat.store.accounts.row(account)?.nickname || account
    const about = [sourceLabel(sourceCode), `添加 ${owner}`].filter((part) => part !== null).join(' · ')
    return html`<li data-testid="friend-request" data-state=${how}>
      ${avatar({ id: person, name, avatar: row.avatar, size: 'small' })}
      <div class="lines"><div class="top"><span class="name cut" title=${name}>${name}</span>
          <time title=${fullTime(receivedAtMs)}>${listTime(receivedAtMs, this.seat.nowMs())}</time></div>
        ${greeting === '' ? nothing : html`<span class="greeting cut" title=${greeting}>${greeting}</span>`}
        <span class="about cut" title=${about}>${about}</span>
        ${how === 'failed' ? html`<span class="fault" role="alert">${failure(row)}</span>` : nothing}</div>
      ${how === 'accepting' ? html`<span class="going" role="status">通过中…</span>` : html`
        <button class="button small" aria-label=${`通过 ${name} 的好友请求`}
          @click=${() => void this.seat.requests.accept(row)}>${how === 'failed' ? '重试' : '通过'}</button>`}
    </li>`
  }

  readonly #toggle = (): void => {
    this.open = !this.open
    localStorage.setItem(openKey, this.open ? 'open' : 'closed')
  }

  static override styles = [shared, buttons, avatars, css`
    :host { display: block; flex: none; }
    section { border-bottom: 1px solid var(--line); }
    .head {
      display: flex; align-items: center; gap: 7px; width: 100%; height: 34px; padding: 0 12px; border: 0;
      background: none; color: var(--text-2); text-align: left;
    }
    .head:hover { background: var(--surface-hover); }
    .head .icon { width: 15px; height: 15px; }
    .head .icon:last-child { margin-left: auto; transition: transform var(--speed); }
    .head[aria-expanded='true'] .icon:last-child { transform: rotate(90deg); }
    .count {
      min-width: 18px; padding: 0 5px; border-radius: 9px; background: var(--badge); color: #fff;
      font-size: 11px; font-weight: 600; line-height: 18px; text-align: center;
    }
    ul { max-height: 232px; margin: 0; padding: 0 0 4px; overflow: hidden auto; list-style: none; }
    li { display: flex; align-items: center; gap: 9px; padding: 5px 12px; }
    .lines { display: grid; flex: 1; min-width: 0; }
    .top { display: flex; align-items: baseline; gap: 6px; min-width: 0; }
    .name { font-weight: 500; }
    time { margin-left: auto; flex: none; color: var(--text-3); font-size: var(--text-xs); }
    .greeting { color: var(--text-2); font-size: var(--text-sm); }
    .about { color: var(--text-3); font-size: var(--text-xs); }
    .fault { color: var(--danger); font-size: var(--text-xs); }
    .going { flex: none; color: var(--text-3); font-size: var(--text-sm); }
    li .button { flex: none; }
  `]
}

function failure({ faultCode, faultReason }: FriendRequestView): string {
  return commandFaultText({ code: faultCode, reason: faultReason ?? '' }) || '手机没能通过，请重试'
}

const openKey = 'ark:friend-requests'
