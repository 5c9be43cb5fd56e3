import type { AccountId, DeviceId, UserId } from '../../../protocol/ids.ts'
import type { Permission } from '../../../protocol/permissions.ts'
import { sessionCookieName } from '../../../hub/sessions/cookie.ts'
import { hashPassword } from '../../../hub/sessions/password.ts'
import { hashOf, newSecret } from '../../../hub/sessions/secret.ts'
import { statement } from '../../../storage/pool.ts'
import { readUser, readDevice } from '../../../storage/queries/directory-rows.ts'
import type { HttpHub } from './http-hub.ts'

export interface NewUser { id: string, loginName?: string, password?: string, permissions: Permission[] }

/** A user with the password `secret-<id>`, known to the hub. */
export async function addUser(
  { pool, directory }: HttpHub, { id, loginName = id, password = `secret-${id}`, permissions }: NewUser,
): Promise<UserId> {
  await pool.query(`insert into department (name) select '公司' where not exists (select from department)`)
  const values = [id, loginName, await hashPassword(password), `用户${id}`, permissions]
  await pool.query(insertUser, values)
  const row = await readUser(pool, id)
  if (row !== undefined) directory.setUser(row)
  return id as UserId
}

/** A session that was begun somewhere else: its cookie. */
export async function addSession({ pool, clock }: HttpHub, user: string, { lifeMs = 60_000 } = {}): Promise<string> {
  const token = newSecret()
  await pool.query(insertSession, [hashOf(token), user, new Date(clock.nowMs + lifeMs)])
  return `${sessionCookieName}=${token}`
}

/** A phone of a keeper: its bearer. */
export async function addDevice(
  { pool, directory }: HttpHub, { id, keeper }: { id: string, keeper: string },
): Promise<{ device: DeviceId, authorization: string }> {
  const key = newSecret()
  await pool.query(insertDevice, [id, hashOf(key), keeper])
  const row = await readDevice(pool, id)
  if (row !== undefined) directory.setDevice(row)
  return { device: id as DeviceId, authorization: `Bearer ${id}.${key}` }
}

/** An account that is logged in on a phone, as a row and in the directory. */
export async function addAccount(
  hub: HttpHub, { id, device, nickname = id }: { id: string, device: string, nickname?: string },
): Promise<AccountId> {
  await hub.pool.query(insertAccount, [id, device, nickname])
  hub.happen('accountOnline', { source: `p/${device}/install`, account: id, profile: { wxid: id } })
  return id as AccountId
}

const insertUser = statement('test_user', `
  insert into app_user (id, login_name, password, real_name, department, permissions)
  values ($1, $2, $3, $4, (select min(id) from department), $5)`)
const insertSession = statement('test_session', `
  insert into session (token_hash, app_user, expires_at) values ($1, $2, $3)`)
const insertDevice = statement('test_device', 'insert into device (id, key_hash, keeper) values ($1, $2, $3)')
const insertAccount = statement('test_account', `
  insert into account (id, device, logged_in, nickname, changed_at) values ($1, $2, true, $3, 1)`)
