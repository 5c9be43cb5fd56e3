import type { ContactGroupId, MaterialId, MediaId, UserId } from '../../protocol/ids.ts'
import type { Material, MaterialType } from '../../protocol/operations/materials.ts'
import { contains } from '../filter-sql.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { newBinds } from '../source.ts'
import { columns } from '../writers/columns.ts'
import type { GroupScope } from './contact-groups.ts'

export interface NewMaterial extends Omit<Material, 'material'> { author: UserId }
export interface StoredMaterial {
  id: MaterialId
  group: ContactGroupId
  title: string
  type: MaterialType
  media: MediaId
  version: number
}

/** Undefined: not there, or in no group of this scope. */
export async function lockMaterial(
  inside: Queries, { id, scope }: { id: MaterialId; scope: GroupScope },
): Promise<StoredMaterial | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredMaterial>(`
    select m.id::text as id, m.contact_group::text as "group", m.title, m.type, m.media, m.version
    from material m join contact_group g on g.id = m.contact_group
    where m.id = ${bind(id)}::bigint and ${scope(bind)} for update of m`, values)
  return rows[0]
}

export async function insertMaterials(inside: Queries, rows: readonly NewMaterial[]): Promise<MaterialId[]> {
  const inserted = await inside.query<{ id: MaterialId }>(insert, columns(rows,
    (row) => row.group, (row) => row.title, (row) => row.type, (row) => row.media, (row) => row.bytes,
    (row) => row.width, (row) => row.height, (row) => row.durationMs, (row) => row.author))
  return inserted.rows.map(({ id }) => id)
}

export async function updateMaterial(
  inside: Queries, { id, group, title }: Pick<StoredMaterial, 'id' | 'group' | 'title'>,
): Promise<void> {
  await inside.query(update, [id, group, title])
}

export async function deleteMaterial(inside: Queries, id: MaterialId): Promise<void> {
  await inside.query(remove, [id])
}

export interface MaterialsAsked {
  scope: GroupScope
  type: MaterialType | null
  group: ContactGroupId | null
  search: string
  /** Only older ones than this. */
  after: MaterialId | null
  rowsMax: number
}

/** Newest first. */
export async function readMaterials(queries: Queries, asked: MaterialsAsked): Promise<Material[]> {
  const { values, bind } = newBinds()
  const { scope, type, group, search, after, rowsMax } = asked
  const conditions = [
    scope(bind), contains('m.title')(search, bind),
    ...type === null ? [] : [`m.type = ${bind(type)}`],
    ...group === null ? [] : [`m.contact_group = ${bind(group)}::bigint`],
    ...after === null ? [] : [`m.id < ${bind(after)}::bigint`],
  ]
  const { rows } = await queries.query<Material>(`
    select m.id::text as material, m.contact_group::text as "group", m.title, m.type, m.media, m.bytes, m.width,
      m.height, m.duration_ms as "durationMs"
    from material m join contact_group g on g.id = m.contact_group
    where ${conditions.join(' and ')} order by m.id desc limit ${rowsMax}`, values)
  return rows
}

const insert = statement('material_insert', `
  insert into material (contact_group, title, type, media, bytes, width, height, duration_ms, author)
  select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::integer[], $7::integer[],
    $8::bigint[], $9::text[]) returning id::text as id`)
const update = statement('material_update', `
  update material set contact_group = $2, title = $3, version = version + 1 where id = $1`)
const remove = statement('material_delete', 'delete from material where id = $1')
