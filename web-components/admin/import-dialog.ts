import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type ImportName, imports } from '../../protocol/imports/index.ts'
import { type JobRow, startImport } from '../../protocol/operations/jobs.ts'
import { faultText } from '../data/fault-text.ts'
import { upload } from '../data/media.ts'
import { icon } from '../elements/icon.ts'
import '../elements/failed-rows.ts'
import { JobDialog } from './job-dialog.ts'

/** Template, file, report: takes in a spreadsheet as a job. */
@customElement('ark-import-dialog')
export class ArkImportDialog extends JobDialog {
  @property({ attribute: false }) sheet!: ImportName
  @state() private file: File | null = null
  @state() private busy = false
  readonly #leaving = new AbortController()

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leaving.abort()
  }

  protected get head() {
    return { testId: 'import-dialog', title: imports[this.sheet].title, width: '560px' }
  }

  protected renderQuestion() {
    const columns = Object.values(imports[this.sheet].columns)
    return html`<ol class="how"><li>下载模板，按列填写：${columns.map(({ title, required }) =>
        html`<span class="chip-text">${title}${required ? html`<b aria-label="必填">*</b>` : nothing}</span>`)}
        <a href=${`/template/${this.sheet}`} download data-testid="import-template">${icon('download')}下载模板</a></li>
      <li>选择填好的表格(xlsx 或 csv)。写对的行都会导入，写错的行会逐行说明原因。</li></ol>
      <label class="drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${this.#onDrop}>
        ${icon('upload')}<span>${this.file === null ? '点击选择文件，或拖到这里' : this.file.name}</span>
        <input type="file" class="only-read" data-testid="import-file" accept=".xlsx,.csv"
          @change=${this.#onPicked} /></label>
      <div slot="footer" class="dialog-actions"><button class="button" @click=${this.close}>取消</button>
        <button class="button primary" data-testid="import-start" ?disabled=${this.file === null || this.busy}
          @click=${() => void this.#start()}>${this.busy ? '正在上传…' : '开始导入'}</button></div>`
  }

  protected renderJob({ id, done, failed }: JobRow, isEnded: boolean) {
    return isEnded
      ? html`<p class="about" role="status">成功 ${(done ?? 0) - (failed ?? 0)} 行，失败 ${failed ?? 0} 行。</p>
        <ark-failed-rows .api=${this.admin.api} job=${id}></ark-failed-rows>` : nothing
  }

  readonly #onPicked = ({ currentTarget }: Event): void => {
    this.#pick((currentTarget as HTMLInputElement).files?.[0] ?? null)
  }

  readonly #onDrop = (event: DragEvent): void => {
    event.preventDefault()
    this.#pick(event.dataTransfer?.files[0] ?? null)
  }

  #pick(file: File | null): void {
    this.file = file
    this.fault = file !== null && !/\.(xlsx|csv)$/i.test(file.name) ? '请选择 xlsx 或 csv 文件' : ''
    if (this.fault !== '') this.file = null
  }

  async #start(): Promise<void> {
    if (this.file === null || this.busy) return
    this.busy = true
    const sent = await upload(this.file, { signal: this.#leaving.signal, onProgress: () => undefined })
    const answer = sent.ok ? await this.admin.api.call(startImport, { sheet: this.sheet, media: sent.media }) : sent
    this.busy = false
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (answer.ok) this.follow(answer.output.job)
  }
}
