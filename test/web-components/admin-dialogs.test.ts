import { type TemplateResult, render } from 'lit'
import { beforeEach, expect, test } from 'vitest'
import { changeTable } from '../../web-components/admin/change-table.ts'
import { conflictTable } from '../../web-components/admin/conflict-table.ts'
import { focusField, focusFirstField } from '../../web-components/admin/focus-field.ts'
import type { Form } from '../../web-components/admin/form.ts'
import { menuTop } from '../../web-components/admin/row-buttons.ts'
import { fullTime } from '../../web-components/data/time-text.ts'

beforeEach(() => document.body.replaceChildren())

function show(content: TemplateResult): void {
  const place = document.createElement('div')
  document.body.append(place)
  render(content, place)
}

test('the menu of a row stands below its button, and above it where the window ends', () => {
  expect(menuTop({ top: 100, bottom: 126, items: 3, windowPx: 720 })).toBe(126)
  const low = menuTop({ top: 680, bottom: 706, items: 3, windowPx: 720 })
  expect(low).toBeLessThan(680 - 3 * 32)
  expect(low).toBeGreaterThan(0)
  expect(menuTop({ top: 20, bottom: 46, items: 30, windowPx: 720 })).toBe(0)
})

function openDialog(): HTMLElement {
  document.body.innerHTML = `<p><vaadin-dialog tabindex="0"><div class="form-fields">
    <div data-field="name"><input id="name"></div><div data-field="remark"><textarea id="remark"></textarea></div>
  </div></vaadin-dialog></p>`
  return document.querySelector('p') as HTMLElement
}
const opens = () => {
  document.querySelector<HTMLElement>('vaadin-dialog')?.focus()
  document.body.dispatchEvent(new CustomEvent('vaadin-overlay-open'))
}
const focused = () => document.activeElement?.id

test('a dialog begins in its first field, and leaves alone who is in one already', () => {
  const host = openDialog()
  focusFirstField(host)
  opens()
  expect(focused()).toBe('name')
  focusField(host, 'remark')
  expect(focused()).toBe('remark')
  focusFirstField(host)
  document.body.dispatchEvent(new CustomEvent('vaadin-overlay-open'))
  expect(focused()).toBe('remark')
})

test('the audit log shows a time as a time', () => {
  show(changeTable({ before: null, after: { expiresAtMs: 1_795_940_973_005, name: '甲' } }))
  const cells = [...document.querySelectorAll('td.is')].map(({ textContent }) => textContent)
  expect(cells).toEqual([fullTime(1_795_940_973_005), '甲'])
})

test('what somebody else changed stands beside what was changed here, if it was', () => {
  const fields = (['name', 'remark'] as const).map((name) => ({ name, title: name, kind: 'text' } as const))
  const form: Form = {
    title: '', fields, values: { name: '甲', remark: '' }, read: ({ name, remark }) => ({ name, remark }),
    submit: () => Promise.reject(new Error('not asked for')),
  }
  const conflict = { form, mine: { name: '乙', remark: '' }, theirs: { name: '丙', remark: '门口' } }
  show(conflictTable(conflict))
  const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map(({ textContent }) => textContent))
  expect(rows).toEqual([['甲', '丙', '乙'], ['(空)', '门口', '没有改']])
})
