import type { ContactGroupId, DepartmentId } from '../../../../protocol/ids.ts'
import {
  type ContactGroupKind, changeContactGroup, contactGroupKinds, createContactGroup, deleteContactGroup,
  moveContactGroup,
} from '../../../../protocol/operations/contact-groups.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { contactGroups } from '../../../../protocol/resources/contact-group.ts'
import { ask, create, direct, edit, exportRows } from '../../actions.ts'
import type { Form, FormField } from '../../form.ts'
import { definePage } from '../../page.ts'
import { placeLink } from '../../place-link.ts'

type GroupRow = RowOf<typeof contactGroups>

export default definePage({
  path: 'contact-groups', title: '分组管理', group: '微信号管理', icon: 'folder', words: '微信分组 好友分组 群分组',
  resource: contactGroups, filters: ['kind', 'scope', 'department', 'search'],
  widths: { kind: 112, scope: 112, members: 112 },
  cells: {
    members: ({ id, kind, members }, admin) => placeLink({
      path: lists[kind].path, params: { group: id }, text: (members ?? 0).toLocaleString('zh-CN'), admin,
    }),
  },
  actions: [
    exportRows, create(createContactGroup, newGroup, '新增分组'), move('up'), move('down'),
    edit<GroupRow>(changeContactGroup, (row) => ({
      title: `编辑${contactGroupKinds[row.kind]}「${row.name}」`, fields, values: { name: row.name, remark: row.remark },
      version: row.version, done: '已保存', faultFields: { nameTaken: 'name' },
      read: ({ name, remark }) => ({ name, remark }),
      submit: (values, { admin, version }) =>
        admin.api.call(changeContactGroup, { group: row.id as ContactGroupId, version, ...inputOf(values) }),
    })),
    ask<GroupRow>(deleteContactGroup, { title: '删除', icon: 'trash', danger: true }, ({ id, name, kind, members,
      version }) => ({
      title: `删除分组「${name}」？`, confirm: '删除', danger: true, done: '分组已删除',
      text: `组里的 ${(members ?? 0).toLocaleString('zh-CN')} ${lists[kind].unit}不会删除，只是不再属于任何分组。`,
      run: ({ api }) => api.call(deleteContactGroup, { group: id as ContactGroupId, version }),
    })),
  ],
  empty: { title: '还没有分组', about: '把微信号、好友或群编成组，方便查找、群发和批量设置。' },
})

/** Where the members of a group are listed. */
const lists: Record<ContactGroupKind, { path: string; unit: string }> = {
  account: { path: 'accounts', unit: '个微信号' },
  friend: { path: 'friends', unit: '位好友' },
  chatroom: { path: 'chatrooms', unit: '个群' },
}

const fields: readonly FormField[] = [
  { name: 'name', title: '分组名称', kind: 'text', required: true, wide: true },
  { name: 'remark', title: '备注', kind: 'textarea', wide: true },
]

const newFields: readonly FormField[] = [
  { name: 'kind', title: '分组类型', kind: 'choice', choices: contactGroupKinds, required: true },
  { name: 'scope', title: '分组所属', kind: 'choice', choices: { public: '公共分组', department: '部门分组' }, required: true },
  { name: 'department', title: '部门', kind: 'department', required: true, wide: true,
    hint: '这个部门和下级部门可以使用', when: ({ scope }) => scope === 'department' },
  ...fields,
]

function newGroup(): Form {
  return {
    title: '新增分组', fields: newFields, values: { kind: 'account', scope: 'public' }, done: '分组已新增',
    faultFields: { nameTaken: 'name' },
    submit: ({ kind, scope, department, ...values }, { admin }) => admin.api.call(createContactGroup, {
      kind: kind as ContactGroupKind, department: scope === 'department' ? department as DepartmentId : null,
      ...inputOf(values),
    }),
  }
}

function move(direction: 'up' | 'down') {
  const words = direction === 'up' ? { title: '上移', icon: 'up' } as const : { title: '下移', icon: 'down' } as const
  return direct<GroupRow>(moveContactGroup, { ...words, name: `move-${direction}` }, ({ id }, { api }) =>
    api.call(moveContactGroup, { group: id as ContactGroupId, direction }))
}

function inputOf({ name, remark }: Record<string, unknown>): { name: string; remark: string } {
  return { name: String(name).trim(), remark: typeof remark === 'string' ? remark : '' }
}
