import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { isChatroom } from '../../protocol/ids.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import './chat-thread.ts'
import type { ArkChatThread } from './chat-thread.ts'
import type { ArkComposer } from './composer.ts'
import './composer.ts'

/**
 * The open conversation: whose it is, what was said, what is being written. Files may be dropped anywhere on
 * it.
 */
@customElement('ark-chat-pane')
export class ArkChatPane extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @property({ attribute: false }) cardShown = true
  @state() private dragging = false
  @query('ark-composer') private composer!: ArkComposer
  @query('ark-chat-thread') private thread!: ArkChatThread

  focusComposer(): void {
    void this.updateComplete.then(() => this.composer.focusInput())
  }

  protected override render() {
    const { seat, conversation } = this
    const { account, peer } = splitKey(conversation)
    const row = seat.store.conversations.row(conversation)
    const owner = seat.store.accounts.row(account)
    const members = seat.cards.entry(conversation)?.card?.chatroom?.members?.length
    const name = row?.peerName ?? peer
    const count = isChatroom(peer) && members ? html` <small>(${members})</small>` : nothing
    return html`<section aria-label="与${name}的会话" @dragover=${this.#onDrag} @dragleave=${this.#onDragEnd}
      @drop=${this.#onDrop}>
      <header>
        <h2 class="cut">${name}${count}</h2>
        <span class="via cut">通过 ${owner?.nickname || account}</span>
        <button class="icon-button" aria-label="客户资料" title="客户资料" aria-pressed=${this.cardShown}
          @click=${() => this.dispatchEvent(new CustomEvent('card-toggled'))}>${icon('panel')}</button>
      </header>
      ${this.#renderPhone(owner)}
      <ark-chat-thread .seat=${seat} .conversation=${conversation}></ark-chat-thread>
      <ark-composer .seat=${seat} .conversation=${conversation}
        @said=${() => this.thread.scrollToEnd()}></ark-composer>
      ${this.dragging ? html`<div class="drop" aria-hidden="true">松开鼠标，发送到这个会话</div>` : nothing}
    </section>`
  }

  #renderPhone(owner: { online: boolean; deviceOnline: boolean } | null) {
    if (owner === null || owner.online) return nothing
    const text = owner.deviceOnline ? '这个微信已在手机上退出登录，消息会在重新登录后发出' : '这个微信所在的手机离线，消息会在手机上线后发出'
    return html`<p class="phone" role="status">${icon('phoneOff')}${text}</p>`
  }

  readonly #onDrag = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    this.dragging = true
  }

  readonly #onDragEnd = (event: DragEvent): void => {
    const into = event.relatedTarget
    if (into === null || !this.renderRoot.contains(into as Node)) this.dragging = false
  }

  readonly #onDrop = (event: DragEvent): void => {
    const files = [...event.dataTransfer?.files ?? []]
    this.dragging = false
    if (files.length === 0) return
    event.preventDefault()
    void this.composer.offerFiles(files)
  }

  static override styles = [shared, buttons, css`
    :host { display: flex; min-height: 0; }
    section { display: flex; position: relative; flex: 1; flex-direction: column; min-width: 0; }
    header {
      display: flex; align-items: center; gap: 10px; height: 52px; padding: 0 12px 0 18px; flex: none;
      background: var(--surface); border-bottom: 1px solid var(--line);
    }
    h2 { margin: 0; font-size: var(--text-xl); font-weight: 600; }
    h2 small { color: var(--text-3); font-size: var(--text-md); font-weight: 400; }
    .via { min-width: 0; margin-right: auto; color: var(--text-3); font-size: var(--text-sm); }
    .phone {
      display: flex; align-items: center; gap: 8px; margin: 0; padding: 6px 18px;
      background: var(--warning-soft);
      color: var(--warning); font-size: var(--text-sm);
    }
    .phone .icon { width: 15px; height: 15px; }
    ark-chat-thread { flex: 1; min-height: 0; }
    .drop {
      display: grid; place-content: center; position: absolute; z-index: 10; inset: 8px;
      border: 2px dashed var(--primary);
      border-radius: var(--radius-l); background: color-mix(in srgb, var(--surface) 86%, transparent);
      color: var(--primary);
      font-size: 16px; pointer-events: none;
    }
  `]
}
