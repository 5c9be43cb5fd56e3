import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import type { JobId } from '../../protocol/ids.ts'
import { type ImportName, imports } from '../../protocol/imports/index.ts'
import { startImport } from '../../protocol/operations/jobs.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { isUnderWay } from '../data/job-shelf.ts'
import { upload } from '../data/media.ts'
import { icon } from '../elements/icon.ts'
import { jobProgress } from '../elements/job-progress.ts'
import '../elements/failed-rows.ts'
import { LightElement } from '../elements/light-element.ts'

/** Template, file, report: takes in a spreadsheet as a job. Fires `saved` at its end, and `closed`. */
@customElement('ark-import-dialog')
export class ArkImportDialog extends SignalWatcher(LightElement) {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) sheet!: ImportName
  @state() private file: File | null = null
  @state() private fault = ''
  @state() private busy = false
  @state() private job: JobId | null = null
  @state() private opened = true
  readonly #leaving = new AbortController()
  #isTold = false

  protected override render() {
    return html`<vaadin-dialog data-testid="import-dialog" .opened=${this.opened}
      header-title=${imports[this.sheet].title}
      width="560px" no-close-on-outside-click @opened-changed=${this.#onOpened}>
      ${this.job === null ? this.#renderFile() : this.#renderJob(this.job)}
    </vaadin-dialog>`
  }

  #renderFile() {
    const columns = Object.values(imports[this.sheet].columns)
    return html`<ol class="how"><li>下载模板,按列填写:${columns.map(({ title, required }) =>
        html`<span class="chip-text">${title}${required ? html`<b aria-label="必填">*</b>` : nothing}</span>`)}
        <a href=${`/template/${this.sheet}`} download data-testid="import-template">${icon('download')}下载模板</a></li>
      <li>选择填好的表格(xlsx 或 csv)。写对的行都会导入,写错的行会逐行说明原因。</li></ol>
      <label class="drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${this.#onDrop}>
        ${icon('upload')}<span>${this.file === null ? '点击选择文件,或拖到这里' : this.file.name}</span>
        <input type="file" class="only-read" data-testid="import-file" accept=".xlsx,.csv"
          @change=${this.#onPicked} /></label>
      <p class="fault" role="alert">${this.fault}</p>
      <div slot="footer" class="dialog-actions"><button class="button" @click=${this.#close}>取消</button>
        <button class="button primary" data-testid="import-start" ?disabled=${this.file === null || this.busy}
          @click=${() => void this.#start()}>${this.busy ? '正在上传…' : '开始导入'}</button></div>`
  }

  #renderJob(id: JobId) {
    const job = this.admin.jobs.jobs.value.find((one) => one.id === id)
    const ended = job !== undefined && !isUnderWay(job)
    if (ended) this.#tell()
    return html`${job === undefined ? html`<p class="quiet">正在开始…</p>`
      : jobProgress(job, { onCancel: (one) => void this.admin.jobs.cancel(one) })}
      ${ended
        ? html`<p class="about" role="status">成功 ${(job.done ?? 0) - (job.failed ?? 0)} 行,失败 ${job.failed ?? 0} 行。</p>
        <ark-failed-rows .api=${this.admin.api} job=${id}></ark-failed-rows>` : nothing}
      <div slot="footer" class="dialog-actions"><button class="button primary" @click=${this.#close}>
        ${ended ? '完成' : '在后台继续'}</button></div>`
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
    if (!answer.ok) return
    this.job = answer.output.job
    void this.admin.jobs.follow(answer.output.job)
  }

  #tell(): void {
    if (this.#isTold) return
    this.#isTold = true
    queueMicrotask(() => this.dispatchEvent(new CustomEvent('saved')))
  }

  readonly #close = (): void => {
    this.opened = false
  }

  readonly #onOpened = ({ detail }: CustomEvent<{ value: boolean }>): void => {
    if (detail.value) return
    this.opened = false
    this.#leaving.abort()
    this.dispatchEvent(new CustomEvent('closed'))
  }
}
