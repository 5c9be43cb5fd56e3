import { html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { readContactSheet } from '../../protocol/operations/device.ts'
import type { Api } from '../data/api.ts'
import { reasonText } from '../data/fault-text.ts'
import { upload } from '../data/media.ts'
import { icon } from '../elements/icon.ts'
import { LightElement } from '../elements/light-element.ts'

/** DEV-10: contacts as lines, typed or read from a sheet, so that they are seen before they go. Fires `changed`. */
@customElement('ark-contacts-field')
export class ArkContactsField extends LightElement {
  @property({ attribute: false }) api!: Api
  @property() value = ''
  @property() label = ''
  @property() hint = ''
  @property() fault = ''
  @state() private busy = false
  @state() private said = ''
  readonly #leaving = new AbortController()

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leaving.abort()
  }

  protected override render() {
    return html`<vaadin-text-area manual-validation .label=${this.label} .value=${this.value} .helperText=${this.hint}
        placeholder="张三,13800138000" .errorMessage=${this.fault} .invalid=${this.fault !== ''}
        .minRows=${6} .maxRows=${12}
        @value-changed=${({ detail }: CustomEvent<{ value: string }>) => this.#tell(detail.value)}></vaadin-text-area>
      <div class="field-tools"><label class="button small">${icon('upload')}${this.busy ? '正在读取…' : '从表格读入'}
          <input type="file" class="only-read" data-testid="contacts-file" accept=".xlsx,.csv" ?disabled=${this.busy}
            @change=${this.#onPicked} /></label>
        <a href="/template/deviceContacts" download data-testid="contacts-template">${icon('download')}下载模板</a>
        <span class="quiet" role="status">${this.said}</span></div>`
  }

  readonly #onPicked = ({ currentTarget }: Event): void => {
    const field = currentTarget as HTMLInputElement
    const file = field.files?.[0]
    // The same file can be chosen again when it was put right.
    field.value = ''
    if (file !== undefined) void this.#read(file)
  }

  async #read(file: File): Promise<void> {
    this.busy = true
    const sent = await upload(file, { signal: this.#leaving.signal, onProgress: () => undefined })
    const answer = sent.ok ? await this.api.call(readContactSheet, { media: sent.media }) : sent
    this.busy = false
    if (!answer.ok) {
      this.said = reasonText(answer.fault)
      return
    }
    const { rows } = answer.output
    this.said = `读入了 ${rows.length} 行`
    const lines = rows.map(({ name, number }) => `${name},${number}`.replaceAll(/\s+/g, ' '))
    this.#tell([...this.value.trim() === '' ? [] : [this.value.trimEnd()], ...lines].join('\n'))
  }

  #tell(value: string): void {
    if (value !== this.value) this.dispatchEvent(new CustomEvent('changed', { detail: value }))
  }
}
