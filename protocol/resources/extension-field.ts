import { extensionKinds } from '../extension-field.ts'
import type { DepartmentId } from '../ids.ts'
import {
  booleanColumn, choice, choiceColumn, integerColumn, listColumn, recordColumn, resource, search, textColumn,
  timeColumn, toggle,
} from '../resource.ts'

const scopes = { public: '公共', department: '部门' } as const

/** EXT-1, EXT-2: 扩展字段. Disabled ones are there with the filter `disabled` only. */
export const extensionFields = resource({
  name: 'extensionFields', title: '扩展字段', permission: 'extensionFields', live: ['fields', 'departments'],
  columns: {
    place: integerColumn('顺序', 'offered'),
    name: textColumn('字段名称'),
    kind: choiceColumn('字段类型', extensionKinds),
    choices: listColumn('选项'),
    scope: choiceColumn('使用范围', scopes),
    departments: listColumn('使用部门'),
    filled: integerColumn('已填好友'),
    enabled: booleanColumn('可用状态', { yes: '可用', no: '已禁用' }),
    createdMs: timeColumn('创建时间', 'offered'),
    departmentIds: recordColumn<DepartmentId[]>('部门编号'),
    version: recordColumn<number>('版本'),
  },
  filters: {
    search: search('搜索', '字段名称'),
    kind: choice('字段类型', extensionKinds),
    disabled: toggle('显示禁用字段'),
  },
  sorts: ['place'],
  sort: { by: 'place', descending: false },
})
