import { expect, test } from 'vitest'
import { permissionNames } from '../../protocol/permissions.ts'
import type { Permission } from '../../protocol/permissions.ts'
import type { UserView } from '../../protocol/operations/session.ts'
import { isListPage } from '../../web-components/admin/page.ts'
import { findPages, hrefOf, navigationOf, pageAt, pages } from '../../web-components/admin/navigation.ts'
import { chinese, readDate } from '../../web-components/elements/vaadin.ts'
import { pathOf } from '../../web-components/admin/qr-code.ts'

type Part = CustomElementConstructor & { defaultI18n?: object }
const adminWith = (...permissions: Permission[]) => ({ user: { permissions } as unknown as UserView })
const titles = (...permissions: Permission[]): string[] =>
  navigationOf(adminWith(...permissions)).flatMap((group) => group.pages.map(({ title }) => title))

test('every page has a path of its own, and names only what its resource has', () => {
  expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length)
  for (const page of pages) {
    expect(pageAt(hrefOf(page))).toBe(page)
    if (!isListPage(page)) continue
    for (const name of page.columns) expect(page.resource.columns).toHaveProperty(name)
    for (const name of page.filters) expect(page.resource.filters).toHaveProperty(name)
  }
})

test('navigation follows the manual and hides what is not allowed', () => {
  expect(titles('admin').slice(0, 2)).toEqual(['首页', '微信列表'])
  expect(titles('audit')).toEqual(['首页', '任务中心', '操作日志'])
  expect(titles('supervise')).toEqual(['首页', '会话监督', '任务中心'])
  for (const name of permissionNames) expect(titles(name)).toContain('首页')
})

test('the search over pages shows those called so before those that are about it', () => {
  const found = findPages(navigationOf(adminWith('admin')).flatMap((group) => group.pages), ' 分组 ')
  const names = found.map(({ title }) => title)
  expect(names.slice(0, 2)).toEqual(['分组管理', '设备分组'])
  expect(names).toContain('好友查看')
})

test('each Vaadin class with words of its own has Chinese ones', () => {
  const used = [...chinese.keys()] as unknown as { is: string; defaultI18n: object }[]
  for (const { is, defaultI18n } of used) {
    const texts = JSON.stringify(defaultI18n)
    expect(texts, is).toMatch(/\p{Script=Han}/u)
    expect(texts, is).not.toMatch(/"[A-Z][a-z]+/)
  }
})

test('every Vaadin element that is loaded and has words is in the list', () => {
  const tags = [
    'button', 'checkbox', 'combo-box', 'date-picker', 'dialog', 'grid', 'integer-field', 'multi-select-combo-box',
    'password-field', 'progress-bar', 'text-area', 'text-field',
  ]
  const withWords = tags.flatMap((tag) => {
    const part: Part | undefined = customElements.get(`vaadin-${tag}`)
    return part?.defaultI18n === undefined || Object.keys(part.defaultI18n).length === 0 ? [] : [part]
  })
  expect(withWords.length).toBeGreaterThan(0)
  for (const part of withWords) expect(chinese.has(part), part.name).toBe(true)
})

test('dates are read as people write them', () => {
  expect(readDate('2026-3-2')).toEqual({ year: 2026, month: 2, day: 2 })
  expect(readDate('20260302')).toEqual({ year: 2026, month: 2, day: 2 })
  expect(readDate('2026-02-30')).toBe(undefined)
})

test('the squares of a code are drawn in runs', () => {
  expect(pathOf([[false, true, true, false, true], [true]])).toBe('M1 0h2v1H1zM4 0h1v1H4zM0 1h1v1H0z')
})
