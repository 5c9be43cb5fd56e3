import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { SignalWatcher } from '@lit-labs/preact-signals'
import type { JobId } from '../../protocol/ids.ts'
import { startBulk } from '../../protocol/operations/jobs.ts'
import type { Selection } from '../../protocol/resource.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { fieldFaultText } from '../data/field-fault-text.ts'
import { isUnderWay } from '../data/job-shelf.ts'
import { jobProgress } from '../elements/job-progress.ts'
import '../elements/failed-rows.ts'
import { LightElement } from '../elements/light-element.ts'
import { formField } from './form-field.ts'
import type { FormValues } from './form.ts'
import type { Action } from './page.ts'

type BulkAction = Extract<Action, { on: 'rows' }>

/** Asks once, then changes many rows as a job and shows how far it is. Fires `saved` at its end, and `closed`. */
@customElement('ark-bulk-dialog')
export class ArkBulkDialog extends SignalWatcher(LightElement) {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) action!: BulkAction
  @property({ attribute: false }) selection!: Selection
  /** Null while it isn't known. */
  @property({ attribute: false }) count: number | null = null
  @state() private values: FormValues = {}
  @state() private faults: Readonly<Record<string, string>> = {}
  @state() private fault = ''
  @state() private job: JobId | null = null
  @state() private opened = true
  #isTold = false

  protected override render() {
    const { title } = this.action
    return html`<vaadin-dialog data-testid="bulk-dialog" .opened=${this.opened} header-title=${title} width="460px"
      no-close-on-outside-click @opened-changed=${this.#onOpened}>
      ${this.job === null ? this.#renderAsking() : this.#renderJob(this.job)}
    </vaadin-dialog>`
  }

  #renderAsking() {
    const { fields, text, danger = false, title } = this.action
    return html`<p class="about">${text ?? `将对所选的 ${this.count?.toLocaleString('zh-CN') ?? ''} 条执行「${title}」。`}</p>
      <div class="form-fields">${fields.map((field) => html`<div class="form-field" data-wide data-field=${field.name}>
        ${formField(field, {
          admin: this.admin, value: this.values[field.name], fault: this.faults[field.name] ?? '',
          onChange: (value) => { this.values = { ...this.values, [field.name]: value } },
        })}</div>`)}</div>
      <p class="fault" role="alert">${this.fault}</p>
      <div slot="footer" class="dialog-actions"><button class="button" @click=${this.#close}>取消</button>
        <button class="button ${danger ? 'danger' : 'primary'}" data-testid="bulk-start"
          @click=${() => void this.#start()}>开始执行</button></div>`
  }

  #renderJob(id: JobId) {
    const job = this.admin.jobs.jobs.value.find((one) => one.id === id)
    const ended = job !== undefined && !isUnderWay(job)
    if (ended) this.#tell()
    return html`${job === undefined ? html`<p class="quiet">正在开始…</p>`
      : jobProgress(job, { onCancel: (one) => void this.admin.jobs.cancel(one) })}
      ${ended && (job.failed ?? 0) > 0 ? html`<ark-failed-rows .api=${this.admin.api}
        job=${id}></ark-failed-rows>` : nothing}
      <div slot="footer" class="dialog-actions"><button class="button primary" @click=${this.#close}>
        ${ended ? '完成' : '在后台继续'}</button></div>`
  }

  async #start(): Promise<void> {
    const missing = this.action.fields.filter(({ name, required }) => required === true && !this.values[name])
    this.faults = {
      ...this.action.check?.(this.values), ...Object.fromEntries(missing.map(({ name }) => [name, '请填写'])),
    }
    if (Object.keys(this.faults).length > 0) return
    const input = this.action.input?.(this.values) ?? this.values
    const answer = await this.admin.api.call(startBulk, {
      action: this.action.action, selection: this.selection, input,
    })
    if (!answer.ok) {
      this.fault = faultText(answer.fault)
      this.faults = Object.fromEntries((answer.fault.faults ?? []).map(({ field, reason }) =>
        [field.replace(/^input\./, ''), fieldFaultText(reason)]))
      return
    }
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
    this.dispatchEvent(new CustomEvent('closed'))
  }
}
