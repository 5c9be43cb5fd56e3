import type { RuleId } from '../../protocol/ids.ts'
import type { StoredRule } from '../../protocol/operations/assignment-rules.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { ruleColumns } from './assignment-company.ts'

export type RuleValues = Omit<StoredRule, 'id' | 'version'>
export interface PlacedRule extends StoredRule { readonly place: number }

export async function lockRule(inside: Queries, id: RuleId): Promise<PlacedRule | undefined> {
  const { rows } = await inside.query<PlacedRule>(selectOne, [id])
  return rows[0]
}

/** The one before or after it, locked. */
export async function lockRuleBeside(
  inside: Queries, { place, direction }: { place: number; direction: 'up' | 'down' },
): Promise<PlacedRule | undefined> {
  const { rows } = await inside.query<PlacedRule>(direction === 'up' ? selectBefore : selectAfter, [place])
  return rows[0]
}

/** Null: the name is taken. */
export async function insertRule(inside: Queries, values: RuleValues): Promise<RuleId | null> {
  const { rows } = await inside.query<{ id: RuleId }>(insert, cells(values))
  return rows[0]?.id ?? null
}

/** False: the name is taken. */
export async function updateRule(inside: Queries, id: RuleId, values: RuleValues): Promise<boolean> {
  const { rowCount } = await inside.query(update, [...cells(values), id])
  return rowCount === 1
}

export async function tradeRules(inside: Queries, [one, other]: readonly [PlacedRule, PlacedRule]): Promise<void> {
  await inside.query(trade, [[one.id, other.id], [other.place, one.place]])
}

export async function deleteRule(inside: Queries, id: RuleId): Promise<void> {
  await inside.query(remove, [id])
}

export async function countRules(inside: Queries): Promise<number> {
  const { rows } = await inside.query<{ count: number }>(count)
  return rows[0]?.count ?? 0
}

/** Which of what a rule names isn't there. */
export async function missingOf(
  inside: Queries, { groups, accounts, departments }: Pick<RuleValues, 'groups' | 'accounts' | 'departments'>,
): Promise<'groups' | 'accounts' | 'departments' | null> {
  const { rows } = await inside.query<{ groups: number; accounts: number; departments: number }>(known, [
    groups, accounts, departments,
  ])
  const [found] = rows
  if (found === undefined || found.groups < new Set(groups).size) return 'groups'
  if (found.accounts < new Set(accounts).size) return 'accounts'
  return found.departments < new Set(departments).size ? 'departments' : null
}

const cells = (values: RuleValues): unknown[] => [
  values.name, values.enabled, values.scope, values.groups, values.accounts, values.target, values.departments,
  values.turns, values.onlineOnly,
]

const columns = `${ruleColumns}, r.enabled, r.version, r.place`
const selectOne = statement('rule_one', `select ${columns} from assignment_rule r where r.id = $1 for update`)
const selectBefore = statement('rule_before', `
  select ${columns} from assignment_rule r where r.place < $1 order by r.place desc limit 1 for update`)
const selectAfter = statement('rule_after', `
  select ${columns} from assignment_rule r where r.place > $1 order by r.place limit 1 for update`)
const insert = statement('rule_insert', `
  insert into assignment_rule (name, enabled, scope, groups, accounts, target, departments, turns, online_only)
  values ($1, $2, $3, $4::bigint[], $5, $6, $7::bigint[], $8, $9) on conflict do nothing returning id::text as id`)
const update = statement('rule_update', `
  update assignment_rule r set name = $1, enabled = $2, scope = $3, groups = $4::bigint[], accounts = $5, target = $6,
    departments = $7::bigint[], turns = $8, online_only = $9, version = version + 1
  where id = $10 and not exists (select from assignment_rule o where o.name = $1 and o.id <> r.id)`)
const trade = statement('rule_trade', `
  update assignment_rule r set place = o.place from unnest($1::bigint[], $2::bigint[]) o (id, place) where r.id = o.id`)
const remove = statement('rule_delete', 'delete from assignment_rule where id = $1')
const count = statement('rule_count', 'select count(*) from assignment_rule')
const known = statement('rule_known', `
  select (select count(*) from contact_group where kind = 'account' and id = any($1::bigint[])) as groups,
    (select count(*) from account where id = any($2::text[])) as accounts,
    (select count(*) from department where id = any($3::bigint[])) as departments`)
