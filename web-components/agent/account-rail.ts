import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { AccountId } from '../../protocol/ids.ts'
import type { AccountRow } from '../../protocol/operations/chat.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { avatar } from '../elements/avatar.ts'
import { icon } from '../elements/icon.ts'
import { themeToggle } from '../elements/theme-toggle.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import './user-menu.ts'

/**
 * The left edge: one button per WeChat account, each with its unread count and whether its phone is there.
 */
@customElement('ark-account-rail')
export class ArkAccountRail extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) account: AccountId | null = null

  protected override render() {
    const unread = this.#unreadByAccount()
    const rows = this.seat.store.accounts.rows.value
    return html`<nav aria-label="微信账号">
        ${this.#renderAll(unread)}
        <div class="accounts">
          ${repeat(rows, ({ account }) => account, (row) => this.#renderAccount(row, unread))}</div>
        <div class="foot">${themeToggle()}<ark-user-menu .seat=${this.seat}></ark-user-menu></div>
      </nav>`
  }

  #renderAll(unread: ReadonlyMap<AccountId, number>) {
    const total = [...unread.values()].reduce((sum, each) => sum + each, 0)
    return html`<button class="account" aria-pressed=${this.account === null} @click=${() => this.#choose(null)}>
      <span class="all">${icon('chats')}</span><span class="name">全部</span>${badge(total)}
    </button>`
  }

  #renderAccount(row: AccountRow, unread: ReadonlyMap<AccountId, number>) {
    const state = row.online ? '在线' : row.deviceOnline ? '微信已退出登录' : '手机离线'
    const name = row.nickname || row.account
    const chosen = this.account === row.account
    const picture = avatar({ id: row.account, name, avatar: row.avatar, size: 'small' })
    return html`<button class="account" aria-pressed=${chosen} title="${name} · ${state}"
      @click=${() => this.#choose(chosen ? null : row.account)}>
      <span class="picture ${row.online ? '' : 'away'}">${picture}
        <span class="dot ${row.online ? 'online' : ''}"></span></span>
      <span class="name">${name}</span><span class="only-read">${state}</span>
      ${badge(unread.get(row.account) ?? 0)}
    </button>`
  }

  #unreadByAccount(): ReadonlyMap<AccountId, number> {
    const unread = new Map<AccountId, number>()
    for (const row of this.seat.store.conversations.rows) {
      unread.set(row.account, (unread.get(row.account) ?? 0) + this.seat.unreadOf(row))
    }
    return unread
  }

  #choose(account: AccountId | null): void {
    this.dispatchEvent(new CustomEvent('account-chosen', { detail: account }))
  }

  static override styles = [shared, buttons, avatars, css`
    :host {
      display: flex; flex-direction: column; width: 72px; min-height: 0; background: var(--surface-rail);
      border-right: 1px solid var(--line);
    }
    nav { display: flex; flex: 1; flex-direction: column; min-height: 0; padding: 10px 6px 6px; gap: 4px; }
    .accounts {
      display: flex; flex: 1; flex-direction: column; gap: 4px; min-height: 0; margin: 0 -6px;
      padding: 2px 6px 10px; overflow: hidden auto; scrollbar-width: none;
      mask-image: linear-gradient(#000 calc(100% - 16px), transparent); }
    .account {
      display: grid; position: relative; justify-items: center; gap: 3px; width: 60px; padding: 7px 2px 5px;
      border: 0;
      border-radius: var(--radius-m); background: none; color: var(--text-2); flex: none;
      transition: background var(--speed);
    }
    .account:hover { background: color-mix(in srgb, var(--text) 7%, transparent); }
    .account:focus-visible { outline-offset: -2px; }
    .account[aria-pressed='true'] {
      background: var(--surface); color: var(--text); box-shadow: var(--shadow-1);
    }
    .account[aria-pressed='true'] .all { background: var(--primary); color: var(--on-primary); }
    .all {
      display: grid; place-items: center; width: 34px; height: 34px; border-radius: 8px;
      background: var(--surface-press);
      color: var(--text-2);
    }
    .name {
      display: -webkit-box; overflow: hidden; max-width: 58px; font-size: var(--text-xs); line-height: 1.25;
      overflow-wrap: anywhere;
      -webkit-box-orient: vertical; -webkit-line-clamp: 2;
    }
    .picture { position: relative; display: grid; }
    .picture.away .avatar { filter: saturate(0.25) opacity(0.75); }
    .dot {
      position: absolute; right: -3px; bottom: -3px; width: 10px; height: 10px;
      border: 2px solid var(--surface-rail);
      border-radius: 50%; background: var(--offline);
    }
    .dot.online { background: var(--online); }
    .badge {
      position: absolute; top: 2px; right: 4px; min-width: 17px; padding: 0 4px; border-radius: 9px;
      background: var(--badge);
      color: #fff; font-size: 10.5px; font-weight: 600; line-height: 16px; text-align: center;
      box-shadow: 0 0 0 1.5px var(--surface-rail);
    }
    .foot { display: grid; justify-items: center; gap: 8px; padding: 6px 0; }
  `]
}

function badge(count: number) {
  if (count === 0) return ''
  return html`<span class="badge"><span class="only-read">未读</span>${count > 99 ? '99+' : count}</span>`
}
