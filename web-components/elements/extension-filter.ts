import { SignalWatcher } from '@lit-labs/preact-signals'
import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { type ExtensionCondition, readCondition, writeCondition } from '../../protocol/extension-condition.ts'
import type { ExtensionField } from '../../protocol/extension-field.ts'
import type { Admin } from '../data/admin.ts'
import { LightElement } from './light-element.ts'
import { dateRangeField, dayOf, numberRangeField } from './range-fields.ts'
import './vaadin.ts'

type Range = Extract<ExtensionCondition, { is: 'range' }>

/** FRND-2: one field at a time, by its kind; what else holds is a chip. Fires `changed` with the conditions. */
@customElement('ark-extension-filter')
export class ArkExtensionFilter extends SignalWatcher(LightElement) {
  @property({ attribute: false }) admin!: Admin
  @property() override title = ''
  @property({ attribute: false }) value: readonly string[] = []
  @state() private chosen = ''

  protected override render() {
    const fields = this.admin.fields.needed()
    if (fields.length === 0) return nothing
    const field = fields.find(({ id }) => id === this.chosen)
    return html`<div class="range" role="group" aria-label=${this.title} data-testid="extension-filter">
      <span class="range-title">${this.title}</span>
      <vaadin-combo-box class="filter" placeholder="选择字段" accessible-name="选择${this.title}" clear-button-visible
        item-label-path="name" item-value-path="id" .items=${fields} .value=${this.chosen}
        @change=${this.#onChosen}>
      </vaadin-combo-box>
      ${field === undefined ? nothing : this.#renderValue(field)}
      <span class="spans">${fields.filter((one) => one !== field && this.#of(one).length > 0).map((one) =>
        html`<button type="button" class="chip" title="清除" @click=${() => this.#set(one, [])}>${one.name}:
          ${this.#of(one).map(conditionText(one)).join('、')} ×</button>`)}</span>
    </div>`
  }

  readonly #onChosen = ({ currentTarget }: Event): void => {
    this.chosen = (currentTarget as HTMLInputElement).value
  }

  #renderValue(field: ExtensionField) {
    const own = this.#of(field)
    switch (field.kind) {
      case 'single':
      case 'multiple': return html`<vaadin-multi-select-combo-box class="filter" clear-button-visible
        placeholder="包含任一选项" accessible-name=${field.name} .items=${field.choices}
        .selectedItems=${own.flatMap((one) => (one.is === 'choice' ? [one.text] : []))}
        @selected-items-changed=${({ detail }: CustomEvent<{ value: string[] }>) =>
          this.#set(field, detail.value.map((text) => ({ field: field.id, is: 'choice', text })))}>
        </vaadin-multi-select-combo-box>`
      case 'number': return numberRangeField({ title: field.name, value: this.#range(field), onChange: (range) =>
        this.#setRange(field, range) })
      case 'date':
      case 'dateTime': return this.#renderTimes(field)
      default: return html`<vaadin-text-field class="filter" clear-button-visible placeholder="包含文字"
        accessible-name=${field.name} maxlength="100" .value=${own.map(conditionText(field)).join('')}
        @change=${({ currentTarget }: Event) => {
          const text = (currentTarget as HTMLInputElement).value.trim()
          this.#set(field, text === '' ? [] : [{ field: field.id, is: 'words', text }])
        }}></vaadin-text-field>`
    }
  }

  #renderTimes(field: ExtensionField) {
    const isDay = field.kind === 'date'
    const { from, to } = this.#range(field)
    return dateRangeField({
      title: field.name, value: isDay ? { from: localOf(from), to: localOf(to) } : { from, to },
      onChange: ({ from: first = null, to: last = null }) => {
        this.#setRange(field, isDay ? { from: utcOf(first), to: utcOf(last) } : { from: first, to: last })
      },
    })
  }

  #of({ id }: ExtensionField): ExtensionCondition[] {
    return this.value.map(readCondition).filter((one) => one?.field === id) as ExtensionCondition[]
  }

  #range(field: ExtensionField): { from: number | null; to: number | null } {
    const found = this.#of(field).find((one): one is Range => one.is === 'range')
    return { from: found?.from ?? null, to: found?.to ?? null }
  }

  #setRange(field: ExtensionField, { from = null, to = null }: { from?: number | null; to?: number | null }): void {
    this.#set(field, from === null && to === null ? [] : [{ field: field.id, is: 'range', from, to }])
  }

  #set(field: ExtensionField, conditions: readonly ExtensionCondition[]): void {
    const others = this.value.filter((text) => readCondition(text)?.field !== field.id)
    const value = [...others, ...conditions.map(writeCondition)]
    if (value.join('\n') === this.value.join('\n')) return
    this.value = value
    this.dispatchEvent(new CustomEvent('changed', { detail: value }))
  }
}

function conditionText({ kind }: ExtensionField): (condition: ExtensionCondition) => string {
  const end = (at: number | null): string => {
    if (at === null) return ''
    return kind === 'number' ? String(at) : dayOf(kind === 'date' ? localOf(at) : at)
  }
  return (one) => (one.is === 'range' ? `${end(one.from)}–${end(one.to)}` : one.text)
}

/** Days have no zone: their begin in UTC is kept, a picker shows the local one. */
function utcOf(localMs: number | null): number | null {
  return localMs === null ? null : Date.parse(`${dayOf(localMs)}T00:00:00Z`)
}

function localOf(utcMs: number | null): number | null {
  if (utcMs === null) return null
  const at = new Date(utcMs)
  return new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()).getTime()
}
