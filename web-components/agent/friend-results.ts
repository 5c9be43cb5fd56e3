import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { type ConversationKey, keyOf } from '../data/conversation-key.ts'
import { FriendFinder } from '../data/friend-finder.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { buttons, avatars, shared } from '../styles/shared.ts'
import { friendRow, friendRowStyles } from './friend-row.ts'

/** Below the conversations that were found: friends who never wrote. Fires `friend-chosen`. */
@customElement('ark-friend-results')
export class ArkFriendResults extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) search = ''
  #finder: FriendFinder | null = null

  focusFirst(): boolean {
    const first = this.renderRoot.querySelector('button')
    first?.focus()
    return first !== null
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    this.#finder ??= new FriendFinder(this.seat.api)
    if (changed.has('search')) this.#finder.look(this.search)
  }

  protected override render() {
    const { rows, next, isLooking, hasFailed } = (this.#finder as FriendFinder).found.value
    if (this.search.trim() === '') return nothing
    const { conversations, accounts } = this.seat.store
    const fresh = rows.filter((row) => conversations.row(keyOf(row)) === null)
    const several = accounts.rows.value.length > 1
    if (fresh.length === 0) {
      return hasFailed ? html`<p role="alert">好友没有查到，请稍后重试</p>`
        : html`<p role="status">${isLooking ? '正在查找好友…' : '没有其他好友'}</p>`
    }
    return html`<h2>好友</h2><div role="group" aria-label="找到的好友" @keydown=${this.#onKey}>
      ${fresh.map((friend) => friendRow({
        friend, account: several ? accounts.row(friend.account)?.nickname ?? friend.account : null,
        onChoose: (key) => this.#choose(key),
      }))}
      ${next === null ? nothing : html`<button class="link-button more"
        @click=${() => void this.#finder?.more()}>${isLooking ? '正在查找…' : '更多好友'}</button>`}</div>`
  }

  #choose(key: ConversationKey): void {
    this.dispatchEvent(new CustomEvent('friend-chosen', { detail: key, bubbles: true, composed: true }))
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const all = [...this.renderRoot.querySelectorAll('button')]
    const at = all.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLButtonElement)
    all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus()
  }

  static override styles = [shared, buttons, avatars, friendRowStyles, css`
    :host { display: block; max-height: 45%; flex: none; overflow: hidden auto; border-top: 1px solid var(--line); }
    h2 { margin: 0; padding: 8px 12px 2px; color: var(--text-3); font-size: var(--text-xs); font-weight: 500; }
    p { margin: 0; padding: 10px 12px; color: var(--text-3); font-size: var(--text-sm); text-align: center; }
    .more { display: block; margin: 6px auto 10px; }
  `]
}
