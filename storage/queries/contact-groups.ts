import type { ContactGroupId, DepartmentId, UserId } from '../../protocol/ids.ts'
import type { ContactGroupKind } from '../../protocol/operations/contact-groups.ts'
import type { LibraryKind } from '../../protocol/operations/library-groups.ts'
import { departmentsAbove, departmentsBelow } from '../filter-sql.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Bind, type Scope, newBinds } from '../source.ts'

/** Groups of accounts, friends and chatrooms, and those of what is sent: quick replies and materials. */
export type GroupKind = ContactGroupKind | LibraryKind
export interface ContactGroupValues { name: string; remark: string }
export interface NewContactGroup extends ContactGroupValues {
  kind: GroupKind
  department: DepartmentId | null
  /** Of personal quick replies. */
  owner: UserId | null
}
export interface StoredContactGroup extends NewContactGroup { id: ContactGroupId; place: number; version: number }

/** Which groups somebody may change: a condition over `contact_group g`. */
export type GroupScope = (bind: Bind) => string

export function contactGroupScope(scope: Scope): GroupScope {
  return (bind) => `g.kind in ('account', 'friend', 'chatroom') and ${ownGroupScope(scope, bind)}`
}

/** Shared groups that a user manages: the public ones, and those of the departments they see. */
export function ownGroupScope(scope: Scope, bind: Bind): string {
  switch (scope.kind) {
    case 'company': return 'g.owner is null'
    case 'own': {
      return `(g.owner is null and (g.department is null or g.department = ${bind(scope.department)}::bigint))`
    }
    case 'departments': {
      return `(g.owner is null
        and (g.department is null or g.department in (${departmentsBelow(bind(scope.department))})))`
    }
  }
}

/** Groups that a user puts things in: also those of the departments above their own. */
export function usableGroupScope(scope: Scope, bind: Bind): string {
  if (scope.kind === 'company') return 'g.owner is null'
  return `(${ownGroupScope(scope, bind)} or g.department in (${departmentsAbove(bind(scope.department))}))`
}

/** Undefined: not there, or not this user's to manage. */
export async function lockContactGroup(
  inside: Queries, { id, scope }: { id: ContactGroupId; scope: GroupScope },
): Promise<StoredContactGroup | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredContactGroup>(`${select}
    where g.id = ${bind(id)}::bigint and ${scope(bind)} for update`, values)
  return rows[0]
}

/** The one before or after it that this user manages too, locked. */
export async function lockNeighbour(
  inside: Queries, { group: { kind, place }, scope, direction }:
    { group: StoredContactGroup; scope: GroupScope; direction: 'up' | 'down' },
): Promise<StoredContactGroup | undefined> {
  const { values, bind } = newBinds()
  const [sign, order] = direction === 'up' ? ['<', 'desc'] : ['>', 'asc']
  const { rows } = await inside.query<StoredContactGroup>(`${select}
    where g.kind = ${bind(kind)} and g.place ${sign} ${bind(place)}::bigint and ${scope(bind)}
    order by g.place ${order} limit 1 for update`, values)
  return rows[0]
}

export async function hasUsableGroup(
  inside: Queries, { id, kind, scope }: { id: ContactGroupId; kind: ContactGroupKind; scope: Scope },
): Promise<boolean> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query(`select from contact_group g
    where g.id = ${bind(id)}::bigint and g.kind = ${bind(kind)} and ${usableGroupScope(scope, bind)}`, values)
  return rows.length === 1
}

/** Null: the name is taken. */
export async function insertContactGroup(
  inside: Queries, { kind, department, owner, name, remark }: NewContactGroup,
): Promise<ContactGroupId | null> {
  const { rows } = await inside.query<{ id: ContactGroupId }>(insert, [kind, department, owner, name, remark])
  return rows[0]?.id ?? null
}

/** False: the name is taken. */
export async function updateContactGroup(
  inside: Queries, { id, name, remark }: ContactGroupValues & { id: ContactGroupId },
): Promise<boolean> {
  const { rowCount } = await inside.query(update, [id, name, remark])
  return rowCount === 1
}

export async function tradePlaces(
  inside: Queries, [one, other]: readonly [StoredContactGroup, StoredContactGroup],
): Promise<void> {
  await inside.query(trade, [[one.id, other.id], [other.place, one.place]])
}

export async function deleteContactGroup(inside: Queries, id: ContactGroupId): Promise<void> {
  await inside.query(remove, [id])
}

const select = `select g.id::text as id, g.kind, g.department::text as department, g.owner, g.name, g.remark,
    g.place, g.version from contact_group g`
const insert = statement('contact_group_insert', `
  insert into contact_group (kind, department, owner, name, remark) values ($1, $2, $3, $4, $5)
  on conflict do nothing returning id::text as id`)
const update = statement('contact_group_update', `
  update contact_group g set name = $2, remark = $3, version = version + 1
  where id = $1 and not exists (select from contact_group o where o.name = $2 and o.id <> g.id and o.kind = g.kind
    and o.department is not distinct from g.department and o.owner is not distinct from g.owner)`)
const trade = statement('contact_group_trade', `
  update contact_group g set place = o.place from unnest($1::bigint[], $2::bigint[]) o (id, place) where g.id = o.id`)
const remove = statement('contact_group_delete', 'delete from contact_group where id = $1')
