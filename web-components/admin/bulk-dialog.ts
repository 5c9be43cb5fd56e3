import { type PropertyValues, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { JobRow } from '../../protocol/operations/jobs.ts'
import { startBulk } from '../../protocol/operations/jobs.ts'
import type { Selection } from '../../protocol/resource.ts'
import { faultText } from '../data/fault-text.ts'
import { fieldFaultText } from '../data/field-fault-text.ts'
import '../elements/failed-rows.ts'
import { focusField, focusFirstField } from './focus-field.ts'
import { formField } from './form-field.ts'
import type { FormField, FormValues } from './form.ts'
import { JobDialog } from './job-dialog.ts'
import type { Action } from './page.ts'

type BulkAction = Extract<Action, { on: 'rows' }>

/** Asks once, then changes many rows as a job. */
@customElement('ark-bulk-dialog')
export class ArkBulkDialog extends JobDialog {
  @property({ attribute: false }) action!: BulkAction
  @property({ attribute: false }) selection!: Selection
  /** Null while it isn't known. */
  @property({ attribute: false }) count: number | null = null
  @state() private values: FormValues = {}
  @state() private faults: Readonly<Record<string, string>> = {}

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('action')) this.values = this.action.values ?? {}
  }

  protected override firstUpdated(): void {
    focusFirstField(this)
  }

  protected get head() {
    return { testId: 'bulk-dialog', title: this.action.title, width: '460px' }
  }

  protected renderQuestion() {
    const { text, danger = false, title } = this.action
    return html`<p class="about">${text ?? `将对所选的 ${this.count?.toLocaleString('zh-CN') ?? ''} 条执行「${title}」。`}</p>
      <div class="form-fields">${this.#shownFields().map((field) => this.#renderField(field))}</div>
      <div slot="footer" class="dialog-actions"><button class="button" @click=${this.close}>取消</button>
        <button class="button ${danger ? 'danger' : 'primary'}" data-testid="bulk-start"
          @click=${() => void this.#start()}>开始执行</button></div>`
  }

  protected renderJob({ id, failed }: JobRow, isEnded: boolean) {
    if (!isEnded || (failed ?? 0) === 0) return nothing
    return html`<ark-failed-rows .api=${this.admin.api} job=${id}></ark-failed-rows>`
  }

  #renderField(field: FormField) {
    return html`<div class="form-field" data-wide data-field=${field.name}>${formField(field, {
      admin: this.admin, value: this.values[field.name], fault: this.faults[field.name] ?? '',
      onChange: (value) => { this.values = { ...this.values, [field.name]: value } },
    })}</div>`
  }

  #shownFields(): FormField[] {
    return this.action.fields.filter(({ when }) => when?.(this.values) !== false)
  }

  async #start(): Promise<void> {
    const missing = this.#shownFields().filter(({ name, required }) => required === true && !this.values[name])
    this.faults = {
      ...this.action.check?.(this.values), ...Object.fromEntries(missing.map(({ name }) => [name, '请填写'])),
    }
    if (this.#showsFault()) return
    const input = this.action.input?.(this.values) ?? this.values
    const answer = await this.admin.api.call(startBulk, {
      action: this.action.action, selection: this.selection, input,
    })
    if (answer.ok) return this.follow(answer.output.job)
    this.fault = faultText(answer.fault)
    this.faults = Object.fromEntries((answer.fault.faults ?? []).map(({ field, reason }) =>
      [field.replace(/^input\./, ''), fieldFaultText(reason)]))
    this.#showsFault()
  }

  #showsFault(): boolean {
    const [name] = Object.keys(this.faults)
    if (name !== undefined) void this.updateComplete.then(() => focusField(this, name))
    return name !== undefined
  }
}
