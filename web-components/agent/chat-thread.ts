import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { VirtualRows } from '../controllers/virtual-rows.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import type { Thread } from '../data/thread.ts'
import { icon } from '../elements/icon.ts'
import { styled } from '../elements/styled.ts'
import { avatars, buttons, shared } from '../styles/shared.ts'
import { bubbleStyles, kindStyles } from './bubble-styles.ts'
import { chatThreadStyles } from './chat-thread-styles.ts'
import { messageRow } from './message-row.ts'
import { openPictures } from './picture-box.ts'
import { type ThreadItem, estimateHeight, threadItems } from './thread-items.ts'

/**
 * What was said, oldest first; older ones are read as one scrolls up, and it sticks to the end while one
 * stands there.
 */
@customElement('ark-chat-thread')
export class ArkChatThread extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @state() private atEnd = true
  @query('.scroller') private scroller!: HTMLElement | null
  #items: ThreadItem[] = []
  #thread: Thread | null = null
  #shownBefore = false
  /** The last message that was on screen: what comes after it is new. */
  #seenUpTo = 0

  readonly #virtual = new VirtualRows(this, {
    scroller: () => this.scroller, count: () => this.#items.length, fromEnd: true, paddingPx: 14,
    keyOf: (index) => this.#items[index]?.key ?? index,
    estimateSize: (index) => estimateHeight(this.#items[index] as ThreadItem),
  })

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('focus', this.#look)
    document.addEventListener('visibilitychange', this.#look)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('focus', this.#look)
    document.removeEventListener('visibilitychange', this.#look)
  }

  scrollToEnd(): void {
    void this.updateComplete.then(() => this.#virtual.scrollToEnd())
  }

  protected override willUpdate(): void {
    const thread = this.seat.thread(this.conversation)
    void thread.revision.value
    this.#thread = thread
    this.#items = threadItems(thread)
  }

  protected override render() {
    const thread = this.#thread as Thread
    return html`<div class="scroller" tabindex="0" role="log" aria-live="off" aria-label="聊天记录"
        data-testid="thread" data-state=${thread.state} aria-busy=${thread.state === 'loading'}
        @scroll=${this.#onScroll}>
        <div class="sizer" style=${styled({ height: `${this.#virtual.totalSize}px` })}>
          ${repeat(this.#virtual.items, ({ key }) => key, ({ index, start }) => this.#renderRow(index, start))}
        </div>
      </div>
      ${this.#renderTop(thread)}${this.#renderNew()}${this.#renderSpoken()}`
  }

  protected override updated(): void {
    if (this.#thread?.state === 'ready' && !this.#shownBefore && this.#items.length > 0) {
      this.#shownBefore = true
      this.#virtual.scrollToEnd()
    }
    queueMicrotask(() => {
      this.#follow()
      this.#readOlder()
    })
  }

  #renderRow(index: number, startPx: number) {
    const item = this.#items[index]
    if (item === undefined) return nothing
    const { seat, conversation } = this
    return messageRow({
      seat, conversation, nowMs: seat.nowMs(), item, index, startPx,
      openPicture: (key) => void openPictures(this.#items, key),
    })
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

  #renderNew() {
    if (this.atEnd) return nothing
    const isNew = ({ message: { position, direction, synced } }: ThreadItem) => {
      return position > this.#seenUpTo && direction === 'in' && !synced
    }
    const fresh = this.#items.filter(isNew).length
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
    this.#follow()
  }

  readonly #look = (): void => {
    this.#follow()
  }

  /** Notes where one stands, and that what is there has been read. */
  #follow(): void {
    const thread = this.#thread
    if (thread?.state !== 'ready' || !this.#shownBefore) return
    this.atEnd = this.#virtual.isAtEnd()
    if (!this.atEnd) return
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
