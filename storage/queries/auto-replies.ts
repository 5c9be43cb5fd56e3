import type { AccountId, AutoReplyRuleId } from '../../protocol/ids.ts'
import type { MessagePart } from '../../protocol/message-part.ts'
import type { AutoReplyRule, Greeting } from '../../protocol/operations/automation.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

/** In the order in which they are tried. */
export async function readAutoReplyRules(queries: Queries): Promise<AutoReplyRule[]> {
  const { rows } = await queries.query<AutoReplyRule>(selectRules)
  return rows
}

export type StoredRule = AutoReplyRule & { place: number }

export async function lockAutoReplyRule(inside: Queries, rule: AutoReplyRuleId): Promise<StoredRule | undefined> {
  const { rows } = await inside.query<StoredRule>(lockRule, [rule])
  return rows[0]
}

export async function lockNeighbourRule(
  inside: Queries, { place }: StoredRule, direction: 'up' | 'down',
): Promise<StoredRule | undefined> {
  const { rows } = await inside.query<StoredRule>(direction === 'up' ? lockBefore : lockAfter, [place])
  return rows[0]
}

export async function tradeRulePlaces(
  inside: Queries, [one, other]: readonly [StoredRule, StoredRule],
): Promise<void> {
  await inside.query(trade, [[one.rule, other.rule], [other.place, one.place]])
}

export type RuleValues = Pick<AutoReplyRule, 'keywords' | 'matching' | 'messages' | 'enabled'>

/** Null: there are `rulesMax` already. */
export async function insertAutoReplyRule(
  inside: Queries, { keywords, matching, messages, enabled }: RuleValues, rulesMax: number,
): Promise<AutoReplyRuleId | null> {
  const values = [keywords, matching, JSON.stringify(messages), enabled, rulesMax]
  const { rows } = await inside.query<{ rule: AutoReplyRuleId }>(insertRule, values)
  return rows[0]?.rule ?? null
}

export async function updateAutoReplyRule(
  inside: Queries, rule: AutoReplyRuleId, { keywords, matching, messages, enabled }: RuleValues,
): Promise<void> {
  await inside.query(updateRule, [rule, keywords, matching, JSON.stringify(messages), enabled])
}

export async function deleteAutoReplyRule(inside: Queries, rule: AutoReplyRuleId): Promise<void> {
  await inside.query(removeRule, [rule])
}

/** What new friends of this account are sent: its own list, else the one for all (''). `version` is the own one's. */
export async function readGreeting(queries: Queries, account: AccountId | ''): Promise<Greeting> {
  const { rows } = await queries.query<Greeting>(selectGreeting, [account])
  return rows[0] as Greeting
}

/** Null: the version isn't the newest. 0 is that of a list that isn't there. */
export async function writeGreeting(
  inside: Queries,
  { account, messages, version }: { account: AccountId | ''; messages: readonly MessagePart[]; version: number },
): Promise<number | null> {
  const { rows } = await inside.query<{ version: number }>(upsertGreeting, [account, JSON.stringify(messages), version])
  return rows[0]?.version ?? null
}

export async function deleteGreeting(inside: Queries, account: AccountId): Promise<boolean> {
  const { rowCount } = await inside.query(removeGreeting, [account])
  return rowCount === 1
}

/** Of these accounts: their own lists, else the one for all. */
export async function readGreetings(
  inside: Queries, accounts: readonly AccountId[],
): Promise<Map<AccountId, MessagePart[]>> {
  const { rows } = await inside.query<{ account: AccountId; messages: MessagePart[] }>(selectGreetings, [accounts])
  return new Map(rows.map(({ account, messages }) => [account, messages]))
}

const ruleColumns = 'id::text as rule, keywords, matching, messages, enabled, version, place'
const selectRules = statement('auto_reply_rules', `
  select id::text as rule, keywords, matching, messages, enabled, version from auto_reply_rule order by place, id`)
const lockRule = statement('auto_reply_rule_lock', `
  select ${ruleColumns} from auto_reply_rule where id = $1 for update`)
const lockBefore = statement('auto_reply_rule_before', `
  select ${ruleColumns} from auto_reply_rule where place < $1 order by place desc limit 1 for update`)
const lockAfter = statement('auto_reply_rule_after', `
  select ${ruleColumns} from auto_reply_rule where place > $1 order by place limit 1 for update`)
const trade = statement('auto_reply_rule_trade', `
  update auto_reply_rule r set place = o.place from unnest($1::bigint[], $2::bigint[]) o (id, place) where r.id = o.id`)
const insertRule = statement('auto_reply_rule_insert', `
  insert into auto_reply_rule (keywords, matching, messages, enabled)
  select $1, $2, $3, $4 where (select count(*) from auto_reply_rule) < $5 returning id::text as rule`)
const updateRule = statement('auto_reply_rule_update', `
  update auto_reply_rule set keywords = $2, matching = $3, messages = $4, enabled = $5, version = version + 1
  where id = $1`)
const removeRule = statement('auto_reply_rule_delete', 'delete from auto_reply_rule where id = $1')

const selectGreeting = statement('greeting', `
  select coalesce(o.messages, c.messages) as messages, o.account is not null as own, coalesce(o.version, 0) as version
  from greeting c left join greeting o on o.account = $1 where c.account = ''`)
const upsertGreeting = statement('greeting_write', `
  insert into greeting as g (account, messages) select $1, $2
  where $3 = 0 or exists (select from greeting where account = $1)
  on conflict (account) do update set messages = excluded.messages, version = g.version + 1 where g.version = $3
  returning g.version`)
const removeGreeting = statement('greeting_delete', 'delete from greeting where account = $1')
const selectGreetings = statement('greetings', `
  select n.account, coalesce(o.messages, c.messages) as messages
  from unnest($1::text[]) as n (account) cross join greeting c left join greeting o on o.account = n.account
  where c.account = ''`)
