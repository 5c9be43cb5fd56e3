import type { users as definition } from '../../protocol/resources/user.ts'
import { effectivePermissions } from '../effective-permissions.ts'
import { contains, holds, inDepartments, isAmong, msOf, peopleScope, withinMs } from '../filter-sql.ts'
import { source } from '../source.ts'

export const users = source<typeof definition>({
  from: 'app_user u join department d on d.id = u.department',
  key: [{ sql: 'u.id', type: 'text' }],
  title: 'u.login_name',
  columns: {
    loginName: 'u.login_name', realName: 'u.real_name', department: 'd.name', disabled: 'u.disabled',
    phone: 'u.phone', email: 'u.email', remark: 'u.remark',
    devices: '(select count(*) from device where keeper = u.id and revoked_at is null)',
    signedInMs: msOf('u.signed_in_at'), createdMs: msOf('u.created_at'),
    permissionTitles: effectivePermissions, departmentId: 'u.department::text', ownPermissions: 'u.permissions',
    permissions: effectivePermissions, version: 'u.version',
  },
  filters: {
    search: contains('u.login_name', 'u.real_name', 'u.phone', 'u.remark'),
    state: holds({ active: 'not u.disabled', disabled: 'u.disabled' }),
    department: inDepartments('u.department'),
    permission: (value, bind) => {
      const wanted = isAmong('one')(value, bind)
      return `exists (select from unnest(u.permissions || d.permissions) one where ${wanted})`
    },
    created: withinMs('u.created_at'),
  },
  sorts: {
    loginName: { sql: 'u.login_name', type: 'text' }, realName: { sql: 'u.real_name', type: 'text' },
    createdMs: { sql: 'u.created_at', type: 'timestamptz' },
    signedInMs: { sql: `coalesce(u.signed_in_at, 'epoch')`, type: 'timestamptz' },
  },
  scope: (scope, bind) => peopleScope({ user: 'u.id', department: 'u.department' }, scope, bind),
})
