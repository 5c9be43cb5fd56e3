import { html } from 'lit'
import type { Column } from '../../protocol/resource.ts'
import { dateTime, fullTime } from '../data/time-text.ts'
import { avatar } from './avatar.ts'

/** What stands in a cell, by the kind of its column. */
export function cellText(column: Column, value: unknown) {
  const text = plainText(column, value)
  if (text === '') return html`<span class="none" aria-label="空">—</span>`
  switch (column.kind) {
    case 'time': return html`<time title=${fullTime(value as number)}>${text}</time>`
    case 'integer':
    case 'money': return html`<span class="digits">${text}</span>`
    case 'picture': return avatar({ id: text, name: '', avatar: text, size: 'tiny' })
    case 'boolean':
    case 'choice': return html`<span class="state" data-value=${String(value)}>${text}</span>`
    default: return html`<span class="cut" title=${text}>${text}</span>`
  }
}

/** The same for people without a page: tooltips, titles of dialogs. */
export function plainText({ kind, choices }: Column, value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  switch (kind) {
    case 'time': return dateTime(value as number)
    case 'money': return `¥${((value as number) / 100).toFixed(2)}`
    case 'integer': return (value as number).toLocaleString('zh-CN')
    case 'boolean':
    case 'choice': return choiceText(choices, value as boolean | string)
    case 'list': return (value as string[]).join('、')
    default: return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

function choiceText(choices: Column['choices'], value: boolean | string): string {
  return choices?.[value.toString()] ?? ''
}
