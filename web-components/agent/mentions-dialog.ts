import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { type MentionRow, listMentions } from '../../protocol/operations/teamwork.ts'
import { keyOf } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { dateTime } from '../data/time-text.ts'
import { buttons, shared } from '../styles/shared.ts'
import { forwardDialogStyles } from './forward-dialog-styles.ts'

/** 提到我的: notes of colleagues that call the agent, and the way to their conversations. Fires `supervise`. */
@customElement('ark-mentions-dialog')
export class ArkMentionsDialog extends LitElement {
  @property({ attribute: false }) seat!: SeatConsole
  @state() private rows: readonly MentionRow[] | null = null
  @state() private fault = ''
  @query('dialog') private dialog!: HTMLDialogElement

  show(): void {
    this.rows = null
    this.fault = ''
    this.dialog.showModal()
    void this.#read()
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" data-testid="mentions-dialog">
      <h2 id="title">提到我的</h2><p>同事在内部备注里 @ 你，最新的在前</p>
      <div class="rows">${this.rows?.map((row) => this.#renderRow(row))}
        ${this.rows?.length === 0 ? html`<p>还没有备注提到你</p>` : nothing}</div>
      <div class="actions"><span role="alert">${this.fault}</span>
        <button class="button" @click=${() => this.dialog.close()}>关闭</button></div>
    </dialog>`
  }

  #renderRow(row: MentionRow) {
    return html`<div class="mention" data-testid="mention"><span class="who"><small>${row.userName} · ${row.peerName} ·
        ${dateTime(row.journalMs)}</small><span>${row.text}</span></span>
      ${row.opens === null ? nothing : html`<button class="button" @click=${() => this.#open(row)}>
        ${row.opens === 'own' ? '打开会话' : '会话监督'}</button>`}</div>`
  }

  #open(row: MentionRow): void {
    this.dialog.close()
    if (row.opens === 'own') return this.seat.openThread(keyOf(row))
    this.dispatchEvent(new CustomEvent('supervise'))
  }

  async #read(): Promise<void> {
    const answer = await this.seat.api.call(listMentions, {})
    if (answer.ok) this.rows = answer.output.rows
    else this.fault = faultText(answer.fault)
  }

  static override styles = [shared, buttons, forwardDialogStyles, css`
    .mention { display: flex; align-items: center; gap: 10px; padding: 8px; }
    .mention .who { flex: 1; overflow-wrap: anywhere; }
  `]
}
