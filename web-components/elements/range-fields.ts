import { html, nothing } from 'lit'
import type { FilterValue } from '../../protocol/resource.ts'

type Range = { from?: number | null; to?: number | null }

export interface RangeField { title: string; value: FilterValue | undefined; onChange: (value: Range) => void }

/** Two days, both included, with the usual spans one click away. */
export function dateRangeField({ title, value, onChange }: RangeField) {
  const { from = null, to = null } = rangeOf(value)
  const change = (end: keyof Range) => ({ currentTarget }: Event): void => {
    const day = (currentTarget as HTMLInputElement).value
    onChange({ from, to, [end]: day === '' ? null : end === 'from' ? startOfDayMs(day) : endOfDayMs(day) })
  }
  return html`<div class="range" role="group" aria-label=${title}>
    <span class="range-title">${title}</span>
    <vaadin-date-picker accessible-name=${`${title}从`} placeholder="开始日期" .value=${dayOf(from)} .max=${dayOf(to)}
      @change=${change('from')}></vaadin-date-picker>
    <span aria-hidden="true">–</span>
    <vaadin-date-picker accessible-name=${`${title}到`} placeholder="结束日期" .value=${dayOf(to)} .min=${dayOf(from)}
      @change=${change('to')}></vaadin-date-picker>
    <span class="spans">${spans.map(([name, days, skip]) => html`<button type="button" class="chip"
      @click=${() => onChange(lastDays(Date.now(), { days, skip }))}>${name}</button>`)}</span>
    ${from === null && to === null ? nothing : html`<button type="button" class="chip" aria-label=${`清除${title}`}
      @click=${() => onChange({ from: null, to: null })}>清除</button>`}
  </div>`
}

export function numberRangeField({ title, value, onChange }: RangeField) {
  const { from = null, to = null } = rangeOf(value)
  const change = (end: keyof Range) => ({ currentTarget }: Event): void => {
    const text = (currentTarget as HTMLInputElement).value
    onChange({ from, to, [end]: text === '' ? null : Number(text) })
  }
  return html`<div class="range" role="group" aria-label=${title}>
    <span class="range-title">${title}</span>
    <vaadin-integer-field accessible-name=${`${title}从`} placeholder="最小" .value=${from === null ? '' : String(from)}
      @change=${change('from')}></vaadin-integer-field>
    <span aria-hidden="true">–</span>
    <vaadin-integer-field accessible-name=${`${title}到`} placeholder="最大" .value=${to === null ? '' : String(to)}
      @change=${change('to')}></vaadin-integer-field>
  </div>`
}

/** Whole days up to today; `skip` 1 ends with yesterday. */
export function lastDays(nowMs: number, { days, skip }: { days: number; skip: number }): Range {
  const at = new Date(nowMs)
  const day = (back: number): number => new Date(at.getFullYear(), at.getMonth(), at.getDate() - back).getTime()
  return { from: day(days - 1 + skip), to: day(skip - 1) - 1 }
}

export function startOfDayMs(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date).getTime()
}

export function endOfDayMs(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + 1).getTime() - 1
}

export function dayOf(atMs: number | null): string {
  if (atMs === null) return ''
  const at = new Date(atMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

function rangeOf(value: FilterValue | undefined): Range {
  return typeof value === 'object' && !Array.isArray(value) ? value as Range : {}
}

const spans = [['今天', 1, 0], ['昨天', 1, 1], ['近7天', 7, 0], ['近30天', 30, 0]] as const
