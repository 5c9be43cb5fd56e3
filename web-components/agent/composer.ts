import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import { byteLength } from '../../protocol/fields.ts'
import { limits } from '../../protocol/limits.ts'
import { DraftField } from '../controllers/draft-field.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { type PickedFile, pickFile } from '../data/picked-file.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { buttons, shared } from '../styles/shared.ts'
import './answer-question.ts'
import { isSendKey } from './composer-keys.ts'
import { composerStyles } from './composer-styles.ts'
import './emoji-panel.ts'
import './file-preview.ts'
import './mention-list.ts'
import type { ArkMentionList } from './mention-list.ts'
import './quote-bar.ts'
import { sayText } from './say-text.ts'
import './voice-bar.ts'
import type { ArkVoiceBar } from './voice-bar.ts'
import type { ArkFilePreview } from './file-preview.ts'
import type { ArkReplyButton } from './quick-replies/reply-button.ts'
import './quick-replies/reply-button.ts'

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
  /** Somebody else’s answer that stopped the sending. */
  @state() private answered: ChatMessage | null = null
  @query('textarea') private field!: HTMLTextAreaElement
  @query('ark-reply-button') private replies!: ArkReplyButton
  @query('ark-file-preview') private preview!: ArkFilePreview
  @query('ark-mention-list') private mentions!: ArkMentionList
  @query('ark-voice-bar') private voice!: ArkVoiceBar
  #composition = { active: false, endedAtMs: -Infinity }
  readonly #draft = new DraftField(this, {
    drafts: () => this.seat.drafts, key: () => this.conversation, field: () => this.field,
    onReplaced: () => this.#measure(),
  })

  focusInput(): void {
    void this.updateComplete.then(() => this.field.focus())
  }

  /** At the caret, over what is selected. */
  insertText(text: string): void {
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, 'end')
    this.#onInput()
    this.field.focus()
  }

  /** Shows files before they are sent. */
  async offerFiles(files: readonly File[]): Promise<void> {
    const left = files.length - filesMost
    if (left > 0) this.seat.notice(`一次最多发送 ${filesMost} 个文件，多出的 ${left} 个没有加入`)
    await this.preview.offer(await Promise.all(files.slice(0, filesMost).map(pickFile)))
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
        <ark-reply-button .seat=${this.seat} .conversation=${this.conversation} @reply-text=${this.#onEmoji}
          @said=${() => this.dispatchEvent(new CustomEvent('said'))} @replies-closed=${() => this.focusInput()}
          ></ark-reply-button>
        ${this.#renderPicker({ label: '发送图片', picture: 'picture', accept: 'image/*' })}
        ${this.#renderPicker({ label: '发送文件', picture: 'folder', accept: '' })}
        <button class="icon-button" aria-label="语音" title="语音"
          @click=${() => this.voice.start()}>${icon('mic')}</button>
        <button class="icon-button" aria-label="内部备注" title="内部备注，客户看不到" data-testid="note-open"
          @click=${this.#openNote}>${icon('pencil')}</button>
        ${this.#renderCounter()}
      </div>
      <ark-voice-bar @spoken=${this.#sendFiles}></ark-voice-bar>
      <ark-quote-bar .seat=${this.seat} .conversation=${this.conversation}></ark-quote-bar>
      <ark-mention-list .seat=${this.seat} .conversation=${this.conversation}></ark-mention-list>
      ${this.panelShown ? html`<ark-emoji-panel @emoji-chosen=${this.#onEmoji}
        @emoji-closed=${this.#closePanel}></ark-emoji-panel>` : nothing}
      ${this.answered === null ? nothing : html`<ark-answer-question .seat=${this.seat} .answer=${this.answered}
        @answered-wait=${() => this.#onAnswered(false)} @answered-anyway=${() => this.#onAnswered(true)}
        ></ark-answer-question>`}
      ${this.#renderElsewhere()}
      <textarea data-testid="composer-input" rows="3" aria-label="输入消息"
        aria-describedby=${over ? 'counter' : nothing} aria-invalid=${over} spellcheck="false"
        placeholder="输入消息，Enter 发送，Shift+Enter 换行"
        @input=${this.#onInput} @click=${this.#onCaret} @blur=${() => this.mentions.close()}
        @keydown=${this.#onKey} @paste=${this.#onPaste}
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

  /** What is being written is never taken away; the other text is a click away. */
  #renderElsewhere() {
    const { elsewhere } = this.#draft
    if (elsewhere === null) return nothing
    const what = elsewhere === '' ? '这条草稿已在别处发送或清空' : `别处的草稿：${elsewhere}`
    return html`<div class="elsewhere" role="status" data-testid="draft-elsewhere"><span class="cut">${what}</span>
      <button class="link-button" @click=${() => this.#draft.take()}>${elsewhere === '' ? '清空' : '使用它'}</button></div>`
  }

  #renderCounter() {
    const left = limits.textBytesMax - this.bytes
    if (left > counterFromBytes) return nothing
    // Nearly everything written here takes three bytes a character.
    const characters = Math.ceil(Math.abs(left) / 3)
    return html`<span class="counter ${left < 0 ? 'over' : ''}" id="counter" role="status">${left < 0
      ? `超出约 ${characters} 字，请删减或分几条发送` : `还可输入约 ${characters} 字`}</span>`
  }

  /** A slash in an empty composer asks for quick replies. */
  readonly #onInput = (): void => {
    if (this.field.value === '/') {
      this.field.value = ''
      this.replies.open()
    }
    this.#measure()
    this.#draft.note()
    this.#onCaret()
  }

  readonly #onCaret = (): void => void this.mentions.look(this.field)

  readonly #onComposing = (): void => {
    this.#composition.active = true
  }

  readonly #onComposed = (event: Event): void => {
    this.#composition = { active: false, endedAtMs: event.timeStamp }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.mentions.onKey(event)) return
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

  readonly #openNote = (): void => {
    this.seat.notes.open.value = this.conversation
  }

  readonly #togglePanel = (): void => {
    this.panelShown = !this.panelShown
  }

  readonly #closePanel = (): void => {
    this.panelShown = false
    this.focusInput()
  }

  readonly #send = (): void => {
    const text = this.field.value.trim()
    if (text === '' || byteLength(text) > limits.textBytesMax) return
    const { seat, conversation } = this
    this.answered = seat.guard.answer(conversation)
    if (this.answered !== null) return
    sayText({ seat, conversation, text, mentions: this.mentions.mentions(text) })
    this.field.value = ''
    this.panelShown = false
    this.#measure()
    this.#draft.end()
    this.field.focus()
    this.dispatchEvent(new CustomEvent('said'))
  }

  /** They have read it; what they wrote is theirs to send. */
  #onAnswered(sends: boolean): void {
    this.answered = null
    this.seat.guard.confirm(this.conversation)
    if (sends) this.#send()
    else this.focusInput()
  }

  readonly #sendFiles = ({ detail: files }: CustomEvent<PickedFile[]>): void => {
    for (const file of files) this.seat.sender.sendFile(this.conversation, file)
    this.focusInput()
    this.dispatchEvent(new CustomEvent('said'))
  }

  readonly #onEmoji = ({ detail: code }: CustomEvent<string>): void => {
    this.insertText(code)
  }

  #measure(): void {
    this.#count(this.field.value)
    this.seat.guard.note(this.conversation, this.blank)
    if (this.blank) this.seat.company.stopped()
    else this.seat.company.wrote()
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
/** Each picture is decoded for its preview. */
const filesMost = 30
const heightMostPx = 168
