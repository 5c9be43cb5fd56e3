import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { AccountId } from '../../protocol/ids.ts'
import type { ConversationRow } from '../../protocol/operations/chat.ts'
import { Ticker } from '../controllers/ticker.ts'
import { VirtualRows } from '../controllers/virtual-rows.ts'
import { type ConversationKey, keyOf } from '../data/conversation-key.ts'
import { FriendBook } from '../data/friend-book.ts'
import { loadPinyin } from '../data/pinyin.ts'
import { faultText } from '../data/fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import type { ListTab } from './conversation-filter.ts'
import type { ArkConversationMenu } from './conversation-menu.ts'
import './conversation-menu.ts'
import { conversationListStyles } from './conversation-list-styles.ts'
import { type RowSize, conversationRow, rowHeightsPx } from './conversation-row.ts'
import type { ArkFriendList } from './friend-list.ts'
import './friend-list.ts'
import type { ArkFriendResults } from './friend-results.ts'
import './friend-results.ts'
import './friend-requests.ts'
import './link-state.ts'
import { type Listed, ListedConversations } from './listed-conversations.ts'

/**
 * The conversations of the seat, newest first: search, filters, and a virtual list one walks with the arrow
 * keys.
 */
@customElement('ark-conversation-list')
export class ArkConversationList extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) account: AccountId | null = null
  @state() private tab: ListTab = 'all'
  @state() private search = ''
  @state() private view: ListView = 'conversations'
  @query('.scroller') private scroller!: HTMLElement | null
  @query('input') private searchField!: HTMLInputElement
  @query('ark-friend-list') private friends!: ArkFriendList | null
  @query('ark-friend-results') private results!: ArkFriendResults | null
  @query('ark-conversation-menu') private menu!: ArkConversationMenu
  #rows: readonly ConversationRow[] = []
  #counts: Listed['counts'] = { all: 0, unread: 0, waiting: 0 }
  readonly #listed = new ListedConversations()
  #steppedAtMs = 0
  #drafts: ReadonlySet<ConversationKey> = new Set()
  #size: RowSize = 'usual'
  #bookOf: FriendBook | null = null

  readonly #virtual = new VirtualRows(this, {
    scroller: () => this.scroller, count: () => this.#rows.length,
    estimateSize: () => rowHeightsPx[this.#size], exact: true,
    keyOf: (index) => keyOf(this.#rows[index] as ConversationRow),
  })

  protected readonly ticker = new Ticker(this, { everyMs: 1000 })

  /** Friends are searched with the conversations, so a search shows both. */
  show(view: ListView): void {
    this.#clearSearch()
    this.view = view
    if (view === 'friends') {
      void this.#book.load()
      void this.updateComplete.then(() => this.friends?.focusList())
    } else {
      void this.updateComplete.then(() => this.scroller?.focus())
    }
  }

  /** Opens the next row below the open one that is unread, else the first. */
  stepToUnread(): void {
    const open = this.seat.open.peek()
    const at = this.#rows.findIndex((row) => keyOf(row) === open)
    const isUnread = (row: ConversationRow) => keyOf(row) !== open && this.seat.unreadOf(row) > 0
    const below = this.#rows.findIndex((row, index) => index > at && isUnread(row))
    const next = below >= 0 ? below : this.#rows.findIndex(isUnread)
    const row = this.#rows[next]
    if (row === undefined) return
    this.#open(keyOf(row))
    this.#virtual.scrollToIndex(next)
  }

  /** Opened from elsewhere: what hides it in the list is taken away. */
  reveal(key: ConversationKey): void {
    if (this.#rows.some((row) => keyOf(row) === key)) return
    this.#clearSearch()
    this.tab = 'all'
  }

  focusSearch(): void {
    this.searchField.focus()
    this.searchField.select()
  }

  /** Opens the row above (-1) or below (+1) the open one. */
  step(by: -1 | 1): void {
    const open = this.seat.open.peek()
    const at = this.#rows.findIndex((row) => keyOf(row) === open)
    const next = at < 0 ? 0 : Math.min(this.#rows.length - 1, Math.max(0, at + by))
    const row = this.#rows[next]
    if (row === undefined) return
    this.#open(keyOf(row))
    this.#virtual.scrollToIndex(next)
  }

  protected override willUpdate(): void {
    const { seat, tab, search, account } = this
    const { rows, counts } = this.#listed.of(seat, { tab, search, account })
    this.#rows = rows
    this.#counts = counts
    this.#drafts = seat.drafts.keys()
    const size = this.#sizeNow()
    if (size === this.#size) return
    this.#size = size
    this.#virtual.measureAgain()
  }

  protected override render() {
    return html`<section aria-labelledby="title"><header>
        <div class="title">${this.#renderViews()}<ark-link-state .seat=${this.seat}></ark-link-state></div>
        <div class="search">${icon('search')}
          <input type="search" placeholder="搜索会话、好友、消息" aria-label="搜索会话和好友" aria-keyshortcuts="Control+K"
            aria-controls="rows" @input=${this.#onSearch} @keydown=${this.#onSearchKey} />
          ${this.search === '' ? html`<kbd aria-hidden="true">Ctrl K</kbd>` : nothing}
        </div>
        ${this.view === 'friends' ? nothing : this.#renderTabs()}
      </header>
      <ark-friend-requests .seat=${this.seat} .account=${this.account}></ark-friend-requests>
      ${this.view !== 'friends' ? nothing
        : html`<ark-friend-list .seat=${this.seat} .book=${this.#book}></ark-friend-list>`}
      <div class="scroller ${this.#size}" id="rows"
        ?hidden=${this.view === 'friends'} role="listbox" aria-label="会话" tabindex="0"
        aria-busy=${!this.seat.store.complete.value} aria-activedescendant=${this.#activeId() ?? nothing}
        @keydown=${this.#onListKey} @click=${this.#onClick} @contextmenu=${this.#onMenu}>
        ${this.#rows.length === 0 ? nothing : this.#renderRows()}
      </div>
      ${this.#rows.length === 0 && this.view !== 'friends' ? this.#renderEmpty() : nothing}
      ${this.search === '' ? nothing : html`<ark-friend-results .seat=${this.seat} .search=${this.search}>
        </ark-friend-results>`}</section>
      <ark-conversation-menu .seat=${this.seat}></ark-conversation-menu>`
  }

  #renderViews() {
    return html`<h1 class="only-read">${this.view === 'friends' ? '通讯录' : '会话'}</h1>
      <div class="views" role="group" aria-label="列表">${views.map(([view, name]) => html`
        <button aria-pressed=${this.view === view} @click=${() => this.show(view)}>${name}</button>`)}</div>`
  }

  #renderTabs() {
    const counts = this.#counts
    return html`<div class="tabs" role="group" aria-label="筛选">${tabs.map(([tab, name]) => html`
      <button aria-pressed=${this.tab === tab} @click=${() => { this.tab = tab }}>${name}${
        counts[tab] > 0 ? html`<span class="count">${counts[tab]}</span>` : nothing}</button>`)}</div>`
  }

  #sizeNow(): RowSize {
    const { preferences, store } = this.seat
    if (preferences.now.value.density === 'compact') return 'compact'
    return store.accounts.rows.value.length > 1 && this.account === null ? 'mixed' : 'usual'
  }

  get #book(): FriendBook {
    this.#bookOf ??= new FriendBook(this.seat.api)
    return this.#bookOf
  }

  #renderRows() {
    const { seat } = this
    const open = seat.open.value
    const nowMs = seat.nowMs()
    return html`<div role="presentation" style=${styled({ height: `${this.#virtual.totalSize}px` })}>
      ${repeat(this.#virtual.items, ({ key }) => key, ({ index, start }) => {
        const row = this.#rows[index] as ConversationRow
        const key = keyOf(row)
        return conversationRow({
          row, index, startPx: start, count: this.#rows.length, nowMs, selected: key === open,
          draft: key !== open && this.#drafts.has(key) ? seat.drafts.read(key) : null,
          unread: seat.unreadOf(row), pinned: seat.store.desk.pins.value.has(key),
          account: this.#size === 'mixed' ? seat.store.accounts.row(row.account) : null,
        })
      })}
    </div>`
  }

  #renderEmpty() {
    const { store, loader } = this.seat
    const fault = loader.fault.value
    if (!loader.loadedOnce.value) {
      if (fault !== null) {
        return html`<div class="empty" role="alert"><p>会话列表还没读到</p><p>${faultText(fault)}</p></div>`
      }
      return html`<div class="skeleton" role="status" aria-label="正在读取会话">${
        [1, 2, 3, 4, 5, 6].map(() => html`<i></i>`)}</div>`
    }
    if (this.search !== '') {
      return html`<div class="empty"><p>没有找到“${this.search}”</p>
        <button class="link-button" @click=${this.#clearSearch}>清除搜索</button></div>`
    }
    if (store.accounts.rows.value.length === 0) {
      return html`<div class="empty"><p>还没有微信账号</p><p>由你保管的手机登录微信后，客户的会话会出现在这里。</p></div>`
    }
    return html`<div class="empty"><p>${emptyTexts[this.tab]}</p></div>`
  }

  #activeId(): string | null {
    const open = this.seat.open.value
    const item = this.#virtual.items.find(({ index }) => {
      const row = this.#rows[index]
      return row !== undefined && keyOf(row) === open
    })
    return item === undefined ? null : `row-${item.index}`
  }

  #open(key: ConversationKey): void {
    this.dispatchEvent(new CustomEvent('conversation-chosen', { detail: key }))
  }

  #wantComposer(): void {
    this.dispatchEvent(new CustomEvent('composer-wanted', { bubbles: true, composed: true }))
  }

  readonly #onClick = (event: Event): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-key]')
    if (row === null) return
    this.#open(row.dataset['key'] as ConversationKey)
    this.#wantComposer()
  }

  /** The menu key is about the open conversation. */
  readonly #onMenu = (event: MouseEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-key]')
      ?? this.scroller?.querySelector<HTMLElement>('[aria-selected=true]') ?? null
    if (row === null) return
    event.preventDefault()
    const key = row.dataset['key'] as ConversationKey
    const { right, bottom } = row.getBoundingClientRect()
    const [x, y] = event.clientX === 0 ? [right - 180, bottom - 20] : [event.clientX, event.clientY]
    this.menu.open({ key, x, y, back: this.scroller })
  }

  readonly #onListKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      // A held key walks no faster than threads can be read.
      if (event.repeat && event.timeStamp - this.#steppedAtMs < stepMs) return
      this.#steppedAtMs = event.timeStamp
      this.step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      this.#wantComposer()
    }
  }

  readonly #onSearch = (): void => {
    this.search = this.searchField.value
    void loadPinyin()
    // What is found stands in the list of conversations.
    if (this.search !== '') this.view = 'conversations'
    if (this.scroller !== null) this.scroller.scrollTop = 0
  }

  readonly #onSearchKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      if (this.search === '') this.#wantComposer()
      this.#clearSearch()
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault()
      const first = this.#rows[0]
      if (first === undefined) {
        this.results?.focusFirst()
        return
      }
      this.#open(keyOf(first))
      this.scroller?.focus()
    }
  }

  readonly #clearSearch = (): void => {
    this.searchField.value = ''
    this.search = ''
  }

  static override styles = [shared, buttons, avatars, conversationListStyles]
}

const stepMs = 120
export type ListView = 'conversations' | 'friends'
const views: readonly (readonly [ListView, string])[] = [['conversations', '会话'], ['friends', '通讯录']]
const tabs: readonly (readonly [ListTab, string])[] = [['all', '全部'], ['unread', '未读'], ['waiting', '等待回复']]
const emptyTexts: Record<ListTab, string> = {
  all: '还没有会话。客户发来第一条消息时，它会出现在这里。',
  unread: '没有未读消息', waiting: '没有客户在等待，做得好',
}
