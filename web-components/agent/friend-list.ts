import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { VirtualRows } from '../controllers/virtual-rows.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import type { BookLine, FriendBook, GroupPages } from '../data/friend-book.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import { friendRow, friendRowStyles } from './friend-row.ts'

/** 通讯录: friends by their groups, those who never wrote too. Fires `friend-chosen`. */
@customElement('ark-friend-list')
export class ArkFriendList extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) book!: FriendBook
  @query('.scroller') private scroller!: HTMLElement | null
  #lines: BookLine[] = []
  #at = 0
  #wantsFocus = false

  readonly #virtual = new VirtualRows(this, {
    scroller: () => this.scroller, count: () => this.#lines.length,
    keyOf: (index) => lineKey(this.#lines[index], index),
    estimateSize: (index) => (this.#lines[index]?.kind === 'friend' ? 50 : 36), exact: true,
  })

  override connectedCallback(): void {
    super.connectedCallback()
    void this.book.load()
  }

  /** As soon as there is a line. */
  focusList(): void {
    this.#wantsFocus = true
    this.requestUpdate()
  }

  protected override willUpdate(): void {
    this.#lines = this.book.lines()
    this.#at = Math.max(0, Math.min(this.#at, this.#lines.length - 1))
  }

  protected override render() {
    const state = this.book.state.value
    if (this.#lines.length === 0) {
      if (state === 'failed') {
        return html`<p role="alert">通讯录没有读到 <button class="link-button"
          @click=${() => void this.book.load()}>重试</button></p>`
      }
      return html`<p role="status">${state === 'ready' ? '还没有好友' : '正在读取通讯录…'}</p>`
    }
    return html`<div class="scroller" role="group" aria-label="通讯录" @keydown=${this.#onKey}>
      <div role="presentation" class="sizer" style=${styled({ height: `${this.#virtual.totalSize}px` })}>
        ${repeat(this.#virtual.items, ({ key }) => key, ({ index, start }) => html`<div class="line" role="presentation"
          data-index=${index} style=${styled({ transform: `translateY(${start}px)` })}>
          ${this.#renderLine(index)}</div>`)}
      </div></div>`
  }

  /** Pages are read as they come into view. */
  protected override updated(): void {
    if (this.#wantsFocus) this.#takeFocus()
    for (const { index } of this.#virtual.items) {
      const line = this.#lines[index]
      if (line?.kind === 'more' && line.pages.state === 'partly') void this.book.read(line.pages)
    }
  }

  /** Once the line is in the page: rows come a moment after their data. */
  #takeFocus(): void {
    const button = this.renderRoot.querySelector<HTMLElement>(`[data-index="${this.#at}"] button`)
    if (button === null) return
    this.#wantsFocus = false
    button.focus()
  }

  #renderLine(index: number) {
    const line = this.#lines[index]
    const tabindex = index === this.#at ? 0 : -1
    switch (line?.kind) {
      case 'group': return this.#renderGroup(line.pages, tabindex)
      case 'friend': {
        const { accounts } = this.seat.store
        const several = accounts.rows.value.length > 1
        const account = several ? accounts.row(line.friend.account)?.nickname ?? line.friend.account : null
        return friendRow({ friend: line.friend, account, tabindex, onChoose: (key) => this.#choose(key) })
      }
      case 'more': return this.#renderMore(line.pages, tabindex)
      default: return nothing
    }
  }

  #renderGroup(pages: GroupPages, tabindex: number) {
    return html`<button class="group ${pages.isOpen ? 'open' : ''}" tabindex=${tabindex} aria-expanded=${pages.isOpen}
      data-testid="friend-group" @click=${() => void this.book.toggle(pages)}>${icon('chevron')}
      <span class="cut">${pages.group.id === null ? '未分组' : pages.group.name}</span>
      <span class="count">${pages.group.friends.toLocaleString('zh-CN')}</span></button>`
  }

  #renderMore(pages: GroupPages, tabindex: number) {
    if (pages.state !== 'failed') return html`<span class="quiet" role="status">正在读取…</span>`
    return html`<button class="link-button quiet" tabindex=${tabindex} @click=${() => void this.book.read(pages)}>
      没有读到，点击重试</button>`
  }

  #choose(key: ConversationKey): void {
    this.dispatchEvent(new CustomEvent('friend-chosen', { detail: key, bubbles: true, composed: true }))
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const to = this.#target(event.key)
    if (to === null) return
    event.preventDefault()
    this.#focusLine(to)
  }

  #target(key: string): number | null {
    const focused = (this.renderRoot as ShadowRoot).activeElement?.closest<HTMLElement>('[data-index]')
    const at = focused === null || focused === undefined ? this.#at : Number(focused.dataset['index'])
    switch (key) {
      case 'ArrowDown': return Math.min(this.#lines.length - 1, at + 1)
      case 'ArrowUp': return Math.max(0, at - 1)
      case 'Home': return 0
      case 'End': return this.#lines.length - 1
      default: return null
    }
  }

  #focusLine(index: number): void {
    this.#at = index
    this.#virtual.scrollToIndex(index)
    this.focusList()
  }

  static override styles = [shared, buttons, avatars, friendRowStyles, css`
    :host { display: flex; flex: 1; flex-direction: column; min-height: 0; }
    .scroller { flex: 1; min-height: 0; overflow: hidden auto; overflow-anchor: none; contain: strict; }
    .sizer { position: relative; }
    .line { position: absolute; inset: 0 0 auto; }
    .group {
      display: flex; align-items: center; gap: 6px; width: 100%; height: 36px; padding: 0 12px; border: 0;
      background: none;
      color: var(--text-2); font-weight: 500; text-align: left;
    }
    .group:hover { background: var(--surface-hover); }
    .group:focus-visible { outline-offset: -2px; }
    .group .icon { width: 14px; height: 14px; transition: transform var(--speed); }
    .group.open .icon { transform: rotate(90deg); }
    .count { margin-left: auto; color: var(--text-3); font-size: var(--text-xs); font-variant-numeric: tabular-nums; }
    .line .quiet { height: 36px; }
    p, .quiet { display: block; margin: 0; padding: 9px 12px; color: var(--text-3); text-align: center; }
    p { padding-top: 30%; }
  `]
}

function lineKey(line: BookLine | undefined, index: number): string | number {
  switch (line?.kind) {
    case 'group': return `group ${line.pages.group.id}`
    case 'more': return `more ${line.pages.group.id}`
    case 'friend': return `${line.friend.account} ${line.friend.peer}`
    default: return index
  }
}
