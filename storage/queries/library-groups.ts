import type { LibraryGroup, LibraryKind } from '../../protocol/operations/library-groups.ts'
import { departmentsAbove } from '../filter-sql.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Bind, type Scope, newBinds } from '../source.ts'
import { type GroupScope, type StoredContactGroup, ownGroupScope } from './contact-groups.ts'

/** Whose: one's own, and with the right for it those of one's scope. */
export interface Keeper { scope: Scope; keepsShared: boolean }

/** Groups that this user changes, and what is in them. */
export function keptGroupScope(kind: LibraryKind, { scope, keepsShared }: Keeper): GroupScope {
  return (bind) => {
    const shared = keepsShared ? ownGroupScope(scope, bind) : 'false'
    return `(g.kind = ${bind(kind)} and (g.owner = ${bind(scope.user)} or ${shared}))`
  }
}

/** What a user sends from: their own, public ones, those of their department and the ones above. */
export function sentGroupScope(
  kind: LibraryKind, { user, department }: { user: string; department: string },
): GroupScope {
  return (bind) => `(g.kind = ${bind(kind)} and (g.owner = ${bind(user)} or (g.owner is null and (g.department is null
    or g.department in (${departmentsAbove(`${bind(department)}::bigint`)})))))`
}

/** Those of the same person, department, or the public. */
export function onShelfOf({ owner, department }: Pick<StoredContactGroup, 'owner' | 'department'>, bind: Bind): string {
  return `(g.owner is not distinct from ${bind(owner)}::text
    and g.department is not distinct from ${bind(department)}::bigint)`
}

/** Personal ones first, then departments', then public ones; each shelf in its order. */
export async function readLibraryGroups(
  queries: Queries, { kind, scope, kept }: { kind: LibraryKind; scope: GroupScope; kept: GroupScope },
): Promise<LibraryGroup[]> {
  const { values, bind } = newBinds()
  const { rows } = await queries.query<LibraryGroup>(`
    select g.id::text as "group", ${scopeSql} as scope, g.department::text as department,
      coalesce(d.name, '') as "departmentName", g.name, ${membersSql(kind)} as members,
      coalesce(${kept(bind)}, false) as managed, g.version
    from contact_group g left join department d on d.id = g.department
    where ${scope(bind)} order by ${shelfOrderSql}, d.name, g.department, g.place`, values)
  return rows
}

export async function countLibraryGroups(
  inside: Queries, { kind, owner, department }: Pick<StoredContactGroup, 'kind' | 'owner' | 'department'>,
): Promise<number> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<{ count: number }>(`select count(*) as count from contact_group g
    where g.kind = ${bind(kind)} and ${onShelfOf({ owner, department }, bind)}`, values)
  return rows[0]?.count ?? 0
}

export async function countMembers(inside: Queries, { id, kind }: StoredContactGroup): Promise<number> {
  const { rows } = await inside.query<{ count: number }>(kind === 'reply' ? countReplies : countMaterials, [id])
  return rows[0]?.count ?? 0
}

export const scopeSql = `case when g.owner is not null then 'personal'
  when g.department is null then 'public' else 'department' end`
const shelfOrderSql = '(case when g.owner is not null then 0 when g.department is null then 2 else 1 end)'

function membersSql(kind: LibraryKind): string {
  return `(select count(*) from ${kind === 'reply' ? 'quick_reply' : 'material'} m where m.contact_group = g.id)`
}

const countReplies = statement('library_count_replies', `
  select count(*) as count from quick_reply where contact_group = $1`)
const countMaterials = statement('library_count_materials', `
  select count(*) as count from material where contact_group = $1`)
