import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { OperationFault } from '../../protocol/operation.ts'
import type { Admin } from '../data/admin.ts'
import { faultText } from '../data/fault-text.ts'
import { fieldFaultText } from '../data/field-fault-text.ts'
import { LightElement } from '../elements/light-element.ts'
import { conflictTable, isTouched } from './conflict-table.ts'
import { focusField, focusFirstField } from './focus-field.ts'
import { formField } from './form-field.ts'
import { type Form, type FormField, type FormValues, changedFields, faultsByField, missingFields } from './form.ts'

/** Asks for the values of a form, open as long as it is in the page. Fires `saved` with the answer, and `closed`. */
@customElement('ark-form-dialog')
export class ArkFormDialog extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) form!: Form
  @state() private values: FormValues = {}
  @state() private faults: Readonly<Record<string, string>> = {}
  @state() private fault: OperationFault | null = null
  @state() private busy = false
  @state() private step = 0
  @state() private opened = true
  #version = 0

  override connectedCallback(): void {
    super.connectedCallback()
    this.values = { ...this.form.values }
    this.#version = this.form.version ?? 0
  }

  protected override firstUpdated(): void {
    focusFirstField(this)
  }

  protected override render() {
    const { form } = this
    const conflict = this.#conflict
    return html`<vaadin-dialog data-testid="form-dialog" .opened=${this.opened} header-title=${form.title}
      width=${form.isWide === true ? '760px' : '520px'} no-close-on-outside-click
      @opened-changed=${this.#onOpened} @keydown=${this.#onKey}>
      ${form.about === undefined ? nothing : html`<p class="about">${form.about}</p>`}
      ${this.#renderSteps()}
      ${conflict === null ? nothing : conflictTable({ form, mine: this.values, theirs: conflict })}
      <div class="form-fields" ?hidden=${conflict !== null}>${this.#shownFields().map((field) =>
        this.#renderField(field))}</div>
      ${conflict === null && this.#isLastStep ? form.preview?.(this.values, this.admin) ?? nothing : nothing}
      <p class="fault" role="alert">${this.#faultText()}</p>
      ${conflict === null ? this.#renderButtons() : this.#renderChoice(conflict)}
    </vaadin-dialog>`
  }

  get #isLastStep(): boolean {
    return this.step === (this.form.steps?.length ?? 1) - 1
  }

  #renderSteps() {
    const { steps } = this.form
    if (steps === undefined) return nothing
    return html`<ol class="steps">${steps.map(({ title }, index) => html`<li
      aria-current=${index === this.step ? 'step' : nothing}>${title}</li>`)}</ol>`
  }

  #renderField(field: FormField) {
    const reason = this.faults[field.name] ?? ''
    return html`<div class="form-field" data-field=${field.name} ?data-wide=${field.wide === true}>
      ${formField(field, {
        value: this.values[field.name], fault: reason === '' ? '' : textOf(reason), admin: this.admin,
        onChange: (value) => this.#change(field.name, value),
      })}</div>`
  }

  #renderButtons() {
    return html`<div slot="footer" class="dialog-actions">
      ${this.step > 0 ? html`<button class="button" @click=${() => { this.step -= 1 }}>上一步</button>` : nothing}
      <button class="button" @click=${this.#close}>取消</button>
      ${!this.#isLastStep ? html`<button class="button primary" data-testid="form-next"
        @click=${this.#next}>下一步</button>`
        : html`<button class="button primary" data-testid="form-submit" ?disabled=${this.busy}
          @click=${() => void this.#submit()}>${this.busy ? '正在保存…' : this.form.submitText ?? '确定'}</button>`}
    </div>`
  }

  #renderChoice(current: Record<string, unknown>) {
    return html`<div slot="footer" class="dialog-actions">
      <button class="button" data-testid="conflict-theirs" @click=${() => this.#takeTheirs(current)}>采用最新内容</button>
      <button class="button primary" data-testid="conflict-mine" @click=${() => this.#overwrite(current)}>
        仍保存我的修改</button></div>`
  }

  /** The row as it is now, when somebody changed it first and says what. */
  get #conflict(): Record<string, unknown> | null {
    const { current, code } = this.fault ?? {}
    if (code !== 'conflict' || typeof current !== 'object' || current === null) return null
    return this.form.read === undefined ? null : current as Record<string, unknown>
  }

  #shownFields(): FormField[] {
    const names = this.form.steps?.[this.step]?.fields
    return this.form.fields.filter(({ name, when }) => (names?.includes(name) ?? true) && when?.(this.values) !== false)
  }

  #faultText() {
    const { fault } = this
    if (fault === null || this.#conflict !== null) return nothing
    if (fault.code === 'badInput' && Object.keys(this.faults).length > 0) return '请检查标出的内容'
    return this.form.faultFields?.[fault.code] === undefined ? faultText(fault) : nothing
  }

  #change(name: string, value: unknown): void {
    this.values = { ...this.values, [name]: value }
    const { [name]: _fault, ...others } = this.faults
    this.faults = others
  }

  readonly #next = (): void => {
    if (this.#isComplete(this.#shownFields().map(({ name }) => name))) this.step += 1
  }

  #isComplete(names: readonly string[]): boolean {
    const missing = missingFields(this.form, this.values).filter((name) => names.includes(name))
    this.faults = Object.fromEntries(missing.map((name) => [name, 'empty']))
    this.#showFaultOf(missing[0])
    return missing.length === 0
  }

  async #submit(): Promise<void> {
    if (this.busy || !this.#isComplete(this.form.fields.map(({ name }) => name))) return
    this.busy = true
    const answer = await this.form.submit(this.values, { admin: this.admin, version: this.#version })
    this.busy = false
    this.fault = answer.ok ? null : answer.fault
    if (!answer.ok) {
      this.faults = faultsByField(this.form, answer.fault)
      this.#showFaultOf(Object.keys(this.faults)[0])
      return
    }
    if (this.form.done !== undefined) this.admin.say(this.form.done)
    this.dispatchEvent(new CustomEvent('saved', { detail: answer.output }))
    this.#close()
  }

  /** Goes to the field, in whichever step it stands. */
  #showFaultOf(name: string | undefined): void {
    if (name === undefined) return
    const index = this.form.steps?.findIndex(({ fields }) => fields.includes(name)) ?? -1
    if (index !== -1) this.step = index
    void this.updateComplete.then(() => focusField(this, name))
  }

  #takeTheirs(current: Record<string, unknown>): void {
    this.values = this.form.read?.(current) ?? this.values
    this.#follow(current)
  }

  #overwrite(current: Record<string, unknown>): void {
    // What only they changed stays as they made it.
    const theirs = this.form.read?.(current) ?? {}
    for (const { name } of changedFields(this.form, theirs)) {
      const isOwn = isTouched(name, { form: this.form, mine: this.values })
      if (!isOwn) this.values = { ...this.values, [name]: theirs[name] }
    }
    this.#follow(current)
    void this.#submit()
  }

  #follow(current: Record<string, unknown>): void {
    this.#version = Number(current[this.form.versionName ?? 'version'])
    this.fault = null
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const field = event.composedPath()[0]
    if (event.key !== 'Enter' || !(field instanceof HTMLInputElement) || field.type === 'checkbox') return
    const isList = field.getAttribute('role') === 'combobox'
    if (!isList && this.#isLastStep) void this.#submit()
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

/** A reason of the edge, or the code of a fault that belongs to this field. */
function textOf(reason: string): string {
  return /^[a-z]+[A-Z]\w*$/.test(reason) ? faultText({ code: reason, reason: null }) : fieldFaultText(reason)
}
