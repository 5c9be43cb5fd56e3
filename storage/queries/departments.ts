import type { DepartmentId } from '../../protocol/ids.ts'
import type { DepartmentRow } from '../../protocol/operations/departments.ts'
import type { Permission } from '../../protocol/permissions.ts'
import { departmentsAbove } from '../filter-sql.ts'
import { departmentScope } from '../options.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'

type Flat = Omit<DepartmentRow, 'peopleBelow'>

/** In no order of the tree: parents may come after their children. */
export async function readDepartments(queries: Queries, scope: Scope): Promise<Flat[]> {
  const { values, bind } = newBinds()
  const { rows } = await queries.query<Flat>(`
    select d.id::text as department, d.parent::text as parent, d.name, d.remark, d.permissions, d.version,
      (select count(*) from app_user u where u.department = d.id) as people
    from department d where ${departmentScope(scope, bind)} order by d.place, d.id`, values)
  return rows
}

/** It and all above it. */
export async function readDepartmentsAbove(queries: Queries, id: DepartmentId): Promise<DepartmentId[]> {
  const { rows } = await queries.query<{ id: DepartmentId }>(selectAbove, [id])
  return rows.map((row) => row.id)
}

export interface DepartmentValues {
  parent: DepartmentId | null
  name: string
  remark: string
  permissions: Permission[]
  place: number
}
export interface StoredDepartment extends DepartmentValues { id: DepartmentId; version: number }

/** Undefined: not there, or not in the scope. */
export async function lockDepartment(
  inside: Queries, { id, scope }: { id: DepartmentId; scope: Scope },
): Promise<StoredDepartment | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredDepartment>(`
    select d.id::text as id, d.parent::text as parent, d.name, d.remark, d.permissions, d.place, d.version
    from department d where d.id = ${bind(id)}::bigint and ${departmentScope(scope, bind)} for update of d`, values)
  return rows[0]
}

/** Last among its sisters. */
export async function insertDepartment(
  inside: Queries, { parent, name, remark, permissions }: Omit<DepartmentValues, 'place'>,
): Promise<DepartmentId> {
  const { rows } = await inside.query<{ id: DepartmentId }>(insert, [parent, name, remark, permissions])
  return rows[0]?.id as DepartmentId
}

export async function updateDepartment(
  inside: Queries, { id, parent, name, remark, permissions, place }: Omit<StoredDepartment, 'version'>,
): Promise<void> {
  await inside.query(update, [id, parent, name, remark, permissions])
  if (parent === null) return
  const { rows } = await inside.query<{ id: DepartmentId }>(selectSisters, [parent, id])
  await inside.query(arrange, [rows.map((row) => row.id).toSpliced(place, 0, id)])
}

/** Null: gone. Else what keeps it. */
export async function deleteDepartment(
  inside: Queries, id: DepartmentId,
): Promise<{ people: number; children: number } | null> {
  const { rows } = await inside.query<{ people: number; children: number }>(selectUses, [id])
  const uses = rows[0] ?? { people: 0, children: 0 }
  if (uses.people > 0 || uses.children > 0) return uses
  await inside.query(remove, [id])
  return null
}

/** A department that lies below itself. */
export async function isOnCycle(inside: Queries, id: DepartmentId): Promise<boolean> {
  const { rows } = await inside.query<{ found: boolean }>(selectCycle, [id])
  return rows[0]?.found === true
}

const selectAbove = statement('department_above', `select id::text as id from (${departmentsAbove('$1')}) a`)
const insert = statement('department_create', `
  insert into department (parent, name, remark, permissions, place)
  select $1, $2, $3, $4, coalesce((select max(place) + 1 from department where parent = $1), 0)
  returning id::text as id`)
const update = statement('department_update', `
  update department set parent = $2, name = $3, remark = $4, permissions = $5, version = version + 1 where id = $1`)
const selectSisters = statement('department_sisters', `
  select id::text as id from department where parent = $1 and id <> $2 order by place, id`)
const arrange = statement('department_arrange', `
  update department d set place = o.place - 1 from unnest($1::bigint[]) with ordinality o (id, place)
  where d.id = o.id and d.place <> o.place - 1`)
const selectUses = statement('department_uses', `
  select (select count(*) from app_user where department = $1) as people,
    (select count(*) from department where parent = $1) as children`)
const remove = statement('department_delete', 'delete from department where id = $1')
const selectCycle = statement('department_cycle', `
  with recursive above (id) as (
    select parent from department where id = $1
    union select up.parent from department up join above on up.id = above.id)
  select coalesce(bool_or(id = $1), false) as found from above`)
