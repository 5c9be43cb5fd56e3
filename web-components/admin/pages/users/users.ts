import { html } from 'lit'
import { moveUsers, setUsersDisabled } from '../../../../protocol/bulk/user.ts'
import type { DepartmentId, UserId } from '../../../../protocol/ids.ts'
import { changeUser, createUser, resetPassword, setUserDisabled } from '../../../../protocol/operations/users.ts'
import { type Permission, permissions } from '../../../../protocol/permissions.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { users } from '../../../../protocol/resources/user.ts'
import { avatar } from '../../../elements/avatar.ts'
import { dateTime } from '../../../data/time-text.ts'
import { factList } from '../../../elements/side-drawer.ts'
import { ask, bulk, create, edit, exportRows, fill, importRows } from '../../actions.ts'
import type { Ask, Form, FormField, FormValues } from '../../form.ts'
import { definePage } from '../../page.ts'

type UserRow = RowOf<typeof users>

export default definePage({
  path: 'users', title: '账户管理', group: '用户管理', icon: 'people', words: '账号 用户 坐席 权限 密码',
  resource: users, tree: 'department',
  widths: { loginName: 128, realName: 92, disabled: 76, signedInMs: 140, devices: 96, phone: 116 },
  columns: ['loginName', 'realName', 'department', 'disabled', 'signedInMs', 'remark', 'phone'],
  filters: ['search', 'department', 'state', 'permission', 'created'],
  cells: {
    loginName: ({ loginName, realName, id }) => html`<span class="with-avatar">
      ${avatar({ id, name: realName, size: 'tiny' })}<span class="cut">${loginName}</span></span>`,
    disabled: ({ disabled }) => html`<span class="state" data-value=${disabled ? 'disabled' : 'active'}>
      ${disabled ? '停用' : '启用'}</span>`,
  },
  actions: [
    importRows('users'), exportRows,
    create(createUser, newUser, '新增账户'),
    edit(changeUser, changedUser),
    ask<UserRow>(setUserDisabled, { title: '停用', icon: 'ban', danger: true, when: ({ disabled }) => !disabled },
      disable),
    ask<UserRow>(setUserDisabled, { title: '启用', icon: 'check', when: ({ disabled }) => disabled }, enable),
    fill<UserRow>(resetPassword, { title: '重置密码', icon: 'key' }, newPassword),
    bulk(moveUsers, { icon: 'tree', fields: [{ name: 'department', title: '调整到部门', kind: 'department',
      required: true }] }),
    bulk(setUsersDisabled, {
      icon: 'ban', title: '停用', danger: true, text: '停用后这些账号会立即退出登录，不能再登录；可以随时再启用。',
      input: () => ({ disabled: true }),
    }),
  ],
  drawer: {
    title: ({ realName }) => realName,
    render: (row) => html`${factList([
      ['账号', row.loginName], ['所属部门', row.department], ['账户状态', row.disabled ? '停用' : '启用'],
      ['手机号', row.phone], ['邮箱', row.email], ['备注', row.remark], ['保管设备', `${row.devices ?? 0} 部`],
      ['最近登录', row.signedInMs === null ? '' : dateTime(row.signedInMs)],
      ['创建时间', row.createdMs === null ? '' : dateTime(row.createdMs)],
    ])}<h3>权限</h3><ul class="chips">${row.permissions.map((name) => html`<li title=${permissions[name].about}
      data-own=${row.ownPermissions.includes(name)}>${permissions[name].title}</li>`)}</ul>
      <p class="quiet">深色的是单独分配的，其余来自部门。</p>`,
  },
  empty: { title: '还没有账户', about: '点「新增账户」，或用表格一次导入。' },
})

function fieldsOf(more: readonly FormField[]): FormField[] {
  return [
    { name: 'loginName', title: '账号', kind: 'text', required: true, hint: '登录用；字母、数字、汉字' },
    ...more,
    { name: 'realName', title: '真实姓名', kind: 'text', required: true },
    { name: 'department', title: '所属部门', kind: 'department', required: true },
    { name: 'phone', title: '手机号', kind: 'text' },
    { name: 'email', title: '邮箱', kind: 'text' },
    { name: 'remark', title: '备注', kind: 'textarea', wide: true },
    { name: 'permissions', title: '单独权限', kind: 'permissions', wide: true, hint: '部门的默认权限之外，这个账号另有的权限。' },
  ]
}

const steps = [
  { title: '账号信息', fields: ['loginName', 'password', 'realName', 'department', 'phone', 'email', 'remark'] },
  { title: '单独权限', fields: ['permissions'] },
]

function newUser(): Form {
  return {
    title: '新增账户', isWide: true, steps, values: { permissions: [] }, done: '账户已新增',
      faultFields: { nameTaken: 'loginName' },
    fields: fieldsOf([{ name: 'password', title: '密码', kind: 'password', required: true, hint: '至少 8 位' }]),
    submit: (values, { admin }) => admin.api.call(createUser, { ...inputOf(values),
      password: text(values['password']) }),
  }
}

function changedUser(row: UserRow): Form {
  return {
    title: `编辑账户「${row.realName}」`, isWide: true, steps, fields: fieldsOf([]), values: readUser(row),
      version: row.version,
    done: '已保存', faultFields: { nameTaken: 'loginName' }, read: readStored,
    submit: (values, { admin, version }) =>
      admin.api.call(changeUser, { user: row.id as UserId, version, ...inputOf(values) }),
  }
}

function newPassword(row: UserRow): Form {
  return {
    title: `重置「${row.realName}」的密码`, about: '保存后这个账号会退出登录，要用新密码重新登录。', values: {}, done: '密码已重置',
    fields: [{ name: 'password', title: '新密码', kind: 'password', required: true, wide: true, hint: '至少 8 位' }],
    submit: (values, { admin }) =>
      admin.api.call(resetPassword, { user: row.id as UserId, password: text(values['password']) }),
  }
}

function disable(row: UserRow): Ask {
  return {
    title: `停用「${row.realName}」？`, text: '这个账号会立即退出登录，不能再登录；聊天记录等都保留，可以随时再启用。', confirm: '停用',
    danger: true, done: '账号已停用',
    run: ({ api }) => api.call(setUserDisabled, { user: row.id as UserId, disabled: true }),
  }
}

function enable(row: UserRow): Ask {
  return {
    title: `启用「${row.realName}」？`, text: '这个账号可以重新登录。', confirm: '启用', done: '账号已启用',
    run: ({ api }) => api.call(setUserDisabled, { user: row.id as UserId, disabled: false }),
  }
}

function readUser({ loginName, realName, departmentId, phone, email, remark, ownPermissions }: UserRow): FormValues {
  return { loginName, realName, department: departmentId, phone, email, remark, permissions: ownPermissions }
}

/** A conflict answers with what changeUser takes, under its names. */
function readStored({ loginName, realName, department, phone, email, remark, permissions }: FormValues): FormValues {
  return { loginName, realName, department, phone, email, remark, permissions }
}

function inputOf(values: FormValues) {
  return {
    loginName: text(values['loginName']).trim(), realName: text(values['realName']).trim(),
    department: text(values['department']) as DepartmentId, phone: text(values['phone']).trim(),
    email: text(values['email']).trim(), remark: text(values['remark']),
      permissions: values['permissions'] as Permission[],
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
