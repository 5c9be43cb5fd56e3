import { html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { ContactGroupId } from '../../protocol/ids.ts'
import type { MessagePart } from '../../protocol/message-part.ts'
import { libraryLimits } from '../../protocol/operations/library-groups.ts'
import { createMaterials } from '../../protocol/operations/materials.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { fieldFaultText } from '../data/field-fault-text.ts'
import { bringPart } from '../data/part-file.ts'
import { sizeText } from '../data/time-text.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'
import '../elements/option-field.ts'

/** A chosen file on its way into the library. */
interface Picked { file: File; title: string; progress: number; said: string; part: MessagePart | null }

/** Brings many files at once into a group of materials (MAT-1). Fires `closed`. */
@customElement('ark-materials-dialog')
export class ArkMaterialsDialog extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property() group: ContactGroupId | '' = ''
  @state() private picked: readonly Picked[] = []
  @state() private fault = ''
  @state() private busy = false
  @state() private opened = true
  readonly #leaving = new AbortController()

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leaving.abort()
  }

  protected override render() {
    const ready = this.picked.filter(({ part }) => part !== null)
    return html`<vaadin-dialog data-testid="materials-dialog" .opened=${this.opened} header-title="新增素材" width="600px"
      no-close-on-outside-click @opened-changed=${this.#onOpened}>
      <ark-option-field class="wide-field" .api=${this.admin.api} .options=${'materialGroups'} label="分组" required
        .value=${this.group === '' ? [] : [this.group]} @changed=${({ detail }: CustomEvent<string[]>) =>
          this.#into(detail[0] ?? '')}></ark-option-field>
      <label class="drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${this.#onDrop}>
        ${icon('upload')}<span>点击选择文件，或拖到这里，可一次选择多个
          <small>图片；语音 wav，其他格式会转换；视频 mp4，10 MB 以内</small></span>
        <input type="file" multiple class="only-read" data-testid="materials-file" accept="image/*,audio/*,video/mp4"
          @change=${this.#onPicked} /></label>
      <ul class="picked">${this.picked.map((one) => this.#renderOne(one))}</ul>
      <p class="fault" role="alert">${this.fault}</p>
      <div slot="footer" class="dialog-actions"><button class="button" @click=${this.#close}>取消</button>
        <button class="button primary" data-testid="materials-save"
          ?disabled=${this.busy || ready.length === 0 || this.#isBringing} @click=${() => void this.#save()}>
          ${this.#isBringing ? '正在上传…' : ready.length === 0 ? '保存' : `保存 ${ready.length} 个素材`}</button></div>
    </vaadin-dialog>`
  }

  #renderOne(one: Picked) {
    const { file, title, progress, said, part } = one
    return html`<li><input aria-label="${file.name} 的标题" .value=${title} maxlength="100"
        @input=${({ currentTarget }: Event) => this.#set(one, { title: (currentTarget as HTMLInputElement).value })} />
      <span class="quiet">${said !== '' ? html`<span class="fault">${said}</span>` : part === null
        ? `${Math.round(progress * 100)}%` : sizeText(file.size)}</span>
      <button class="icon-button" aria-label="不要 ${file.name}"
        @click=${() => this.#drop(file)}>${icon('close')}</button></li>`
  }

  #into(group: string): void {
    this.group = group as ContactGroupId | ''
  }

  #drop(file: File): void {
    this.picked = this.picked.filter((other) => other.file !== file)
  }

  get #isBringing(): boolean {
    return this.picked.some(({ part, said }) => part === null && said === '')
  }

  readonly #onPicked = ({ currentTarget }: Event): void => {
    const input = currentTarget as HTMLInputElement
    const files = [...input.files ?? []]
    input.value = ''
    void this.#bring(files)
  }

  readonly #onDrop = (event: DragEvent): void => {
    event.preventDefault()
    void this.#bring([...event.dataTransfer?.files ?? []])
  }

  /** One after the other: a hundred pictures don't take the line from everybody else. */
  async #bring(files: readonly File[]): Promise<void> {
    const room = libraryLimits.newMaterialsMax - this.picked.length
    this.fault = files.length > room ? `一次最多 ${libraryLimits.newMaterialsMax} 个文件` : ''
    const added = files.slice(0, Math.max(0, room))
    this.picked = [...this.picked, ...added.map((file) => ({
      file, title: file.name.replace(/\.[^.]*$/, '').slice(0, 100), progress: 0, said: '', part: null,
    }))]
    for (const file of added) await this.#bringOne(file)
  }

  async #bringOne(file: File): Promise<void> {
    const type = file.type.startsWith('image/') ? 'picture' : file.type.startsWith('audio/') ? 'voice' : 'video'
    const brought = await bringPart(type, file, {
      signal: this.#leaving.signal, onProgress: (progress) => this.#set({ file }, { progress }),
    })
    this.#set({ file }, brought.ok ? { part: brought.part } : { said: brought.text })
  }

  #set({ file }: Pick<Picked, 'file'>, change: Partial<Picked>): void {
    this.picked = this.picked.map((one) => one.file === file ? { ...one, ...change } : one)
  }

  async #save(): Promise<void> {
    const { group } = this
    if (group === '') {
      this.fault = '请选择分组'
      return
    }
    this.busy = true
    const given = this.picked.flatMap(({ part, title, file }) => {
      return part?.media ? [{ title: title.trim() || file.name, media: part.media }] : []
    })
    const answer = await this.admin.api.call(createMaterials, { group, materials: given })
    this.busy = false
    if (!answer.ok) {
      const [first] = answer.fault.faults ?? []
      this.fault = first === undefined ? faultText(answer.fault) : fieldFaultText(first.reason)
      return
    }
    this.admin.say(`已新增 ${answer.output.materials.length} 个素材`)
    this.#close()
  }

  readonly #close = (): void => {
    this.opened = false
  }

  readonly #onOpened = ({ detail }: CustomEvent<{ value: boolean }>): void => {
    if (detail.value) return
    this.opened = false
    this.dispatchEvent(new CustomEvent('closed'))
  }
}
