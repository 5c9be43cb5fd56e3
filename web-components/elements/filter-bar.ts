import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Filter, FilterValue, FilterValues, Filters } from '../../protocol/resource.ts'
import type { Admin } from '../data/admin.ts'
import { isEmptyFilter } from '../data/filter-query.ts'
import { icon } from './icon.ts'
import { LightElement } from './light-element.ts'
import { dateRangeField, numberRangeField } from './range-fields.ts'
import './department-field.ts'
import './extension-filter.ts'
import './option-field.ts'

/** The filters of a list, acting as they are changed. Fires `changed` with all values. */
@customElement('ark-filter-bar')
export class ArkFilterBar extends LightElement {
  @property({ attribute: false }) admin!: Admin
  @property({ attribute: false }) filters!: Filters
  @property({ attribute: false }) names: readonly string[] = []
  @property({ attribute: false }) values: FilterValues = {}
  @state() private isWide = false
  #timer: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override render() {
    const [first, rest] = [this.names.filter((name) => !this.#isRange(name)), this.names.filter((name) =>
      this.#isRange(name))]
    const folded = [...first.slice(firstFilters), ...rest]
    const active = folded.filter((name) => this.values[name] !== undefined).length
    const isOpen = this.isWide || active > 0
    return html`<div class="filters" role="search">
      ${first.slice(0, firstFilters).map((name) => this.#renderField(name))}
      ${folded.length === 0 ? nothing : html`<button type="button" class="button" aria-expanded=${isOpen}
        @click=${() => this.#widen(!isOpen)}>${icon('filter')}更多筛选</button>`}
      ${Object.keys(this.values).length === 0 ? nothing : html`<button type="button" class="link-button"
        @click=${() => this.#fire({})}>重置</button>`}
      ${isOpen && folded.length > 0 ? html`<div class="filters-more">
        ${folded.map((name) => this.#renderField(name))}</div>` : nothing}
    </div>`
  }

  #widen(isWide: boolean): void {
    this.isWide = isWide
  }

  #isRange(name: string): boolean {
    const kind = this.filters[name]?.kind
    return kind === 'timeRange' || kind === 'numberRange' || kind === 'extensions'
  }

  #renderField(name: string) {
    const filter = this.filters[name]
    if (filter === undefined) return nothing
    const value = this.values[name]
    const onChange = (next: FilterValue): void => this.#change(name, next)
    switch (filter.kind) {
      case 'search': return this.#renderSearch(name, filter)
      case 'choice': return html`<vaadin-combo-box class="filter" data-filter=${name} clear-button-visible
        placeholder=${filter.title} accessible-name=${filter.title} item-label-path="title" item-value-path="id"
        .items=${Object.entries(filter.choices).map(([id, title]) => ({ id, title }))}
        .value=${typeof value === 'string' ? value : ''}
        @change=${({ currentTarget }: Event) =>
          onChange((currentTarget as HTMLInputElement).value)}></vaadin-combo-box>`
      case 'option': return html`<ark-option-field class="filter" data-filter=${name} many .api=${this.admin.api}
        .options=${filter.options} placeholder=${filter.title} .value=${Array.isArray(value) ? value as string[] : []}
        @changed=${({ detail }: CustomEvent<string[]>) => onChange(detail)}></ark-option-field>`
      case 'department': return html`<ark-department-field class="filter" data-filter=${name}
        .departments=${this.admin.departments} placeholder=${filter.title} .value=${typeof value === 'string'
          ? value : ''}
        @changed=${({ detail }: CustomEvent<string>) => onChange(detail)}></ark-department-field>`
      case 'timeRange': return dateRangeField({ title: filter.title, value, onChange })
      case 'numberRange': return numberRangeField({ title: filter.title, value, onChange })
      case 'toggle': return html`<label class="tick" data-filter=${name}><input type="checkbox" role="switch"
        class="switch" .checked=${value === 'true'} @change=${({ currentTarget }: Event) =>
          onChange((currentTarget as HTMLInputElement).checked ? 'true' : '')} />${filter.title}</label>`
      case 'extensions': return html`<ark-extension-filter .admin=${this.admin} .title=${filter.title}
        .value=${Array.isArray(value) ? value as string[] : []}
        @changed=${({ detail }: CustomEvent<string[]>) => onChange(detail)}></ark-extension-filter>`
    }
  }

  #renderSearch(name: string, { title, hint }: Extract<Filter, { kind: 'search' }>) {
    const value = this.values[name]
    return html`<vaadin-text-field class="filter search" data-filter=${name} clear-button-visible placeholder=${hint}
      title=${hint} accessible-name=${title} maxlength="100" autocomplete="off"
      .value=${typeof value === 'string' ? value : ''}
      @value-changed=${({ detail }: CustomEvent<{ value: string }>) => this.#type(name, detail.value)}
      @keydown=${(event: KeyboardEvent) => { if (event.key === 'Enter') this.#typed(name, event) }}>
      <span slot="prefix">${icon('search')}</span></vaadin-text-field>`
  }

  #type(name: string, text: string): void {
    clearTimeout(this.#timer)
    if (text === (this.values[name] ?? '')) return
    this.#timer = setTimeout(() => this.#change(name, text), typingMs)
  }

  #typed(name: string, { currentTarget }: Event): void {
    clearTimeout(this.#timer)
    this.#change(name, (currentTarget as HTMLInputElement).value)
  }

  #change(name: string, value: FilterValue): void {
    const { [name]: _before, ...others } = this.values
    this.#fire(isEmptyFilter(value) ? others : { ...others, [name]: value })
  }

  #fire(values: FilterValues): void {
    clearTimeout(this.#timer)
    this.values = values
    this.dispatchEvent(new CustomEvent('changed', { detail: values }))
  }
}

/** As many as fit beside each other in 1280 pixels. */
const firstFilters = 4
const typingMs = 350
