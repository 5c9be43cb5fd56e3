import { html } from 'lit'
import { type Form, type FormField, type FormValues, changedFields } from './form.ts'

export interface Conflict { form: Form; mine: FormValues; theirs: Record<string, unknown> }

/** What somebody else changed while the form was open, beside what was typed here. */
export function conflictTable({ form, mine, theirs }: Conflict) {
  const current = form.read?.(theirs) ?? {}
  return html`<div class="conflict" data-testid="conflict"><p role="alert">这条内容刚被别人改过，下面是不同之处。</p>
    <table class="plain"><thead><tr><th>项目</th><th>打开时</th><th>现在</th><th>我填的</th></tr></thead>
    <tbody>${changedFields(form, current).map((field) => {
      const own = isTouched(field.name, { form, mine }) ? valueText(field, mine) : html`<span class="quiet">没有改</span>`
      return html`<tr><th scope="row">${field.title}</th><td>${valueText(field, form.values)}</td>
        <td class="theirs">${valueText(field, current)}</td><td>${own}</td></tr>`
    })}</tbody></table></div>`
}

/** What wasn't changed here stays as they made it. */
export function isTouched(name: string, { form, mine }: Pick<Conflict, 'form' | 'mine'>): boolean {
  return JSON.stringify(mine[name]) !== JSON.stringify(form.values[name])
}

function valueText(field: FormField, values: FormValues): string {
  const value = values[field.name]
  if (value === null || value === undefined || value === '') return '(空)'
  if (field.kind === 'choice' && typeof value === 'string') return field.choices[value] ?? value
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) {
    const words = field.kind === 'ticks' ? value.map((one) => field.choices[String(one)] ?? String(one)) : value
    return words.join('、') || '(空)'
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}
