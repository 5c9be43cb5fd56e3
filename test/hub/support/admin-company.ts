import type { Permission } from '../../../protocol/permissions.ts'
import { statement } from '../../../storage/pool.ts'
import { readUser } from '../../../storage/queries/directory-rows.ts'
import { addSession } from './company.ts'
import type { HttpHub } from './http-hub.ts'

/** 公司 → 销售 → 华东, and 公司 → 客服. */
export interface Departments { top: string; sales: string; east: string; service: string }

export async function addDepartments(hub: HttpHub): Promise<Departments> {
  const top = await addDepartment(hub, { name: '公司', parent: null })
  const sales = await addDepartment(hub, { name: '销售', parent: top })
  const east = await addDepartment(hub, { name: '华东', parent: sales })
  const service = await addDepartment(hub, { name: '客服', parent: top })
  return { top, sales, east, service }
}

export async function addDepartment(
  { pool }: HttpHub, { name, parent }: { name: string; parent: string | null },
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(insertDepartment, [name, parent])
  return rows[0]?.id ?? ''
}

/** A user in a department, with a session: its cookie. The password opens nothing. */
export async function addPerson(
  hub: HttpHub, { id, department, permissions = [] }: { id: string; department: string; permissions?: Permission[] },
): Promise<string> {
  await hub.pool.query(insertPerson, [id, `姓名${id}`, department, permissions])
  const row = await readUser(hub.pool, id)
  if (row !== undefined) hub.directory.setUser(row)
  return addSession(hub, id, { lifeMs: 3_600_000 })
}

const insertDepartment = statement('test_department', `
  insert into department (name, parent) values ($1, $2) returning id::text as id`)
const insertPerson = statement('test_person', `
  insert into app_user (id, login_name, password, real_name, department, permissions)
  values ($1, $1, 'no password', $2, $3, $4)`)
