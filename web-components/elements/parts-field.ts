import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { type MessagePart, type PartType, partLimits, partTypes } from '../../protocol/message-part.ts'
import type { Material } from '../../protocol/operations/materials.ts'
import type { ArkVoiceBar } from '../agent/voice-bar.ts'
import '../agent/voice-bar.ts'
import type { Api } from '../data/api.ts'
import { type MediaPartType, acceptOf, bringPart } from '../data/part-file.ts'
import type { PickedFile } from '../data/picked-file.ts'
import { buttons, shared } from '../styles/shared.ts'
import { type IconName, icon } from './icon.ts'
import './material-picker.ts'
import { partEditor } from './part-editor.ts'
import { partsFieldStyles } from './parts-field-styles.ts'
import { partStyles } from './part-view.ts'

/** Something is brought for a new message, or for the one at this place. */
interface Wanted { type: MediaPartType; at: number | null }

/**
 * Messages that will be sent together, put together one by one: written, uploaded, or chosen from the materials. Fires
 * `changed` with all of them. Keys stay in here, so that no dialog around takes them.
 */
@customElement('ark-parts-field')
export class ArkPartsField extends LitElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) value: readonly MessagePart[] = []
  /** In words; '' when all is well. */
  @property() fault = ''
  @property() label = '消息内容'
  @property() hint = ''
  @state() private choosing: Wanted | null = null
  @state() private progress: number | null = null
  @state() private said = ''
  @query('ark-voice-bar') private bar!: ArkVoiceBar
  @query('input[type=file]') private file!: HTMLInputElement
  #wanted: Wanted | null = null
  readonly #leaving = new AbortController()

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leaving.abort()
  }

  protected override render() {
    const { value, choosing, progress } = this
    const isFull = value.length >= partLimits.partsMax
    return html`<fieldset aria-describedby="hint"><legend>${this.label}</legend>
      <ol>${value.map((part, at) => partEditor(part, {
        at, count: value.length, onChange: (next) => this.#set(at, next), onMove: (by) => this.#move(at, by),
        onRemove: () => this.#tell(value.toSpliced(at, 1)),
        onUpload: () => this.#pick({ type: part.type as MediaPartType, at }),
        onLibrary: () => this.#choose({ type: part.type as MediaPartType, at }),
      }))}</ol>
      <div class="add" role="group" aria-label="添加消息">${(Object.keys(partTypes) as PartType[]).map((type) =>
        html`<button type="button" class="button small" data-testid=${`add-${type}`}
          ?disabled=${isFull || progress !== null}
          @click=${() => this.#add(type)}>${icon(icons[type])}${partTypes[type]}</button>`)}
        <button type="button" class="button small" data-testid="add-material" ?disabled=${isFull || progress !== null}
          @click=${() => this.#choose({ type: 'picture', at: null })}>${icon('folder')}素材库</button>
        <button type="button" class="button small" data-testid="record-part" ?disabled=${isFull || progress !== null}
          @click=${() => this.bar.start()}>${icon('mic')}录音</button></div>
      <ark-voice-bar action="使用录音" @spoken=${({ detail: [note] }: CustomEvent<[PickedFile]>) =>
        void this.#bring(note.file, { type: 'voice', at: null })}></ark-voice-bar>
      <p id="hint" class="quiet" role="status">${progress === null ? this.said || this.hint || hints
        : `正在上传 ${Math.round(progress * 100)}%`}</p>
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      <input type="file" class="only-read" tabindex="-1" aria-label="选择文件" data-testid="part-file"
        @change=${this.#onPicked} /></fieldset>
      ${choosing === null ? nothing : html`<ark-material-picker .api=${this.api}
        .type=${choosing.at === null ? null : choosing.type === 'link' ? 'picture' : choosing.type}
        @chosen=${this.#onMaterial} @closed=${() => this.#choose(null)}></ark-material-picker>`}`
  }

  #add(type: PartType): void {
    if (type === 'text' || type === 'link') {
      this.#tell([...this.value, type === 'text' ? { type, text: '' } : { type, title: '', url: '' }])
      void this.updateComplete.then(() => this.renderRoot
        .querySelector<HTMLElement>('li:last-child :is(textarea, input)')?.focus())
    } else this.#pick({ type, at: null })
  }

  #choose(wanted: Wanted | null): void {
    this.choosing = wanted
  }

  #pick(wanted: Wanted): void {
    this.#wanted = wanted
    this.said = ''
    this.file.accept = acceptOf[wanted.type]
    this.file.click()
  }

  readonly #onPicked = ({ currentTarget }: Event): void => {
    const input = currentTarget as HTMLInputElement
    const [file] = input.files ?? []
    input.value = ''
    if (file !== undefined && this.#wanted !== null) void this.#bring(file, this.#wanted)
  }

  async #bring(file: File, { type, at }: Wanted): Promise<void> {
    this.progress = 0
    const brought = await bringPart(type, file, {
      signal: this.#leaving.signal, onProgress: (share) => { this.progress = share },
    })
    this.progress = null
    this.said = brought.ok ? '' : brought.text
    if (brought.ok) this.#place(brought.part, at)
  }

  readonly #onMaterial = ({ detail }: CustomEvent<Material>): void => {
    const { type, media, bytes, durationMs, width, height } = detail
    this.#place({ type, media, bytes, durationMs, width, height }, this.choosing?.at ?? null)
    this.#choose(null)
  }

  /** A new one at the end, or the medium of one that is there: a link keeps its words. */
  #place(part: MessagePart, at: number | null): void {
    const before = at === null ? undefined : this.value[at]
    if (at === null || before === undefined) return this.#tell([...this.value, part])
    this.#set(at, before.type === 'link' ? { ...before, media: part.media ?? null } : { ...before, ...part })
  }

  #set(at: number, part: MessagePart): void {
    this.#tell(this.value.with(at, part))
  }

  #move(at: number, by: -1 | 1): void {
    const part = this.value[at]
    if (part !== undefined) this.#tell(this.value.toSpliced(at, 1).toSpliced(at + by, 0, part))
  }

  #tell(value: readonly MessagePart[]): void {
    this.value = value
    this.dispatchEvent(new CustomEvent('changed', { detail: value }))
  }

  static override styles = [shared, buttons, partStyles, partsFieldStyles]
}

const hints = `最多 ${partLimits.partsMax} 条，按顺序发送。语音不超过 60 秒、10 MB(其他格式会转换成 wav)，视频不超过 10 MB。`
const icons: Record<PartType, IconName> = {
  text: 'pencil', picture: 'picture', voice: 'upload', video: 'video', file: 'copy', link: 'link',
}
