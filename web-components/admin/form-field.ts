import { html, nothing } from 'lit'
import type { MessagePart } from '../../protocol/message-part.ts'
import type { Permission } from '../../protocol/permissions.ts'
import type { Admin } from '../data/admin.ts'
import { passwordWords } from '../elements/vaadin.ts'
import '../elements/department-field.ts'
import '../elements/option-field.ts'
import '../elements/parts-field.ts'
import '../elements/permission-mover.ts'
import './contacts-field.ts'
import type { FormField } from './form.ts'

export interface FieldGiven {
  value: unknown
  /** In words; '' when all is well. */
  fault: string
  admin: Admin
  onChange: (value: unknown) => void
}

/**
 * One field of a form by its description, with what is wrong with it below. Validated by the form alone: a field that
 * judges itself takes away what was said of it.
 */
export function formField(field: FormField, given: FieldGiven) {
  switch (field.kind) {
    case 'text':
    case 'password':
    case 'textarea':
    case 'lines':
    case 'number':
    case 'date':
    case 'switch': return typedField(field, given)
    case 'ticks': return ticksField(field, given)
    case 'parts': return partsField(field, given)
    default: return chosenField(field, given)
  }
}

function typedField(field: FormField, { value, fault, onChange }: FieldGiven) {
  const { title, hint = '', placeholder = '', required = false } = field
  const text = typeof value === 'string' ? value : ''
  const onText = ({ detail }: CustomEvent<{ value: string }>): void => {
    if (detail.value !== text) onChange(detail.value)
  }
  switch (field.kind) {
    case 'text': return html`<vaadin-text-field manual-validation .label=${title}
      .value=${text} ?required=${required} .helperText=${hint}
      .placeholder=${placeholder} .errorMessage=${fault} .invalid=${fault !== ''} autocomplete="off"
      @value-changed=${onText}></vaadin-text-field>`
    case 'password': return html`<vaadin-password-field manual-validation .label=${title}
      .value=${text} ?required=${required}
      .helperText=${hint} .errorMessage=${fault} .invalid=${fault !== ''} .i18n=${passwordWords}
      autocomplete="new-password" @value-changed=${onText}></vaadin-password-field>`
    case 'textarea':
    case 'lines': return html`<vaadin-text-area manual-validation .label=${title}
      .value=${text} ?required=${required} .helperText=${hint}
      .placeholder=${placeholder} .errorMessage=${fault} .invalid=${fault !== ''}
      .minRows=${field.kind === 'lines' ? 6 : 2}
      .maxRows=${12} @value-changed=${onText}></vaadin-text-area>`
    case 'number': return html`<vaadin-integer-field manual-validation .label=${title}
      .value=${value === null || value === undefined
      ? '' : `${value as number}`} .min=${field.min} .max=${field.max} step-buttons-visible ?required=${required}
      .helperText=${hint} .errorMessage=${fault} .invalid=${fault !== ''} @change=${({ currentTarget }: Event) => {
        const given = (currentTarget as HTMLInputElement).value
        onChange(given === '' ? null : Number(given))
      }}></vaadin-integer-field>`
    case 'switch': return html`<div class="switch-field"><label class="tick"><input type="checkbox" role="switch"
      class="switch" .checked=${value === true} @change=${({ currentTarget }: Event) =>
        onChange((currentTarget as HTMLInputElement).checked)} />${title}</label><small>${hint}</small></div>`
    case 'date': return html`<vaadin-date-picker manual-validation .label=${title}
      .value=${text} ?required=${required}
      .helperText=${hint}
      .errorMessage=${fault} .invalid=${fault !== ''} @change=${({ currentTarget }: Event) =>
        onChange((currentTarget as HTMLInputElement).value)}></vaadin-date-picker>`
    default: return nothing
  }
}

function chosenField(field: FormField, { value, fault, admin, onChange }: FieldGiven) {
  const { title, hint = '', required = false } = field
  const text = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'choice': return html`<vaadin-combo-box manual-validation .label=${title}
      item-label-path="title" item-value-path="id"
      .items=${Object.entries(field.choices).map(([id, name]) => ({ id, title: name }))} .value=${text}
      ?required=${required} .helperText=${hint} .errorMessage=${fault} .invalid=${fault !== ''}
      @change=${({ currentTarget }: Event) => onChange((currentTarget as HTMLInputElement).value)}></vaadin-combo-box>`
    case 'option':
    case 'multi': return html`<ark-option-field .api=${admin.api} .options=${field.options} label=${title} hint=${hint}
      fault=${fault} ?many=${field.kind === 'multi'} ?required=${required}
      .value=${isTexts(value) ? value : text === '' ? [] : [text]}
      @changed=${({ detail }: CustomEvent<string[]>) =>
        onChange(field.kind === 'multi' ? detail : detail[0] ?? '')}></ark-option-field>`
    case 'contacts': return html`<ark-contacts-field .api=${admin.api} label=${title} hint=${hint} fault=${fault}
      .value=${text} @changed=${({ detail }: CustomEvent<string>) => onChange(detail)}></ark-contacts-field>`
    case 'department': return html`<ark-department-field .departments=${admin.departments} label=${title} hint=${hint}
      fault=${fault} ?required=${required} .value=${text}
      @changed=${({ detail }: CustomEvent<string>) => onChange(detail)}></ark-department-field>`
    case 'permissions': return html`<div class="labelled"><span class="label">${title}</span>
      ${hint === '' ? '' : html`<small>${hint}</small>`}
      <ark-permission-mover rightTitle="单独分配的权限" .value=${value ?? []}
        @changed=${({ detail }: CustomEvent<Permission[]>) => onChange(detail)}></ark-permission-mover>
      ${fault === '' ? '' : html`<p class="fault">${fault}</p>`}</div>`
    default: return nothing
  }
}

function partsField({ title, hint = '' }: FormField, { value, fault, admin, onChange }: FieldGiven) {
  return html`<ark-parts-field .api=${admin.api} label=${title} hint=${hint} fault=${fault} .value=${value ?? []}
    @changed=${({ detail }: CustomEvent<MessagePart[]>) => onChange(detail)}></ark-parts-field>`
}

function ticksField(
  { title, choices }: Extract<FormField, { kind: 'ticks' | 'choice' }>,
  { value, onChange }: Pick<FieldGiven, 'value' | 'onChange'>,
) {
  const chosen = isTexts(value) ? value : []
  const onTick = (id: string, { currentTarget }: Event): void => {
    const others = chosen.filter((one) => one !== id)
    onChange((currentTarget as HTMLInputElement).checked ? [...others, id] : others)
  }
  return html`<fieldset class="ticks"><legend class="label">${title}</legend>
    <div class="tick-grid">${Object.entries(choices).map(([id, name]) => html`<label class="tick"><input type="checkbox"
      data-choice=${id} .checked=${chosen.includes(id)} @change=${(event: Event) => onTick(id, event)} />${name}
    </label>`)}</div></fieldset>`
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value)
}
