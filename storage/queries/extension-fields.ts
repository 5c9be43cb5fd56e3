import type { ExtensionKind } from '../../protocol/extension-field.ts'
import type { DepartmentId, ExtensionFieldId } from '../../protocol/ids.ts'
import type { KnownField } from '../../protocol/operations/extension-fields.ts'
import { departmentsBelow } from '../filter-sql.ts'
import type { Queries } from '../pool.ts'
import { type Bind, type Scope, newBinds } from '../source.ts'
import { statement } from '../statement.ts'

export interface ExtensionFieldValues {
  name: string
  choices: string[]
  /** Empty: for all. */
  departments: DepartmentId[]
  enabled: boolean
}
export interface NewExtensionField extends ExtensionFieldValues { kind: ExtensionKind }
export interface StoredExtensionField extends NewExtensionField { id: ExtensionFieldId; place: number; version: number }

/** Fields that a user manages: those for all, and those for departments they see, all of them. */
export function ownFieldScope(scope: Scope, bind: Bind): string {
  if (scope.kind === 'company') return 'true'
  const own = bind(scope.department)
  const seen = scope.kind === 'own' ? `select ${own}::bigint` : departmentsBelow(own)
  return `x.departments <@ array(${seen})`
}

/** Those in use, in order. `usable`: for all, or for the department or one above it. */
export async function readExtensionFields(
  queries: Queries, { department }: { department: string | null },
): Promise<KnownField[]> {
  return (await queries.query<KnownField>(selectKnown, [department])).rows
}

/** Undefined: not there, or not this user's to manage. */
export async function lockExtensionField(
  inside: Queries, { id, scope }: { id: ExtensionFieldId; scope: Scope },
): Promise<StoredExtensionField | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredExtensionField>(`${select}
    where x.id = ${bind(id)}::bigint and ${ownFieldScope(scope, bind)} for update`, values)
  return rows[0]
}

/** The one before or after it, locked; whoever manages it: order is everybody's. */
export async function lockFieldBeside(
  inside: Queries, { place, enabled }: Pick<StoredExtensionField, 'place' | 'enabled'>, direction: 'up' | 'down',
): Promise<StoredExtensionField | undefined> {
  const [sign, order] = direction === 'up' ? ['<', 'desc'] : ['>', 'asc']
  const { rows } = await inside.query<StoredExtensionField>(`${select}
    where x.place ${sign} $1 ${enabled ? 'and x.enabled' : ''} order by x.place ${order} limit 1 for update`, [place])
  return rows[0]
}

export async function countEnabledFields(inside: Queries): Promise<number> {
  const { rows } = await inside.query<{ count: number }>(countEnabled)
  return rows[0]?.count ?? 0
}

/** Null: the name is taken. */
export async function insertExtensionField(
  inside: Queries, { name, kind, choices, departments }: NewExtensionField,
): Promise<ExtensionFieldId | null> {
  const { rows } = await inside.query<{ id: ExtensionFieldId }>(insert, [name, kind, choices, departments])
  return rows[0]?.id ?? null
}

/** False: the name is taken. */
export async function updateExtensionField(
  inside: Queries, { id, name, choices, departments, enabled }: ExtensionFieldValues & { id: ExtensionFieldId },
): Promise<boolean> {
  return (await inside.query(update, [id, name, choices, departments, enabled])).rowCount === 1
}

export async function tradeFieldPlaces(
  inside: Queries, [one, other]: readonly [StoredExtensionField, StoredExtensionField],
): Promise<void> {
  await inside.query(trade, [[one.id, other.id], [other.place, one.place]])
}

const select = `select x.id::text as id, x.name, x.kind, x.choices, x.departments::text[] as departments, x.enabled,
  x.place, x.version from extension_field x`
const selectKnown = statement('extension_fields', `
  with recursive above (id, parent) as (
    select id, parent from department where id = $1::bigint
    union select up.id, up.parent from department up join above on above.parent = up.id)
  select x.id::text as id, x.name, x.kind, x.choices,
    x.departments = '{}' or x.departments && array(select id from above) as usable
  from extension_field x where x.enabled order by x.place, x.id`)
const countEnabled = statement('extension_fields_enabled', `
  select count(*) as count from extension_field where enabled`)
const insert = statement('extension_field_insert', `
  insert into extension_field (name, kind, choices, departments) values ($1, $2, $3, $4::bigint[])
  on conflict do nothing returning id::text as id`)
const update = statement('extension_field_update', `
  update extension_field x set name = $2, choices = $3, departments = $4::bigint[], enabled = $5, version = version + 1
  where id = $1 and not exists (select from extension_field o where o.name = $2 and o.id <> x.id)`)
const trade = statement('extension_field_trade', `
  update extension_field x set place = o.place from unnest($1::bigint[], $2::bigint[]) o (id, place)
  where x.id = o.id`)
