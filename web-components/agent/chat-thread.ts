import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import { originalOf } from '../../protocol/forwarded.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import { writeAgain } from '../../protocol/operations/chat.ts'
import { VirtualRows } from '../controllers/virtual-rows.ts'
import { actionsOf } from '../data/message-actions.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import { memo } from '../data/memo.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import type { Thread } from '../data/thread.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import { bubbleStyles, kindStyles } from './bubble-styles.ts'
import { chatThreadStyles } from './chat-thread-styles.ts'
import './message-menu.ts'
import type { ArkMessageMenu } from './message-menu.ts'
import { messageRow } from './message-row.ts'
import { actOn, playVoice, readBackTo } from './message-verbs.ts'
import { openPictures } from './picture-box.ts'
import { type UnreadAtOpening, firstUnread } from './thread-unread.ts'
import { type ThreadItem, estimateHeight, threadItems } from './thread-items.ts'
import { walkMessages } from './walk-messages.ts'

/**
 * What was said, oldest first; older ones are read as one scrolls up, and it sticks to the end while one
 * stands there.
 */
@customElement('ark-chat-thread')
export class ArkChatThread extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  /** Somebody else's, looked at by a supervisor: nothing is done with its messages from here. */
  @property({ type: Boolean }) watched = false
  @state() private atEnd = true
  @query('.scroller') private scroller!: HTMLElement | null
  @query('ark-message-menu') private menu!: ArkMessageMenu
  @state() private flashed: MsgSvrId | null = null
  #items: ThreadItem[] = []
  #thread: Thread | null = null
  #shownBefore = false
  /** The message at the top of the screen. */
  #top: string | null = null
  #unread: UnreadAtOpening | null = null
  #firstUnread: number | 'above' | null = null
  readonly #itemsOf = memo((thread: Thread, _revision: number) => threadItems(thread))
  readonly #unreadOf = memo((items: ThreadItem[], unread: UnreadAtOpening | null, more: boolean) => {
    return firstUnread(items, { unread, more })
  })
  /** The last message that was on screen: what comes after it is new. */
  #seenUpTo = 0

  readonly #virtual = new VirtualRows(this, {
    scroller: () => this.scroller, count: () => this.#items.length, fromEnd: true, paddingPx: 14,
    keyOf: (index) => this.#items[index]?.key ?? index,
    estimateSize: (index) => estimateHeight(this.#items[index] as ThreadItem),
  })

  /** The composer grows: who stands at the end stays there. */
  #height = 0
  readonly #resized = new ResizeObserver(() => {
    this.#height = this.clientHeight
    if (this.atEnd && this.#shownBefore) this.#virtual.scrollToEnd()
  })

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('focus', this.#look)
    document.addEventListener('visibilitychange', this.#look)
    this.#resized.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resized.disconnect()
    removeEventListener('focus', this.#look)
    document.removeEventListener('visibilitychange', this.#look)
    this.seat.desk.endChoosing()
    this.seat.places.note(this.conversation, this.atEnd ? null : this.#top)
  }

  focusThread(): void {
    this.scroller?.focus()
  }

  /** Reads older pages until the first unread message is there, and shows it. */
  async jumpToUnread(): Promise<void> {
    for (let pages = 0; pages < unreadPagesMost; pages += 1) {
      const at = this.#firstUnread
      if (at === null) return
      if (at !== 'above') return this.#virtual.scrollToIndex(at, 'start')
      const thread = this.#thread as Thread
      await this.seat.loader.loadOlder(thread)
      if (thread.older === 'failed') return
      this.requestUpdate()
      await this.updateComplete
    }
  }

  scrollToEnd(): void {
    void this.updateComplete.then(() => this.#virtual.scrollToEnd())
  }

  protected override willUpdate(): void {
    const thread = this.seat.thread(this.conversation)
    this.#thread = thread
    this.#items = this.#itemsOf(thread, thread.revision.value)
    if (!this.hasUpdated) this.#noteUnread()
    this.#firstUnread = this.#unreadOf(this.#items, this.#unread, thread.more)
  }

  protected override render() {
    const thread = this.#thread as Thread
    return html`<div class="scroller" tabindex="0" role="log" aria-live="off" aria-label="聊天记录"
        data-testid="thread" data-state=${thread.state} aria-busy=${thread.state === 'loading'}
        @scroll=${this.#onScroll} @keydown=${this.#onKey}>
        <div class="sizer" style=${styled({ height: `${this.#virtual.totalSize}px` })}>
          ${repeat(this.#virtual.items, ({ key }) => key, ({ index, start }) => this.#renderRow(index, start))}
        </div>
      </div>
      ${this.#renderTop(thread)}${this.#renderUnread()}${this.#renderNew()}${this.#renderSpoken()}
      <ark-message-menu></ark-message-menu>`
  }

  protected override updated(): void {
    if (this.#thread?.state === 'ready' && !this.#shownBefore && this.#items.length > 0) this.#onFirstShown()
    queueMicrotask(() => {
      this.#follow()
      this.#readOlder()
    })
  }

  /** Where somebody stood when they left it, else at the end. */
  #onFirstShown(): void {
    this.#shownBefore = true
    const top = this.seat.places.topOf(this.conversation)
    const at = top === null ? -1 : this.#items.findIndex(({ key }) => key === top)
    if (at >= 0) this.#virtual.scrollToIndex(at, 'start')
    else this.#virtual.scrollToEnd()
  }

  #renderRow(index: number, startPx: number) {
    const item = this.#items[index]
    if (item === undefined) return nothing
    const { seat, conversation } = this
    return messageRow({
      seat, conversation, nowMs: seat.nowMs(), item, index, startPx,
      last: index === this.#items.length - 1, flashed: this.flashed !== null && item.message.msgSvrId === this.flashed,
      openPicture: (key) => void openPictures({ seat, thread: this.#thread as Thread }, key),
      playVoice: (key) => playVoice(this, () => this.#items, key),
      jumpTo: (msgSvrId) => void this.#jumpTo(msgSvrId), openMenu: this.#openMenu,
      editAgain: (message) => void this.#editAgain(message),
      watched: this.watched, isFirstUnread: index === this.#firstUnread,
    })
  }

  readonly #openMenu = (item: ThreadItem, at: { x: number; y: number }): void => {
    const { seat } = this
    const actions = actionsOf(item, { user: seat.user.user, nowMs: seat.nowMs() })
    void this.menu.open({ actions, at, onChosen: (action) => {
      actOn(action, item, this)
      if (action === 'quote') this.dispatchEvent(new CustomEvent('composer-wanted'))
    } })
  }

  /** What stands here may be masked: the hub says what was written, or that it is not to be shown. */
  readonly #editAgain = async (message: ChatMessage): Promise<void> => {
    const at = { ...originalOf(message), atLeast: this.seat.store.position }
    const answer = await this.seat.api.call(writeAgain, at)
    if (!answer.ok) return this.seat.notice(faultText(answer.fault))
    this.dispatchEvent(new CustomEvent('edit-again', { detail: answer.output.text }))
  }

  async #jumpTo(msgSvrId: MsgSvrId): Promise<void> {
    const thread = this.#thread
    if (thread === null || !await readBackTo(this, thread, msgSvrId)) return this.seat.notice('原消息太早或不在这里，没有找到')
    await this.updateComplete
    const index = this.#items.findIndex(({ message }) => message.msgSvrId === msgSvrId)
    if (index >= 0) this.#virtual.scrollToIndex(index)
    this.flashed = null
    await this.updateComplete
    this.flashed = msgSvrId
  }

  #renderTop(thread: Thread) {
    if (thread.state === 'failed') {
      const fault = this.seat.loader.fault.value
      return html`<div class="middle" role="alert"><p>聊天记录没有读到${fault === null ? '' : `：${faultText(fault)}`}</p>
        <button class="button small" @click=${() => void this.seat.loader.loadThread(thread)}>重试</button></div>`
    }
    if (this.#items.length === 0) {
      const text = thread.state === 'ready' ? '还没有消息，打个招呼吧' : '正在读取聊天记录…'
      return html`<div class="middle quiet">${text}</div>`
    }
    if (thread.older === 'loading') return html`<div class="older" role="status">正在读取更早的消息…</div>`
    if (thread.older === 'failed') {
      return html`<div class="older"><button class="link-button"
        @click=${() => void this.seat.loader.loadOlder(thread)}>更早的消息没有读到，点击重试</button></div>`
    }
    return nothing
  }

  #renderUnread() {
    const at = this.#firstUnread
    if (!this.#shownBefore || at === null) return nothing
    if (at !== 'above' && at >= (this.#virtual.firstShown()?.index ?? 0)) return nothing
    return html`<button class="new unread" data-testid="to-unread" @click=${() => void this.jumpToUnread()}>
      ${icon('up')}${this.#unread?.count} 条未读</button>`
  }

  /** Looking at it is reading it, so it is noted before. */
  #noteUnread(): void {
    const row = this.seat.store.conversations.row(this.conversation)
    const count = row === null ? 0 : this.seat.unreadOf(row)
    if (row !== null && count > 0) this.#unread = { count, readUpTo: row.readUpTo }
  }

  /** How many came since one left the end; they are the last ones. */
  #newest(): number {
    let count = 0
    for (let index = this.#items.length - 1; index >= 0; index -= 1) {
      const { position, direction, synced } = (this.#items[index] as ThreadItem).message
      if (position > 0 && position <= this.#seenUpTo) break
      if (position > 0 && direction === 'in' && !synced) count += 1
    }
    return count
  }

  #renderNew() {
    if (this.atEnd) return nothing
    const fresh = this.#newest()
    return html`<button class="new ${fresh > 0 ? 'fresh' : ''}" data-testid="new-messages"
      @click=${() => this.scrollToEnd()}>
      ${icon('down')}${fresh > 0 ? `${fresh} 条新消息` : '回到最新'}</button>`
  }

  /** Screen readers hear what comes in while the thread is open. */
  #renderSpoken() {
    const last = this.#items.at(-1)?.message
    const isFresh = last?.direction === 'in' && !last.synced && Date.now() - last.journalMs < spokenMs
    const spoken = isFresh ? last.text : ''
    return html`<div class="only-read" aria-live="polite">${spoken}</div>`
  }

  readonly #onScroll = (): void => {
    this.menu.close()
    this.#follow()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.scroller !== null) walkMessages(event, this.scroller)
  }

  readonly #look = (): void => {
    this.#follow()
  }

  /** Notes where one stands, and that what is there has been read. */
  #follow(): void {
    const thread = this.#thread
    if (thread?.state !== 'ready' || !this.#shownBefore) return
    // What a change of height moved, the reader didn't: who stood at the end is brought back there by `#resized`.
    const isResized = this.clientHeight !== this.#height
    this.atEnd = this.#virtual.isAtEnd() || (this.atEnd && isResized)
    const top = this.#virtual.firstShown()
    this.#top = top === null ? null : String(top.key)
    if (!this.atEnd) return
    if (thread.messages.length > openMessagesMost) thread.trim(openMessagesMost / 4)
    this.#seenUpTo = thread.messages.at(-1)?.position ?? 0
    const looking = document.visibilityState === 'visible' && document.hasFocus()
    if (looking && !thread.stale) this.seat.markRead(this.conversation)
  }

  #readOlder(): void {
    const thread = this.#thread
    const first = this.#virtual.items[0]?.index ?? 0
    if (!this.#shownBefore || thread === null || thread.older === 'failed') return
    if (first < olderWithin && thread.more) void this.seat.loader.loadOlder(thread)
  }

  static override styles = [shared, buttons, avatars, chatThreadStyles, bubbleStyles, kindStyles]
}

/** Older ones are asked for when so few are left above the screen. */
const olderWithin = 12
const spokenMs = 10_000
/** A thread that grows all day keeps so many while one stands at its end. */
const openMessagesMost = 2_000
const unreadPagesMost = 40
