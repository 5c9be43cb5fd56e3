import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { isChatroom } from '../../protocol/ids.ts'
import { giveBackConversation } from '../../protocol/operations/teamwork.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import './chat-thread.ts'
import './company-line.ts'
import type { ArkNoteBox } from './note-box.ts'
import './note-box.ts'
import type { ArkTransferDialog } from './transfer-dialog.ts'
import './transfer-dialog.ts'
import type { ArkChatThread } from './chat-thread.ts'
import type { ArkComposer } from './composer.ts'
import './composer.ts'
import './choosing-bar.ts'
import './forward-dialog.ts'

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
  @query('ark-note-box') private noteBox!: ArkNoteBox | null
  @query('ark-transfer-dialog') private transfer!: ArkTransferDialog
  @query('ark-composer') private composer!: ArkComposer
  @query('ark-chat-thread') private thread!: ArkChatThread
  #noting = false

  focusComposer(): void {
    void this.updateComplete.then(() => this.composer.focusInput())
  }

  focusThread(): void {
    this.thread.focusThread()
  }

  showTransfer(): void {
    this.transfer.show()
  }

  jumpToUnread(): void {
    void this.thread.jumpToUnread()
  }

  protected override updated(): void {
    const noting = this.noteBox !== null
    if (noting && !this.#noting) this.noteBox?.focusInput()
    this.#noting = noting
  }

  protected override render() {
    const { seat, conversation } = this
    const { account, peer } = splitKey(conversation)
    const owner = seat.store.accounts.row(account)
    const members = seat.cards.entry(conversation)?.card?.chatroom?.members?.length
    const name = seat.nameOf(conversation)
    const noting = seat.notes.open.value === conversation
    const count = isChatroom(peer) && members ? html` <small>(${members})</small>` : nothing
    return html`<section aria-label="与${name}的会话" @dragover=${this.#onDrag} @dragleave=${this.#onDragEnd}
      @drop=${this.#onDrop}>
      <header>
        <h2 class="cut">${name}${count}</h2>
        <span class="via cut">通过 ${owner?.nickname || account}</span>
        <ark-company-line .seat=${seat}></ark-company-line>
        ${this.#renderGiveBack()}
        <button class="button small" data-testid="transfer" @click=${() => this.showTransfer()}>转接</button>
        <button class="icon-button" aria-label="客户资料" title="客户资料" aria-pressed=${this.cardShown}
          @click=${() => this.dispatchEvent(new CustomEvent('card-toggled'))}>${icon('panel')}</button>
      </header>
      ${this.#renderPhone(owner)}
      <ark-chat-thread .seat=${seat} .conversation=${conversation} @composer-wanted=${() => this.focusComposer()}
        @edit-again=${({ detail }: CustomEvent<string>) => this.composer.insertText(detail)}></ark-chat-thread>
      <ark-choosing-bar .seat=${seat} @choosing-left=${this.#onChoosingLeft}></ark-choosing-bar>
      <ark-composer .seat=${seat} .conversation=${conversation} ?hidden=${seat.desk.chosen.value !== null || noting}
        @said=${() => this.thread.scrollToEnd()}></ark-composer>
      ${noting ? html`<ark-note-box .seat=${seat} .conversation=${conversation} @note-left=${this.#onNoteLeft}
        @said=${() => this.thread.scrollToEnd()}></ark-note-box>` : nothing}
      ${this.dragging ? html`<div class="drop" aria-hidden="true">松开鼠标，发送到这个会话</div>` : nothing}
      <ark-forward-dialog .seat=${seat}></ark-forward-dialog>
      <ark-transfer-dialog .seat=${seat} .conversation=${conversation}></ark-transfer-dialog>
    </section>`
  }

  /** Only what this supervisor took over goes back by itself to whom it was taken from. */
  #renderGiveBack() {
    const thread = this.seat.thread(this.conversation)
    void thread.revision.value
    const handed = thread.notes.all.findLast(({ seatName }) => seatName !== '')
    if (handed?.kind !== 'takeOver' || handed.user !== this.seat.user.user) return nothing
    return html`<button class="button small" data-testid="give-back" @click=${() => void this.#giveBack()}>交还</button>`
  }

  async #giveBack(): Promise<void> {
    const answer = await this.seat.api.call(giveBackConversation, splitKey(this.conversation))
    this.seat.notice(answer.ok ? `已交还给 ${answer.output.seatName}` : `没有交还：${faultText(answer.fault)}`)
  }

  readonly #onNoteLeft = (): void => {
    this.seat.notes.open.value = null
    this.focusComposer()
  }

  #renderPhone(owner: { online: boolean; deviceOnline: boolean } | null) {
    if (owner === null || owner.online) return nothing
    const text = owner.deviceOnline ? '这个微信已在手机上退出登录，消息会在重新登录后发出' : '这个微信所在的手机离线，消息会在手机上线后发出'
    return html`<p class="phone" role="status">${icon('phoneOff')}${text}</p>`
  }

  /** What had the keyboard in here goes away: a box or a button. */
  readonly #onChoosingLeft = (): void => {
    if (this.matches(':focus-within')) this.focusThread()
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
    this.seat.desk.endChoosing()
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
