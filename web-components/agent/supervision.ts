import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import type { ConversationRow } from '../../protocol/operations/chat.ts'
import {
  type SeatRow, listSeatConversations, takeOverConversation,
} from '../../protocol/operations/teamwork.ts'
import { byDepartment } from '../data/colleagues.ts'
import { keyOf } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import { previewOf } from '../data/message-kinds.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { waitText } from '../data/time-text.ts'
import { waitLevel } from '../data/waiting.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import './chat-thread.ts'
import './company-line.ts'
import './note-box.ts'
import { supervisionStyles } from './supervision-styles.ts'

/** 会话监督: seats, their conversations, one of them live; whispers go to the seat, never to the customer. Fires `left`. */
@customElement('ark-supervision')
export class ArkSupervision extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private chosen: SeatRow | null = null
  @state() private rows: readonly ConversationRow[] = []
  @state() private fault = ''
  @query('.why') private why!: HTMLInputElement
  @query('dialog') private dialog!: HTMLDialogElement
  #again: ReturnType<typeof setInterval> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.seat.colleagues.read()
    this.#again = setInterval(() => void this.#readAgain(), readAgainMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#again)
    this.seat.watchConversation(null)
  }

  protected override render() {
    return html`<section class="seats" aria-label="坐席"><header><h1>会话监督</h1>
        <button class="icon-button" aria-label="返回工作台" title="返回工作台"
          @click=${this.#leave}>${icon('close')}</button>
      </header>${this.#renderSeats()}</section>
      <section class="list" aria-label="坐席的会话">${this.#renderConversations()}</section>
      <main>${this.#renderWatched()}</main>`
  }

  #renderSeats() {
    const { colleagues } = this.seat
    const groups = byDepartment(colleagues.rows.value.filter(({ supervised }) => supervised), '')
    if (groups.length === 0) return html`<p class="quiet">你的数据范围内没有其他坐席</p>`
    return groups.map(([department, rows]) => html`<h2>${department}</h2>${rows.map((row) => html`
      <button class="row" data-seat=${row.user} aria-pressed=${row.user === this.chosen?.user}
        @click=${() => void this.#choose(row)}><i class=${row.online ? 'online' : ''}></i><b class="cut">${row.name}</b>
        ${row.waiting === 0 ? nothing : this.#renderWait(row.waitingSinceMs, `${row.waiting} 人等待`)}
        <small>${row.online ? '' : '离线 · '}${row.recent} 个会话</small></button>`)}`)
  }

  #renderConversations() {
    if (this.chosen === null) return html`<p class="quiet">选择一位坐席，查看正在接待的会话</p>`
    if (this.fault !== '') return html`<p class="quiet" role="alert">${this.fault}</p>`
    if (this.rows.length === 0) return html`<p class="quiet">还没有会话</p>`
    const open = this.seat.watch.row.value
    return this.rows.map((row) => html`<button class="row" data-peer=${row.peer}
      aria-pressed=${open !== null && keyOf(open) === keyOf(row)} @click=${() => this.seat.watchConversation(row)}>
      <b class="cut">${row.peerName}</b>${this.#renderWait(row.waitingSinceMs, null)}
      <small class="cut">${row.lastDirection === 'out' ? '我方：' : ''}${
        previewOf({ type: row.lastType, text: row.lastText })}</small></button>`)
  }

  #renderWait(sinceMs: number | null, text: string | null) {
    if (sinceMs === null) return nothing
    const waitedMs = this.seat.nowMs() - sinceMs
    return html`<span class="wait" data-level=${waitLevel(waitedMs)}>${text ?? `等待 ${waitText(waitedMs)}`}</span>`
  }

  #renderWatched() {
    const { seat } = this
    const row = seat.watch.row.value
    if (row === null) return html`<div class="middle">${icon('shield')}<p>选择一个会话，实时查看，坐席不受打扰</p></div>`
    const key = keyOf(row)
    const ended = seat.watch.ended.value
    return keyed(key, html`<header><h2 class="cut">${row.peerName}</h2>
        <span class="live">${ended === null ? html`<i class="online"></i>实时` : '已结束'}</span>
        <span class="quiet">坐席 ${this.chosen?.name ?? ''}</span><ark-company-line .seat=${seat}></ark-company-line>
        <button class="button small" data-testid="take-over" ?disabled=${ended !== null}
          @click=${() => this.dialog.showModal()}>接管会话</button></header>
      ${ended === null ? nothing : html`<p class="ended" role="status">${
        ended === 'served' ? '会话已由你接待，请返回工作台' : '你已不能查看这个会话'}</p>`}
      <ark-chat-thread watched .seat=${seat} .conversation=${key}></ark-chat-thread>
      <ark-note-box as="supervisor" .seat=${seat} .conversation=${key} ?hidden=${ended !== null}></ark-note-box>
      <dialog aria-labelledby="take-title"><h2 id="take-title">接管会话</h2>
        <p>之后由你接待这位客户，坐席会看到原因；可以随时交还</p>
        <input class="why" aria-label="接管原因" placeholder="接管原因(必填)" maxlength="300" data-testid="take-why" />
        <div class="actions"><button class="button" @click=${() => this.dialog.close()}>取消</button>
          <button class="button primary" data-testid="take-confirm" @click=${() => void this.#takeOver(row)}>接管</button>
        </div></dialog>`)
  }

  async #choose(row: SeatRow): Promise<void> {
    this.chosen = row
    this.rows = []
    this.seat.watchConversation(null)
    await this.#readConversations()
  }

  async #readAgain(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    await Promise.all([this.seat.colleagues.read(), this.#readConversations()])
  }

  async #readConversations(): Promise<void> {
    const { chosen } = this
    if (chosen === null) return
    const answer = await this.seat.api.call(listSeatConversations, { seat: chosen.user })
    if (chosen !== this.chosen) return
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (answer.ok) this.rows = answer.output.rows
  }

  async #takeOver(row: ConversationRow): Promise<void> {
    const note = this.why.value.trim()
    if (note === '') return this.why.focus()
    const { account, peer } = row
    const answer = await this.seat.api.call(takeOverConversation, { account, peer, note })
    if (!answer.ok) return this.seat.notice(`没有接管：${faultText(answer.fault)}`)
    this.dialog.close()
    this.#leave()
    this.seat.openThread(keyOf(row))
  }

  readonly #leave = (): void => {
    this.dispatchEvent(new CustomEvent('left'))
  }

  static override styles = [shared, buttons, supervisionStyles]
}

/** Lists only: what is watched is told live. */
const readAgainMs = 15_000
