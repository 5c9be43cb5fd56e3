import type { AccountId } from '../../protocol/ids.ts'
import { dayMs, localDayOf, zoneMs } from '../../protocol/local-day.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

/** Accounts that weren't counted since midnight, by the journal's clock. */
export async function readUncounted(
  queries: Queries, { journalMs, rowsMax }: { journalMs: number; rowsMax: number },
): Promise<AccountId[]> {
  const { rows } = await queries.query<{ id: AccountId }>(select, [localDayOf(journalMs), rowsMax])
  return rows.map(({ id }) => id)
}

/** Everything before midnight must have been stored: so it is when the journal's clock has passed it. */
export async function countTalks(
  queries: Queries, { account, journalMs }: { account: AccountId; journalMs: number },
): Promise<void> {
  const day = localDayOf(journalMs)
  await queries.query(count, [account, day, day * dayMs - zoneMs])
}

const select = statement('uncounted_accounts', `
  select a.id from account a left join account_talks t on t.account = a.id
  where t.day is distinct from $1::integer limit $2`)

/**
 * Of a conversation that was quiet since midnight its own row knows its last day; only for the others the newest
 * message before midnight is looked up.
 */
const count = statement('count_account_talks', `
  insert into account_talks (account, day, yesterday, week, month)
  select $1, $2, count(*) filter (where last.ms >= $3::bigint - ${dayMs}),
    count(*) filter (where last.ms >= $3::bigint - ${7 * dayMs}),
    count(*) filter (where last.ms >= $3::bigint - ${30 * dayMs}::bigint)
  from conversation c cross join lateral (
    select case when c.last_ms < $3::bigint then c.last_ms else (
      select (extract(epoch from m.at) * 1000)::bigint from message m
      where m.account = c.account and m.peer = c.peer and m.at < to_timestamp($3::bigint / 1000.0)
        and m.at >= to_timestamp(($3::bigint - ${30 * dayMs}::bigint) / 1000.0) and not m.synced
      order by m.at desc limit 1) end as ms offset 0) last
  where c.account = $1 and c.last_day >= (($3::bigint - ${30 * dayMs}::bigint) / ${dayMs})::integer
  on conflict (account) do update set day = excluded.day, yesterday = excluded.yesterday, week = excluded.week,
    month = excluded.month`)
