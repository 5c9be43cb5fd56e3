import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { byteLength } from '../../protocol/fields.ts'
import type { UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { type SeatRow, transferConversation } from '../../protocol/operations/teamwork.ts'
import { byDepartment } from '../data/colleagues.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { buttons, shared } from '../styles/shared.ts'
import { forwardDialogStyles } from './forward-dialog-styles.ts'

/** SEAT-6: to which colleague the conversation goes, by department, with who is there and how busy they are. */
@customElement('ark-transfer-dialog')
export class ArkTransferDialog extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @state() private chosen: UserId | null = null
  @state() private search = ''
  @state() private fault = ''
  @state() private busy = false
  @query('dialog') private dialog!: HTMLDialogElement
  @query('.note') private note!: HTMLInputElement

  show(): void {
    this.chosen = null
    this.search = ''
    this.fault = ''
    void this.seat.colleagues.read()
    this.dialog.showModal()
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" data-testid="transfer-dialog">
      <h2 id="title">转接会话</h2><p>转给同事后由对方接待，没发出的草稿会留给你</p>
      <input type="search" aria-label="搜索同事" placeholder="搜索同事或部门" .value=${this.search}
        @input=${this.#onSearch} />
      <div class="rows">${this.#renderRows()}</div>
      <input class="note" aria-label="转接原因" placeholder="转接原因，只有同事看得到" data-testid="transfer-note" />
      <div class="actions"><span role="alert">${this.fault}</span>
        <button class="button" @click=${() => this.dialog.close()}>取消</button>
        <button class="button primary" data-testid="transfer-confirm" ?disabled=${this.chosen === null || this.busy}
          @click=${this.#transfer}>转接</button></div>
    </dialog>`
  }

  #renderRows() {
    const { colleagues, user } = this.seat
    const groups = byDepartment(colleagues.rows.value.filter((row) => row.user !== user.user), this.search)
    if (groups.length === 0) return html`<p>${colleagues.failed.value ? '同事列表没有读到' : '没有可以转接的同事'}</p>`
    return groups.map(([department, rows]) => html`<div role="radiogroup" aria-label=${department}>
      <small>${department}</small>${rows.map((row) => this.#renderRow(row))}</div>`)
  }

  #renderRow({ user, name, online, waiting, recent }: SeatRow) {
    return html`<label><input type="radio" name="seat" .checked=${this.chosen === user} data-seat=${user}
        @change=${() => { this.chosen = user }} />
      <span class="who"><span>${name}</span><small>${online ? '在线' : '离线'} · 近两天 ${recent} 个会话${
        waiting > 0 ? html` · ${waiting} 人等待` : nothing}</small></span></label>`
  }

  readonly #onSearch = ({ target }: Event): void => {
    this.search = (target as HTMLInputElement).value
  }

  readonly #transfer = async (): Promise<void> => {
    const { chosen, seat, conversation } = this
    const note = this.note.value.trim()
    if (chosen === null) return
    if (byteLength(note) > limits.handoverBytesMax) {
      this.fault = '原因太长'
      return
    }
    this.busy = true
    const answer = await seat.api.call(transferConversation, { ...splitKey(conversation), seat: chosen, note })
    this.busy = false
    if (!answer.ok) {
      this.fault = faultText(answer.fault)
      return
    }
    this.note.value = ''
    this.dialog.close()
  }

  static override styles = [shared, buttons, forwardDialogStyles]
}
