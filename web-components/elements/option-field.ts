import { html, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { comboBoxRenderer } from '@vaadin/combo-box/lit.js'
import { type Option, listOptions } from '../../protocol/operations/lists.ts'
import type { OptionList } from '../../protocol/resource.ts'
import { type Api, isPassing } from '../data/api.ts'
import { LightElement } from './light-element.ts'

/** Chooses from a list of the hub's, one or many, found by typing. Fires `changed` with the ids. */
@customElement('ark-option-field')
export class ArkOptionField extends LightElement {
  @property({ attribute: false }) api!: Api
  @property({ attribute: false }) options!: OptionList
  @property({ attribute: false }) value: readonly string[] = []
  @property() label = ''
  @property() placeholder = ''
  @property() fault = ''
  @property() hint = ''
  @property({ type: Boolean }) many = false
  @property({ type: Boolean }) required = false
  /** Where there is a label above, it isn't named a second time. */
  @property() name = ''
  @state() private found: Option[] = []
  @state() private chosen: Option[] = []
  /** A value whose name is still asked for looks like none: nothing may be typed over it. */
  @state() private naming = false
  #search = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('value')) return
    const unknown = this.value.filter((id) => !this.chosen.some((one) => one.id === id))
    this.chosen = this.chosen.filter(({ id }) => this.value.includes(id))
    if (unknown.length > 0) void this.#name(unknown)
  }

  protected override render() {
    const items = this.found
    const shared = { label: this.label, placeholder: this.naming ? '正在读取…' : this.placeholder }
    if (this.many) {
      return html`<vaadin-multi-select-combo-box manual-validation
        item-id-path="id" item-label-path="title" item-value-path="id"
        clear-button-visible .label=${shared.label} .placeholder=${shared.placeholder} ?readonly=${this.naming}
        accessible-name=${this.label || this.placeholder} .filteredItems=${items} .selectedItems=${this.chosen}
        .errorMessage=${this.fault} .invalid=${this.fault !== ''} .helperText=${this.hint} ?required=${this.required}
        @opened-changed=${this.#onOpened} @filter-changed=${this.#onFilter}
        @selected-items-changed=${(event: CustomEvent<{ value: Option[] }>) => this.#choose(event.detail.value)}>
      </vaadin-multi-select-combo-box>`
    }
    return html`<vaadin-combo-box manual-validation item-id-path="id" item-label-path="title" item-value-path="id"
      clear-button-visible .label=${shared.label} .placeholder=${shared.placeholder} ?readonly=${this.naming}
      accessible-name=${this.label || this.placeholder} .filteredItems=${items} .selectedItem=${this.chosen[0] ?? null}
      .errorMessage=${this.fault} .invalid=${this.fault !== ''} .helperText=${this.hint} ?required=${this.required}
      @opened-changed=${this.#onOpened} @filter-changed=${this.#onFilter}
      @selected-item-changed=${(event: CustomEvent<{ value: Option | null }>) =>
        this.#choose(event.detail.value === null ? [] : [event.detail.value])}
      ${comboBoxRenderer((option: Option) => html`<span class="option">${option.title}
        ${option.about === undefined ? '' : html`<small>${option.about}</small>`}</span>`, [])}>
    </vaadin-combo-box>`
  }

  readonly #onOpened = ({ detail }: CustomEvent<{ value: boolean }>): void => {
    if (detail.value) void this.#find()
  }

  readonly #onFilter = ({ detail }: CustomEvent<{ value: string }>): void => {
    if (detail.value === this.#search) return
    this.#search = detail.value
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#find(), typingMs)
  }

  async #find(): Promise<void> {
    const search = this.#search
    const answer = await this.api.call(listOptions, { options: this.options, search })
    if (search !== this.#search) return
    if (answer.ok) this.found = answer.output.options
    else if (isPassing(answer.fault)) this.#again(() => this.#find())
  }

  async #name(ids: readonly string[]): Promise<void> {
    this.naming = true
    const answer = await this.api.call(listOptions, { options: this.options, ids: [...ids] })
    this.naming = !answer.ok && isPassing(answer.fault)
    if (this.naming) this.#again(() => this.#name(ids))
    if (!answer.ok) return
    const named = answer.output.options.filter(({ id }) => this.value.includes(id))
    this.found = [...this.found, ...named]
    this.chosen = [...this.chosen, ...named.filter(({ id }) => !this.chosen.some((one) => one.id === id))]
  }

  /** Whoever has gone from the page meanwhile asks no more. */
  #again(ask: () => Promise<void>): void {
    if (this.isConnected) this.#timer = setTimeout(() => void ask(), againMs)
  }

  #choose(options: readonly Option[]): void {
    const ids = options.map(({ id }) => id)
    if (ids.join(' ') === this.chosen.map(({ id }) => id).join(' ')) return
    this.chosen = [...options]
    this.value = ids
    this.dispatchEvent(new CustomEvent('changed', { detail: ids }))
  }
}

const typingMs = 250
const againMs = 1_000
