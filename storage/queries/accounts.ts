import type { AccountId, Position } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface AccountNames { account: AccountId, nickname: string, alias: string, avatar: string }

export async function readAccountNames(
  queries: Queries, accounts: readonly AccountId[],
): Promise<{ rows: AccountNames[], position: Position }> {
  const { rows } = await queries.query<AccountNames & { readAt: number }>(select, [accounts])
  const found = rows.filter(({ account }) => account !== null)
  return {
    rows: found.map(({ account, nickname, alias, avatar }) => ({ account, nickname, alias, avatar })),
    position: rows[0]?.readAt ?? 0,
  }
}

const select = statement('accounts_names', `
  select p.position as "readAt", a.id as account, a.nickname, a.alias, a.avatar
  from projector p left join account a on a.id = any($1) order by a.id`)
