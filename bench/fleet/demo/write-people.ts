import { createHash } from 'node:crypto'
import type { UserId } from '../../../protocol/ids.ts'
import { hashPassword } from '../../../hub/sessions/password.ts'
import type { Queries } from '../../../storage/pool.ts'
import { demoPassword, departments, users, imeiOf } from './company.ts'
import { demoDeviceKey } from './secret.ts'
import type { DemoAccount } from './world.ts'

/** Departments and users; answers login name → user, the administrator's too. */
export async function writeCompany(inside: Queries): Promise<Map<string, UserId>> {
  const ids = await writeDepartments(inside)
  const { rows } = await inside.query<{ id: string; login_name: string }>(
    'select id, login_name from app_user',
  )
  const userOf = new Map(rows.map(({ id, login_name }) => [login_name, id as UserId]))
  // One hash for all: the password is the same and printed anyway.
  const password = await hashPassword(demoPassword)
  let next = Math.max(0, ...rows.map(({ id }) => Number(id.slice(1)) || 0))
  for (const { loginName, realName, department, permissions } of users) {
    const id = `u${++next}` as UserId
    await inside.query(`insert into app_user (id, login_name, password, real_name, department, permissions)
      values ($1, $2, $3, $4, $5, $6)`, [id, loginName, password, realName, ids.get(department), permissions])
    userOf.set(loginName, id)
  }
  return userOf
}

async function writeDepartments(inside: Queries): Promise<Map<string, number>> {
  const root = await inside.query<{ id: number }>(
    'select id from department where parent is null order by id limit 1',
  )
  const ids = new Map<string, number>()
  for (const { name, parent, remark } of departments) {
    const above = parent === null ? root.rows[0]?.id : ids.get(parent)
    const { rows } = await inside.query<{ id: number }>(
      'insert into department (parent, name, remark) values ($1, $2, $3) returning id', [above, name, remark],
    )
    ids.set(name, rows[0]?.id as number)
  }
  return ids
}

export async function writeDevices(inside: Queries, { world, secret, userOf }: {
  world: readonly DemoAccount[]; secret: string; userOf: (keeper: string) => UserId
}): Promise<void> {
  for (const { device, index, keeper, remark, brand, model } of world) {
    const info = JSON.stringify({ brand, model, imei: imeiOf(index) })
    await inside.query(`insert into device (id, key_hash, keeper, remark, info)
      values ($1, $2, $3, $4, $5)`, [device, keyHash(secret, device), userOf(keeper), remark, info])
  }
}

/** The devices are there, but whoever knew their keys is not. */
export async function renewKeys(inside: Queries, { world, secret }: {
  world: readonly DemoAccount[]; secret: string
}): Promise<void> {
  for (const { device } of world) {
    await inside.query('update device set key_hash = $2 where id = $1', [device, keyHash(secret, device)])
  }
}

function keyHash(secret: string, device: DemoAccount['device']): Buffer {
  return createHash('sha256').update(demoDeviceKey(secret, device)).digest()
}
