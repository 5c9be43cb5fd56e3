import type { DepartmentId, UserId } from '../../protocol/ids.ts'
import type { Permission } from '../../protocol/permissions.ts'
import { effectivePermissions } from '../effective-permissions.ts'
import { peopleScope } from '../filter-sql.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'

export interface UserValues {
  loginName: string
  realName: string
  department: DepartmentId
  phone: string
  email: string
  remark: string
  /** Their own, on top of the department's. */
  permissions: Permission[]
}

export interface StoredUser extends UserValues {
  id: UserId
  disabled: boolean
  version: number
  /** Their own and the department's. */
  effective: Permission[]
}

/** Undefined: not there, or not in the scope. Locked until the transaction's end. */
export async function lockUser(
  inside: Queries, { id, scope }: { id: UserId; scope: Scope },
): Promise<StoredUser | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredUser>(`
    select u.id, u.login_name as "loginName", u.real_name as "realName", u.department::text as department, u.phone,
      u.email, u.remark, u.permissions, u.disabled, u.version, ${effectivePermissions} as effective
    from app_user u join department d on d.id = u.department
    where u.id = ${bind(id)} and ${peopleScope({ user: 'u.id', department: 'u.department' }, scope, bind)}
    for update of u`, values)
  return rows[0]
}

/** False: somebody has this login name. */
export async function insertUser(
  inside: Queries, { id, password, values, nowMs }: { id: UserId; password: string; values: UserValues; nowMs: number },
): Promise<boolean> {
  const { rowCount } = await inside.query(insert, [...listOf(id, values), password, new Date(nowMs)])
  return rowCount === 1
}

/** False: somebody else has this login name. */
export async function updateUser(
  inside: Queries, { id, values }: { id: UserId; values: UserValues },
): Promise<boolean> {
  const { rowCount } = await inside.query(update, listOf(id, values))
  return rowCount === 1
}

/** Disabling ends all sessions too. */
export async function updateDisabled(
  inside: Queries, { id, disabled }: { id: UserId; disabled: boolean },
): Promise<void> {
  await inside.query(setDisabled, [id, disabled])
  if (disabled) await inside.query(endSessions, [id])
}

export async function replacePassword(
  inside: Queries, { id, password }: { id: UserId; password: string },
): Promise<void> {
  await inside.query(setPassword, [id, password])
  await inside.query(endSessions, [id])
}

function listOf(id: UserId, values: UserValues): unknown[] {
  const { loginName, realName, department, phone, email, remark, permissions } = values
  return [id, loginName, realName, department, phone, email, remark, permissions]
}

const insert = statement('user_create', `
  insert into app_user (id, login_name, real_name, department, phone, email, remark, permissions, password, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (login_name) do nothing`)
const update = statement('user_update', `
  update app_user set login_name = $2, real_name = $3, department = $4, phone = $5, email = $6, remark = $7,
    permissions = $8, version = version + 1
  where id = $1 and not exists (select from app_user o where o.login_name = $2 and o.id <> $1)`)
const setDisabled = statement('user_set_disabled', `
  update app_user set disabled = $2, version = version + 1 where id = $1`)
const setPassword = statement('user_set_password', `
  update app_user set password = $2, version = version + 1 where id = $1`)
const endSessions = statement('user_end_sessions', 'delete from session where app_user = $1')
