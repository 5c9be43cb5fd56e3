import type { DepartmentId } from '../ids.ts'
import type { Permission } from '../permissions.ts'
import {
  booleanColumn, choice, department, integerColumn, listColumn, recordColumn, resource, search, textColumn, timeColumn,
  timeRange,
} from '../resource.ts'
import { permissions } from '../permissions.ts'

const states = { active: '启用', disabled: '停用' }

/** USER-3, USER-4: 账户管理. */
export const users = resource({
  name: 'users', title: '账户管理', permission: 'users', live: ['users', 'departments'],
  columns: {
    loginName: textColumn('账号'),
    realName: textColumn('真实姓名'),
    department: textColumn('所属部门'),
    disabled: booleanColumn('账户状态', { yes: '停用', no: '启用' }),
    phone: textColumn('手机号'),
    email: textColumn('邮箱', 'offered'),
    remark: textColumn('备注'),
    devices: integerColumn('保管设备数', 'offered'),
    signedInMs: timeColumn('最近登录'),
    createdMs: timeColumn('创建时间', 'offered'),
    /** Titles, for people and exports. */
    permissionTitles: listColumn('账号权限', 'offered'),
    departmentId: recordColumn<DepartmentId>('部门编号'),
    ownPermissions: recordColumn<Permission[]>('单独权限'),
    /** Own and the department's. */
    permissions: recordColumn<Permission[]>('全部权限'),
    version: recordColumn<number>('版本'),
  },
  filters: {
    search: search('搜索', '账号 / 姓名 / 手机号 / 备注'),
    state: choice('账户状态', states),
    department: department('所属部门'),
    permission: choice('拥有权限', permissionChoices()),
    created: timeRange('创建时间'),
  },
  sorts: ['loginName', 'realName', 'createdMs', 'signedInMs'],
  sort: { by: 'createdMs', descending: true },
})

function permissionChoices(): Record<string, string> {
  return Object.fromEntries(Object.entries(permissions).map(([name, { title }]) => [name, title]))
}
