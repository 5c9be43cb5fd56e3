import { html } from 'lit'
import { live } from 'lit/directives/live.js'
import type { ExtensionField, ExtensionValue } from '../../protocol/extension-field.ts'
import { dayOf } from '../elements/range-fields.ts'

type Value = ExtensionValue | null

export interface ExtensionInput {
  field: ExtensionField
  value: Value
  /** While typing. */
  onInput: (value: Value) => void
  /** Chosen, whole. */
  onPick: (value: Value) => void
}

/** EXT-1: what each of the seven types is filled in with; named by `#name`. */
export function extensionInput(given: ExtensionInput) {
  switch (given.field.kind) {
    case 'number': return numberInput(given)
    case 'text': return html`<input aria-labelledby="name" autocomplete="off" .value=${live(textOf(given.value))}
      @input=${onText(given)} @compositionend=${onText(given)} />`
    case 'longText': return html`<textarea aria-labelledby="name" rows="3" .value=${live(textOf(given.value))}
      @input=${onText(given)} @compositionend=${onText(given)}></textarea>`
    case 'date': return html`<input type="date" aria-labelledby="name" min="1900-01-01" max="2100-12-31"
      .value=${live(textOf(given.value))} @change=${({ currentTarget }: Event) =>
        given.onPick((currentTarget as HTMLInputElement).value || null)} />`
    case 'dateTime': return html`<input type="datetime-local" step="1" aria-labelledby="name" min="2000-01-01T00:00"
      max="2099-12-31T23:59:59" .value=${live(localTime(given.value))} @change=${({ currentTarget }: Event) => {
        const ms = Date.parse((currentTarget as HTMLInputElement).value)
        given.onPick(Number.isNaN(ms) ? null : ms)
      }} />`
    case 'single': return singleInput(given)
    case 'multiple': return multipleInput(given)
  }
}

/** With an input method, what is being composed isn't a text yet. */
function onText({ onInput }: ExtensionInput) {
  return (event: Event): void => {
    if (event instanceof InputEvent && event.isComposing) return
    const { value } = event.currentTarget as HTMLInputElement
    onInput(value.trim() === '' ? null : value)
  }
}

function numberInput({ field, value, onInput, onPick }: ExtensionInput) {
  const now = typeof value === 'number' ? value : 0
  const step = (by: number) => (): void => onPick(Number((now + by).toFixed(6)))
  return html`<span class="stepper"><button class="icon-button" aria-label=${`${field.name}减一`}
      @click=${step(-1)}>−</button>
    <input inputmode="decimal" aria-labelledby="name" autocomplete="off"
      .value=${live(typeof value === 'number' ? String(value) : textOf(value))}
      @input=${({ currentTarget }: Event) => {
        const text = (currentTarget as HTMLInputElement).value.normalize('NFKC').trim()
        // What is no number yet stays as it was typed: its fault is said.
        onInput(text === '' ? null : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)
      }} />
    <button class="icon-button" aria-label=${`${field.name}加一`} @click=${step(1)}>+</button></span>`
}

function singleInput({ field: { choices }, value, onPick }: ExtensionInput) {
  const gone = typeof value === 'string' && !choices.includes(value) ? [value] : []
  return html`<select aria-labelledby="name" @change=${({ currentTarget }: Event) =>
    onPick((currentTarget as HTMLSelectElement).value || null)}>
    <option value="" ?selected=${value === null}></option>
    ${[...gone, ...choices].map((one) => html`<option value=${one}
      ?selected=${one === value}>${one}</option>`)}</select>`
}

function multipleInput({ field: { choices }, value, onPick }: ExtensionInput) {
  const chosen = Array.isArray(value) ? value : []
  const all = [...choices, ...chosen.filter((one) => !choices.includes(one))]
  return html`<span class="choices" role="group" aria-labelledby="name">${all.map((one) => html`
    <button class="choice" aria-pressed=${chosen.includes(one)} @click=${() => onPick(chosen.includes(one)
      ? chosen.filter((other) => other !== one) : [...chosen, one])}>${one}</button>`)}</span>`
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : ''
}

function localTime(value: Value): string {
  if (typeof value !== 'number') return ''
  return `${dayOf(value)}T${new Date(value).toTimeString().slice(0, 8)}`
}
