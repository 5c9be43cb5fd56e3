import type { UserId } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

/**
 * Null when a user exists already. Locks the one row that every hub knows, so only one of several hubs
 * wins.
 */
export async function insertFirstUser(
  inside: Queries, { department, loginName, realName, password, permissions }: NewUser,
): Promise<UserId | null> {
  await inside.query(lockProjector)
  const { rows } = await inside.query<{ users: number }>(countUsers)
  if (rows[0]?.users !== 0) return null
  const made = await inside.query<{ id: number }>(insertDepartment, [department])
  const id = 'u1' as UserId
  await inside.query(insertUser, [id, loginName, password, realName, made.rows[0]?.id, permissions])
  return id
}

export interface NewUser {
  department: string
  loginName: string
  realName: string
  /** scrypt$… */
  password: string
  permissions: readonly string[]
}

export interface PasswordRow { id: UserId, password: string, disabled: boolean }

export async function readPassword(queries: Queries, loginName: string): Promise<PasswordRow | undefined> {
  const { rows } = await queries.query<PasswordRow>(selectPassword, [loginName])
  return rows[0]
}

/** False when the password was changed by somebody else meanwhile. */
export async function updatePassword(
  inside: Queries, { user, before, after }: { user: UserId, before: string, after: string },
): Promise<boolean> {
  const { rowCount } = await inside.query(changePassword, [user, before, after])
  return rowCount === 1
}

const lockProjector = statement('users_lock', 'select only_row from projector for update')
const countUsers = statement('users_count', 'select count(*) as users from app_user')
const insertDepartment = statement('department_insert', `
  insert into department (name) values ($1) returning id`)
const insertUser = statement('user_insert', `
  insert into app_user (id, login_name, password, real_name, department, permissions)
  values ($1, $2, $3, $4, $5, $6)`)
const selectPassword = statement('user_password', `
  select id, password, disabled from app_user where login_name = $1`)
const changePassword = statement('user_change_password', `
  update app_user set password = $3 where id = $1 and password = $2`)
