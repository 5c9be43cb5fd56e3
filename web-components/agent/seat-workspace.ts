import { SignalWatcher } from '@lit-labs/preact-signals'
import { effect } from '@preact/signals-core'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import type { AccountId } from '../../protocol/ids.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import './account-rail.ts'
import type { ArkChatPane } from './chat-pane.ts'
import './chat-pane.ts'
import type { ArkConversationList } from './conversation-list.ts'
import './conversation-list.ts'
import './customer-card.ts'

/** The desk: accounts, conversations, the open thread and its customer. */
@customElement('ark-seat-workspace')
export class ArkSeatWorkspace extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private account: AccountId | null = null
  @state() private cardShown = localStorage.getItem(cardKey) !== 'hidden'
  @query('ark-conversation-list') private list!: ArkConversationList
  @query('ark-chat-pane') private pane!: ArkChatPane | null
  #stopTitle: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#onKey)
    addEventListener('beforeunload', this.#onLeave)
    document.addEventListener('visibilitychange', this.#onVisible)
    this.#stopTitle = effect(() => {
      const unread = this.seat.unreadTotal.value
      document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) 方舟 · 客服工作台` : '方舟 · 客服工作台'
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#onKey)
    removeEventListener('beforeunload', this.#onLeave)
    document.removeEventListener('visibilitychange', this.#onVisible)
    this.#stopTitle?.()
  }

  protected override render() {
    const { seat } = this
    const key = seat.open.value
    return html`
      <ark-account-rail .seat=${seat} .account=${this.account}
        @account-chosen=${this.#onAccount}></ark-account-rail>
      <ark-conversation-list .seat=${seat} .account=${this.account} @composer-wanted=${this.#focusComposer}
        @conversation-chosen=${this.#onConversation}></ark-conversation-list>
      <main>${key === null ? this.#renderWelcome() : keyed(key, html`
        <ark-chat-pane .seat=${seat} .conversation=${key} .cardShown=${this.cardShown}
          @card-toggled=${this.#toggleCard}></ark-chat-pane>`)}</main>
      ${key === null || !this.cardShown ? nothing : keyed(key, html`
        <ark-customer-card .seat=${seat} .conversation=${key}></ark-customer-card>`)}`
  }

  #renderWelcome() {
    const none = this.seat.loader.loadedOnce.value && this.seat.store.accounts.rows.value.length === 0
    if (none) {
      return html`<div class="welcome">${icon('phone')}<h2>还没有可服务的微信</h2>
        <p>请管理员把工作手机交给你保管并完成登记；手机登录微信后，会话会自动出现，无需刷新。</p>
        ${this.seat.user.permissions.includes('devices') ? html`<a href="/admin">去登记一部手机</a>` : nothing}</div>`
    }
    return html`<div class="welcome">${icon('chats')}<h2>选择一个会话开始</h2>
      <p><kbd>Ctrl K</kbd> 搜索 <kbd>Alt ↑</kbd> <kbd>Alt ↓</kbd> 切换会话 <kbd>Enter</kbd> 发送</p></div>`
  }

  readonly #onAccount = ({ detail }: CustomEvent<AccountId | null>): void => {
    this.account = detail
  }

  readonly #onConversation = ({ detail }: CustomEvent<ConversationKey>): void => {
    this.seat.openThread(detail)
  }

  readonly #focusComposer = (): void => {
    void this.updateComplete.then(() => this.pane?.focusComposer())
  }

  readonly #toggleCard = (): void => {
    this.cardShown = !this.cardShown
    localStorage.setItem(cardKey, this.cardShown ? 'shown' : 'hidden')
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return
    const command = event.ctrlKey || event.metaKey
    if (command && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      this.list.focusSearch()
    } else if (event.altKey && !command && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      this.list.step(event.key === 'ArrowUp' ? -1 : 1)
      this.#focusComposer()
    }
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible') this.seat.link.wake()
  }

  /** An upload ends with the page; the browser asks first. */
  readonly #onLeave = (event: BeforeUnloadEvent): void => {
    if (this.seat.sender.uploads.peek() > 0) event.preventDefault()
  }

  static override styles = [shared, buttons, css`
    :host { display: flex; height: 100%; min-width: 960px; overflow: hidden; }
    main { display: flex; flex: 1; min-width: 0; background: var(--surface-thread); }
    main > * { flex: 1; min-width: 0; }
    .welcome {
      display: grid; place-content: center; justify-items: center; gap: 6px; padding: 24px;
      color: var(--text-3); text-align: center;
    }
    .welcome .icon { width: 44px; height: 44px; stroke-width: 1.2; color: var(--line-strong); }
    h2 { margin: 8px 0 0; color: var(--text-2); font-size: 16px; font-weight: 600; }
    p { max-width: 380px; margin: 0; }
    kbd {
      display: inline-block; padding: 0 5px; border: 1px solid var(--line-strong); border-radius: 4px;
      background: var(--surface);
      font: 11px / 17px var(--font); color: var(--text-2);
    }
  `]
}

const cardKey = 'ark:card'
