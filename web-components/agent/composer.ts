import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { byteLength } from '../../protocol/fields.ts'
import { limits } from '../../protocol/limits.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { type PickedFile, pickFile } from '../data/picked-file.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import { isSendKey } from './composer-keys.ts'
import { composerStyles } from './composer-styles.ts'
import './emoji-panel.ts'
import './file-preview.ts'
import type { ArkFilePreview } from './file-preview.ts'

/**
 * Where an agent writes. Enter sends, Shift+Enter breaks the line; what isn't sent is kept as a draft. Fires
 * `said`.
 */
@customElement('ark-composer')
export class ArkComposer extends LitElement {
  @property({ attribute: false }) seat!: SeatConsole
  @property({ attribute: false }) conversation!: ConversationKey
  @state() private bytes = 0
  @state() private blank = true
  @state() private panelShown = false
  @query('textarea') private field!: HTMLTextAreaElement
  @query('ark-file-preview') private preview!: ArkFilePreview
  #composition = { active: false, endedAtMs: -Infinity }
  #draftTimer: ReturnType<typeof setTimeout> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('pagehide', this.#keepDraft)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('pagehide', this.#keepDraft)
    this.#keepDraft()
  }

  focusInput(): void {
    void this.updateComplete.then(() => this.field.focus())
  }

  /** Shows files before they are sent. */
  async offerFiles(files: readonly File[]): Promise<void> {
    await this.preview.offer(await Promise.all(files.map(pickFile)))
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#count(this.seat.drafts.read(this.conversation))
  }

  protected override firstUpdated(): void {
    this.field.value = this.seat.drafts.read(this.conversation)
    this.field.setSelectionRange(this.field.value.length, this.field.value.length)
    this.#grow()
  }

  protected override render() {
    const over = this.bytes > limits.textBytesMax
    return html`<div class="tools">
        <button class="icon-button" aria-label="表情" title="表情" aria-expanded=${this.panelShown}
          @click=${this.#togglePanel}>${icon('emoji')}</button>
        ${this.#renderPicker({ label: '发送图片', picture: 'picture', accept: 'image/*' })}
        ${this.#renderPicker({ label: '发送文件', picture: 'folder', accept: '' })}
        ${this.#renderCounter()}
      </div>
      ${this.panelShown ? html`<ark-emoji-panel @emoji-chosen=${this.#onEmoji}
        @emoji-closed=${this.#closePanel}></ark-emoji-panel>` : nothing}
      <textarea data-testid="composer-input" rows="3" aria-label="输入消息"
        aria-describedby=${over ? 'counter' : nothing} aria-invalid=${over} spellcheck="false"
        placeholder="输入消息，Enter 发送，Shift+Enter 换行"
        @input=${this.#onInput} @keydown=${this.#onKey} @paste=${this.#onPaste}
        @compositionstart=${this.#onComposing} @compositionend=${this.#onComposed}></textarea>
      <div class="foot"><button class="button primary" data-testid="composer-send"
        ?disabled=${this.blank || over} @click=${this.#send}>发送</button></div>
      <ark-file-preview @files-confirmed=${this.#sendFiles} @close=${() => this.focusInput()}></ark-file-preview>`
  }

  #renderPicker({ label, picture, accept }: { label: string; picture: 'picture' | 'folder'; accept: string }) {
    return html`<label class="icon-button" title=${label}>${icon(picture)}
      <input class="only-read" type="file" multiple accept=${accept || nothing} aria-label=${label}
        data-testid=${accept === '' ? 'file-input' : 'picture-input'} @change=${this.#onPicked} /></label>`
  }

  #renderCounter() {
    const left = limits.textBytesMax - this.bytes
    if (left > counterFromBytes) return nothing
    // Nearly everything written here takes three bytes a character.
    const characters = Math.ceil(Math.abs(left) / 3)
    return html`<span class="counter ${left < 0 ? 'over' : ''}" id="counter" role="status">${left < 0
      ? `超出约 ${characters} 字，请删减或分几条发送` : `还可输入约 ${characters} 字`}</span>`
  }

  readonly #onInput = (): void => {
    this.#measure()
    clearTimeout(this.#draftTimer)
    this.#draftTimer = setTimeout(this.#keepDraft, draftMs)
  }

  readonly #onComposing = (): void => {
    this.#composition.active = true
  }

  readonly #onComposed = (event: Event): void => {
    this.#composition = { active: false, endedAtMs: event.timeStamp }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.panelShown) {
      event.preventDefault()
      return this.#closePanel()
    }
    if (!isSendKey(event, this.#composition)) return
    event.preventDefault()
    if (!event.repeat) this.#send()
  }

  /** A cell or a paragraph is copied as text and picture alike: then the text is meant. */
  readonly #onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData?.files ?? []]
    if (files.length === 0 || event.clipboardData?.getData('text/plain') !== '') return
    event.preventDefault()
    void this.offerFiles(files)
  }

  readonly #onPicked = ({ target }: Event): void => {
    const input = target as HTMLInputElement
    const files = [...input.files ?? []]
    input.value = ''
    if (files.length > 0) void this.offerFiles(files)
  }

  readonly #togglePanel = (): void => {
    this.panelShown = !this.panelShown
  }

  readonly #closePanel = (): void => {
    this.panelShown = false
    this.focusInput()
  }

  readonly #keepDraft = (): void => {
    clearTimeout(this.#draftTimer)
    if (this.hasUpdated) this.seat.drafts.write(this.conversation, this.field.value)
  }

  readonly #send = (): void => {
    const text = this.field.value.trim()
    if (text === '' || byteLength(text) > limits.textBytesMax) return
    this.seat.sender.sendText(this.conversation, text)
    this.field.value = ''
    this.panelShown = false
    this.#measure()
    this.#keepDraft()
    this.field.focus()
    this.dispatchEvent(new CustomEvent('said'))
  }

  readonly #sendFiles = ({ detail: files }: CustomEvent<PickedFile[]>): void => {
    for (const file of files) this.seat.sender.sendFile(this.conversation, file)
    this.focusInput()
    this.dispatchEvent(new CustomEvent('said'))
  }

  readonly #onEmoji = ({ detail: code }: CustomEvent<string>): void => {
    this.field.setRangeText(code, this.field.selectionStart, this.field.selectionEnd, 'end')
    this.#onInput()
    this.field.focus()
  }

  #measure(): void {
    this.#count(this.field.value)
    this.#grow()
  }

  #count(text: string): void {
    this.blank = text.trim() === ''
    // Counting bytes costs; short texts can't be near the limit.
    const surelyShort = text.length * 3 < limits.textBytesMax - counterFromBytes
    this.bytes = surelyShort ? text.length : byteLength(text)
  }

  #grow(): void {
    const { field } = this
    field.style.setProperty('height', 'auto')
    field.style.setProperty('height', `${Math.min(heightMostPx, field.scrollHeight)}px`)
  }

  static override styles = [shared, buttons, composerStyles]
}

/** The counter shows up for the last fifth of the limit. */
const counterFromBytes = limits.textBytesMax / 5
const heightMostPx = 168
const draftMs = 250
