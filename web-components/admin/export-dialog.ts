import { html } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type ExportFormat, type JobRow, startExport } from '../../protocol/operations/jobs.ts'
import type { Selection } from '../../protocol/resource.ts'
import { faultText } from '../data/fault-text.ts'
import { JobDialog } from './job-dialog.ts'
import type { AnyResource } from './page.ts'

/** Chooses columns and format, then shows the job until its file is there. */
@customElement('ark-export-dialog')
export class ArkExportDialog extends JobDialog {
  @property({ attribute: false }) resource!: AnyResource
  @property({ attribute: false }) selection!: Selection
  @property({ attribute: false }) countText = ''
  /** Those on screen, in their order. */
  @property({ attribute: false }) shown: readonly string[] = []
  @state() private columns: ReadonlySet<string> = new Set()
  @state() private format: ExportFormat = 'xlsx'

  override connectedCallback(): void {
    super.connectedCallback()
    this.columns = new Set(this.shown)
  }

  protected get head() {
    return { testId: 'export-dialog', title: `导出${this.resource.title}`, width: '520px' }
  }

  protected renderQuestion() {
    const names = this.#names()
    const all = names.every((name) => this.columns.has(name))
    return html`<p class="about">${this.countText}</p>
      <fieldset class="plain-set"><legend>导出的列</legend>
        <label class="tick all"><input type="checkbox" .checked=${all}
          @change=${() => { this.columns = new Set(all ? [] : names) }} />全部列</label>
        <div class="tick-grid">${names.map((name) => html`<label class="tick"><input type="checkbox"
          .checked=${this.columns.has(name)} @change=${() =>
            this.#toggle(name)} />${this.resource.columns[name]?.title}</label>`)}
        </div></fieldset>
      <fieldset class="plain-set"><legend>文件格式</legend>
        ${(['xlsx', 'csv'] as const).map((one) => html`<label class="tick"><input type="radio" name="export-format"
          .checked=${this.format === one} @change=${() => { this.format = one }} />${formats[one]}</label>`)}</fieldset>
      <div slot="footer" class="dialog-actions"><button class="button" @click=${this.close}>取消</button>
        <button class="button primary" data-testid="export-start" ?disabled=${this.columns.size === 0}
          @click=${() => void this.#start()}>开始导出</button></div>`
  }

  protected renderJob(_job: JobRow, isEnded: boolean) {
    return html`<p class="quiet">${isEnded ? '文件也可以在右上角「任务」和任务中心里下载。'
      : '可以关闭这个窗口，导出会在后台继续；文件在右上角「任务」和任务中心里下载。'}</p>`
  }

  #names(): string[] {
    const { columns } = this.resource
    const rest = Object.keys(columns).filter((name) => columns[name]?.show !== 'inner' && !this.shown.includes(name))
    return [...this.shown, ...rest]
  }

  #toggle(name: string): void {
    const next = new Set(this.columns)
    if (!next.delete(name)) next.add(name)
    this.columns = next
  }

  async #start(): Promise<void> {
    const columns = this.#names().filter((name) => this.columns.has(name))
    const answer = await this.admin.api.call(startExport, {
      resource: this.resource.name, selection: this.selection, columns, format: this.format,
    })
    this.fault = answer.ok ? '' : faultText(answer.fault)
    if (answer.ok) this.follow(answer.output.job)
  }
}

const formats: Record<ExportFormat, string> = { xlsx: 'Excel 表格(.xlsx)', csv: '文本表格(.csv)' }
