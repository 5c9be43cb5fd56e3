import type { ContactGroupId, DepartmentId } from '../ids.ts'
import { type MessagePart, partTypes } from '../message-part.ts'
import { shelfScopes } from '../operations/library-groups.ts'
import {
  choice, choiceColumn, department, integerColumn, listColumn, option, recordColumn, resource, search, textColumn,
  timeColumn,
} from '../resource.ts'

const columns = {
  title: textColumn('标题'),
  summary: textColumn('内容'),
  types: listColumn('消息类型'),
  group: textColumn('分组'),
  scope: choiceColumn('分组类型', shelfScopes),
  department: textColumn('部门'),
  author: textColumn('创建人'),
  updatedMs: timeColumn('修改时间'),
  /** By group, then in the managers' order. */
  place: integerColumn('顺序', 'offered'),
  parts: recordColumn<MessagePart[]>('消息'),
  groupId: recordColumn<ContactGroupId>('分组编号'),
  departmentId: recordColumn<DepartmentId | null>('部门编号'),
  version: recordColumn<number>('版本'),
}

const filters = {
  search: search('搜索', '标题 / 内容'),
  type: choice('消息类型', partTypes),
  scope: choice('分组类型', shelfScopes),
}

/** QR-1 … QR-4: what this user manages. */
export const quickReplies = resource({
  name: 'quickReplies', title: '快捷回复', permission: 'quickReplies', live: ['replies', 'groups', 'departments'],
  columns, filters: { ...filters, group: option('分组', 'replyGroups') },
  sorts: ['place', 'updatedMs'], sort: { by: 'place', descending: false },
})

/** QR-5: personal ones of people, and those of departments, below this user. */
export const subordinateReplies = resource({
  name: 'subordinateReplies', title: '下属快捷回复', permission: 'subordinateReplies',
  live: ['replies', 'groups', 'departments'],
  columns: { ...columns, owner: textColumn('所属账户') },
  filters: { ...filters, owner: option('所属账户', 'users'), department: department() },
  sorts: ['updatedMs'], sort: { by: 'updatedMs', descending: true },
})
