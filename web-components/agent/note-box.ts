import { SignalWatcher } from '@lit-labs/preact-signals'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { byteLength } from '../../protocol/fields.ts'
import { limits } from '../../protocol/limits.ts'
import type { SeatRow } from '../../protocol/operations/teamwork.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { calledIn } from '../data/note-desk.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import { isSendKey } from './composer-keys.ts'

/**
 * Where private notes are written: apart from the composer, in another colour, with no way to the customer. Fires
 * `said` and `note-left`.
 */
@customElement('ark-note-box')
export class ArkNoteBox extends SignalWatcher(LitElement) {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @property() as: 'seat' | 'supervisor' = 'seat'
  /** What is typed behind an @, or null. */
  @state() private asked: string | null = null
  @state() private blank = true
  @query('textarea') private field!: HTMLTextAreaElement
  #returned = 0
  #composition = { active: false, endedAtMs: -Infinity }

  focusInput(): void {
    void this.updateComplete.then(() => this.field.focus())
  }

  protected override firstUpdated(): void {
    void this.seat.colleagues.read()
    this.#fill()
  }

  protected override updated(): void {
    if (this.#returned !== this.seat.notes.returned.value) this.#fill()
  }

  protected override render() {
    void this.seat.notes.returned.value
    const whisper = this.as === 'supervisor'
    const hint = whisper ? '悄悄提示坐席，客户看不到' : '写给同事的备注，客户看不到。@ 可提醒同事'
    return html`<div class="box" data-testid="note-box">
      <div class="head">${icon('pencil')}<b>${whisper ? '主管提示' : '内部备注'}</b><span>客户看不到</span></div>
      ${this.#renderOffers()}
      <textarea rows="3" aria-label=${whisper ? '主管提示' : '内部备注'} placeholder=${hint} data-testid="note-input"
        @input=${this.#onInput} @keydown=${this.#onKey} @compositionstart=${this.#onComposing}
        @compositionend=${this.#onComposed}></textarea>
      <div class="foot">
        ${whisper ? nothing : html`<button class="button" @click=${this.#leave}>返回回复客户</button>`}
        <button class="button note" data-testid="note-save" ?disabled=${this.blank} @click=${this.#save}>${
          whisper ? '提示坐席' : '保存备注'}</button></div></div>`
  }

  #renderOffers() {
    const offers = this.#offers()
    if (offers.length === 0) return nothing
    return html`<div class="offers" role="group" aria-label="提醒同事">${offers.map((row) => html`
      <button class="button small" @click=${() => this.#call(row)}>@${row.name}<small>${
        row.department}</small></button>`)}
    </div>`
  }

  #offers(): readonly SeatRow[] {
    const { asked } = this
    if (asked === null) return []
    const own = this.seat.user.user
    return this.seat.colleagues.rows.value.filter(({ user, name }) => user !== own && name.includes(asked))
      .slice(0, offersMost)
  }

  #call({ name }: SeatRow): void {
    const end = this.field.selectionStart
    this.field.setRangeText(`${name} `, end - (this.asked ?? '').length, end, 'end')
    this.asked = null
    this.#keep()
    this.field.focus()
  }

  readonly #onInput = (): void => {
    const before = this.field.value.slice(0, this.field.selectionStart)
    this.asked = /@([^@\s]{0,20})$/.exec(before)?.[1] ?? null
    this.#keep()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault()
      if (this.asked !== null) this.asked = null
      else if (this.as === 'seat') this.#leave()
      return
    }
    if (!isSendKey(event, this.#composition)) return
    event.preventDefault()
    const [first] = this.#offers()
    if (first !== undefined) this.#call(first)
    else if (!event.repeat) this.#save()
  }

  readonly #onComposing = (): void => {
    this.#composition.active = true
  }

  readonly #onComposed = (event: Event): void => {
    this.#composition = { active: false, endedAtMs: event.timeStamp }
  }

  readonly #save = (): void => {
    const text = this.field.value.trim()
    if (text === '') return
    if (byteLength(text) > limits.noteBytesMax) return this.seat.notice('备注太长，请分几条写')
    const mentions = calledIn(text, this.seat.colleagues.rows.peek()).slice(0, limits.mentionsMax)
    this.seat.notes.write(this.conversation, { text, mentions, as: this.as })
    this.field.value = ''
    this.asked = null
    this.#keep()
    this.field.focus()
    this.dispatchEvent(new CustomEvent('said'))
  }

  readonly #leave = (): void => {
    this.dispatchEvent(new CustomEvent('note-left'))
  }

  #keep(): void {
    this.blank = this.field.value.trim() === ''
    this.seat.notes.keep(this.conversation, this.field.value)
  }

  #fill(): void {
    this.#returned = this.seat.notes.returned.peek()
    this.field.value = this.seat.notes.begun(this.conversation)
    this.blank = this.field.value.trim() === ''
  }

  static override styles = [shared, buttons, css`
    :host { display: block; flex: none; }
    .box { padding: 8px 14px 12px; border-top: 2px solid var(--warning); background: var(--warning-soft); }
    .head { display: flex; align-items: center; gap: 8px; margin-bottom: 6px; color: var(--warning); }
    .head span { color: var(--text-2); font-size: var(--text-sm); }
    .head .icon { width: 16px; }
    .offers { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 6px; }
    small { margin-left: 6px; color: var(--text-3); }
    textarea {
      display: block; width: 100%; padding: 6px 8px; border: 1px dashed var(--warning); border-radius: var(--radius-s);
      background: var(--surface-input); font-size: var(--text-lg); line-height: 1.5; resize: none;
    }
    .foot { display: flex; justify-content: end; gap: 8px; margin-top: 8px; }
  `]
}

const offersMost = 6
