import { SignalWatcher } from '@lit-labs/preact-signals'
import { effect } from '@preact/signals-core'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import type { AccountId } from '../../protocol/ids.ts'
import { mayDo } from '../../protocol/permissions.ts'
import type { CommandId } from '../data/commands.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { copyText } from '../data/copy-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { nextWaiting } from '../data/waiting.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import './account-rail.ts'
import type { ArkChatPane } from './chat-pane.ts'
import './chat-pane.ts'
import type { ArkConversationList } from './conversation-list.ts'
import './conversation-list.ts'
import './customer-card.ts'
import type { ArkMentionsDialog } from './mentions-dialog.ts'
import './mentions-dialog.ts'
import './supervision.ts'
import type { ArkWorkspaceTools, WorkspaceWish } from './workspace-tools.ts'
import './workspace-tools.ts'
import './notice-stack.ts'

/** The desk: accounts, conversations, the open thread and its customer. */
@customElement('ark-seat-workspace')
export class ArkSeatWorkspace extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private account: AccountId | null = null
  @state() private supervising = false
  @query('ark-mentions-dialog') private mentions!: ArkMentionsDialog
  @state() private cardShown = localStorage.getItem(cardKey) !== 'hidden'
  @query('ark-conversation-list') private list!: ArkConversationList
  @query('ark-workspace-tools') private tools!: ArkWorkspaceTools
  @query('ark-chat-pane') private pane!: ArkChatPane | null
  #stopTitle: (() => void) | undefined

  /** The admin console leads here. */
  protected override willUpdate(): void {
    if (this.hasUpdated || location.hash !== '#supervision') return
    history.replaceState(null, '', location.pathname)
    this.supervising = mayDo(this.seat.user.permissions, 'supervise')
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('beforeunload', this.#onLeave)
    document.addEventListener('visibilitychange', this.#onVisible)
    this.#stopTitle = effect(() => {
      const unread = this.seat.unreadTotal.value
      document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) 方舟 · 客服工作台` : '方舟 · 客服工作台'
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('beforeunload', this.#onLeave)
    document.removeEventListener('visibilitychange', this.#onVisible)
    this.#stopTitle?.()
  }

  protected override render() {
    const { seat } = this
    const key = seat.open.value
    const takenBy = key === null ? undefined : seat.store.transferred.value.get(key)
    const shown = takenBy === undefined ? key : null
    if (this.supervising) {
      return html`<ark-supervision .seat=${seat} @left=${this.#onSupervised}></ark-supervision>`
    }
    return html`
      <ark-account-rail .seat=${seat} .account=${this.account} @settings-wanted=${() => this.tools.run('settings')}
        @account-chosen=${this.#onAccount} @mentions-wanted=${() => this.mentions.show()}
        @supervise=${this.#onSupervise}></ark-account-rail>
      <ark-conversation-list .seat=${seat} .account=${this.account} @composer-wanted=${this.#focusComposer}
        @conversation-chosen=${this.#onConversation} @friend-chosen=${this.#onFriend}></ark-conversation-list>
      <main>${key !== null && takenBy !== undefined ? this.#renderTransferred(key, takenBy)
        : shown === null ? this.#renderWelcome() : keyed(shown, html`
        <ark-chat-pane .seat=${seat} .conversation=${shown} .cardShown=${this.cardShown}
          @card-toggled=${this.#toggleCard}></ark-chat-pane>`)}</main>
      ${shown === null || !this.cardShown ? nothing : keyed(shown, html`
        <ark-customer-card .seat=${seat} .conversation=${shown}></ark-customer-card>`)}
      <ark-mentions-dialog .seat=${seat} @supervise=${this.#onSupervise}></ark-mentions-dialog>
      <ark-notice-stack .notices=${seat.notices}></ark-notice-stack>
      <ark-workspace-tools .seat=${seat} @wished=${this.#onWish}></ark-workspace-tools>`
  }

  #renderWelcome() {
    const none = this.seat.loader.loadedOnce.value && this.seat.store.accounts.rows.value.length === 0
    if (none) {
      return html`<div class="welcome">${icon('phone')}<h2>还没有可服务的微信</h2>
        <p>请管理员把工作手机交给你保管并完成登记；手机登录微信后，会话会自动出现，无需刷新。</p>
        ${this.seat.user.permissions.includes('devices') ? html`<a href="/admin">去登记一部手机</a>` : nothing}</div>`
    }
    return html`<div class="welcome">${icon('chats')}<h2>选择一个会话开始</h2>
      <p><kbd>Ctrl K</kbd> 搜索 <kbd>Ctrl Shift P</kbd> 命令面板 <kbd>Alt N</kbd> 等得最久的客户</p>
      <p><kbd>Alt ↑</kbd> <kbd>Alt ↓</kbd> 切换会话 <kbd>?</kbd> 快捷键</p></div>`
  }

  /** What the agent had written isn't lost: it can be copied from here. */
  #renderTransferred(key: ConversationKey, takenBy: string) {
    const sent = this.seat.thread(key).locals.map(({ message }) => message.text)
    const begun = [this.seat.drafts.read(key), this.seat.notes.begun(key)]
    const unsent = [...sent, ...begun].filter((text) => text.trim() !== '')
    const handed = this.seat.thread(key).notes.all.findLast(({ seatName }) => seatName === takenBy)
    return html`<div class="welcome" role="status" data-testid="transferred">${icon('leave')}
      <h2>这个会话已转给 ${takenBy}</h2>
      ${handed === undefined || handed.text === '' ? nothing : html`<p>原因：${handed.text}</p>`}
      <p>它不再由你接待。选择其他会话继续。</p>
      ${unsent.length === 0 ? nothing : html`<p>没有发出的内容：</p>
        <ul>${unsent.map((text) => html`<li>${text}
          <button class="link-button" @click=${() => void copyText(text)}>复制</button></li>`)}</ul>`}</div>`
  }

  readonly #onSupervise = (): void => {
    this.supervising = true
  }

  readonly #onSupervised = (): void => {
    this.supervising = false
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

  readonly #onFriend = ({ detail }: CustomEvent<ConversationKey>): void => this.#goTo(detail)

  #goTo(key: ConversationKey): void {
    this.seat.openThread(key)
    this.list.reveal(key)
    this.#focusComposer()
  }

  readonly #onWish = ({ detail }: CustomEvent<WorkspaceWish>): void => {
    switch (detail.kind) {
      case 'conversation': return this.#goTo(detail.key)
      case 'account':
        this.account = detail.account
        return this.list.show('conversations')
      case 'command': return void this.#acts[detail.command]?.()
    }
  }

  readonly #acts: Partial<Record<CommandId, () => unknown>> = {
    search: () => this.list.focusSearch(),
    conversations: () => this.list.show('conversations'),
    friends: () => this.list.show('friends'),
    previous: () => this.#step(-1),
    next: () => this.#step(1),
    nextUnread: () => this.#step('unread'),
    nextWaiting: () => this.#openNextWaiting(),
    compose: () => this.#focusComposer(),
    thread: () => this.pane?.focusThread(),
    firstUnread: () => this.pane?.jumpToUnread(),
    transfer: () => this.pane?.showTransfer(),
    card: () => this.#toggleCard(),
    pin: () => this.#withOpen((key) => this.seat.togglePin(key)),
    markUnread: () => this.#withOpen((key) => this.seat.markUnread(key)),
  }

  #openNextWaiting(): void {
    const { seat } = this
    const next = nextWaiting(seat.store.conversations.rows, seat.open.peek())
    if (next === null) seat.notice('没有其他客户在等待')
    else this.#goTo(next)
  }

  #withOpen(act: (key: ConversationKey) => void): void {
    const open = this.seat.open.peek()
    if (open !== null) act(open)
  }

  #step(to: -1 | 1 | 'unread'): void {
    if (to === 'unread') this.list.stepToUnread()
    else this.list.step(to)
    this.#focusComposer()
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
    ul { max-width: 420px; margin: 0; padding: 0; list-style: none; color: var(--text); user-select: text; }
    kbd {
      display: inline-block; padding: 0 5px; border: 1px solid var(--line-strong); border-radius: 4px;
      background: var(--surface);
      font: 11px / 17px var(--font); color: var(--text-2);
    }
  `]
}

const cardKey = 'ark:card'
