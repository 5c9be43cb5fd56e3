import { expect, test } from 'vitest'
import { choice, department, numberRange, option, search, timeRange } from '../../../protocol/resource.ts'
import { users } from '../../../protocol/resources/user.ts'
import { moved, readColumnView, savedViewOf } from '../../../web-components/data/column-view.ts'
import { readFilters, writeFilters } from '../../../web-components/data/filter-query.ts'
import { fieldFaultText } from '../../../web-components/data/field-fault-text.ts'
import {
  allRows, isSelected, noRows, selectedCount, selectionOf, withRow, withRows,
} from '../../../web-components/data/selected-rows.ts'
import { treeItems } from '../../../web-components/data/department-tree.ts'
import type { DepartmentRow } from '../../../protocol/operations/departments.ts'

const filters = {
  search: search('搜索', '…'), state: choice('状态', { on: '开', off: '关' }), group: option('分组', 'deviceGroups'),
  department: department(), at: timeRange('时间'), age: numberRange('年龄'),
}

test('filters come back from the address as they were written', () => {
  const values = {
    search: '张 & 三', state: 'on', group: ['1', '2'], department: '7', at: { from: 5, to: null },
      age: { from: -3, to: 9 },
  }
  const params = writeFilters(filters, values, new URLSearchParams('sort=-name&state=off'))
  expect(params.get('sort')).toBe('-name')
  expect(readFilters(filters, new URLSearchParams(params.toString()))).toEqual(values)
})

test('an address that was typed by hand does no harm', () => {
  expect(readFilters(filters, new URLSearchParams('state=constructor&at=x..y&age=..&search='))).toEqual({})
})

test('ticked rows: some, all, all but a few', () => {
  const some = withRows(noRows, ['a', 'b'], true)
  expect(selectionOf(some, {})).toEqual({ rows: ['a', 'b'] })
  const allButOne = withRow(allRows, { id: 'b', chosen: false })
  expect(isSelected(allButOne, 'b')).toBe(false)
  expect(selectedCount(allButOne, 10)).toBe(9)
  expect(selectionOf(allButOne, { state: 'on' })).toEqual({ filters: { state: 'on' }, except: ['b'] })
  expect(selectionOf(noRows, { state: 'on' })).toEqual({ filters: { state: 'on' } })
})

test('a saved view keeps order and widths; columns that came later follow, inner ones never show', () => {
  const first = readColumnView({ columns: users.columns, order: [], saved: null })
  expect(first.columns.filter(({ shown }) => shown).map(({ name }) => name)).toContain('loginName')
  expect(first.columns.map(({ name }) => name)).not.toContain('version')
  const saved = savedViewOf({ density: 'compact', columns: [{ name: 'remark', shown: true, widthPx: 80 }] })
  const again = readColumnView({ columns: users.columns, order: [], saved })
  expect(again.columns[0]).toEqual({ name: 'remark', shown: true, widthPx: 80 })
  expect(again.columns).toHaveLength(first.columns.length)
  expect(moved(again.columns, 'remark', 1)[1]?.name).toBe('remark')
})

test('departments stand below their parents; a part of the tree has its own top', () => {
  const row = (department: string, parent: string | null): DepartmentRow => ({
    department, parent, name: department, remark: '', permissions: [], people: 0, peopleBelow: 0, version: 1,
  } as unknown as DepartmentRow)
  const items = treeItems([row('b', 'a'), row('c', 'b'), row('d', 'a')])
  expect(items.map(({ depth, path }) => [depth, path])).toEqual([[0, 'b'], [1, 'b / c'], [0, 'd']])
})

test('faults of fields are told in words', () => {
  expect(fieldFaultText('shorter than 8 bytes')).toBe('至少 8 个字符')
  expect(fieldFaultText('empty')).toBe('请填写')
  expect(fieldFaultText('something new')).toContain('something new')
})
