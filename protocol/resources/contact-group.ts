import type { DepartmentId } from '../ids.ts'
import { type ContactGroupKind, contactGroupKinds } from '../operations/contact-groups.ts'
import {
  choice, choiceColumn, department, integerColumn, recordColumn, resource, search, textColumn, timeColumn,
} from '../resource.ts'

const scopes = { public: '公共分组', department: '部门分组' } as const

/** GRP-1: 分组管理. */
export const contactGroups = resource({
  name: 'contactGroups', title: '分组管理', permission: 'groups', live: ['groups', 'departments'],
  columns: {
    /** By kind, then in the managers' order. */
    place: integerColumn('顺序', 'offered'),
    name: textColumn('分组名称'),
    kind: choiceColumn<ContactGroupKind>('分组类型', contactGroupKinds),
    scope: choiceColumn('分组所属', scopes),
    department: textColumn('部门'),
    members: integerColumn('成员数'),
    remark: textColumn('备注'),
    createdMs: timeColumn('创建时间', 'offered'),
    departmentId: recordColumn<DepartmentId | null>('部门编号'),
    version: recordColumn<number>('版本'),
  },
  filters: {
    kind: choice('分组类型', contactGroupKinds),
    search: search('搜索', '分组名称 / 备注'),
    scope: choice('分组所属', scopes),
    department: department(),
  },
  sorts: ['place', 'createdMs'],
  sort: { by: 'place', descending: false },
})
