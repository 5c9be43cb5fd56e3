import type { AccountId, DeviceId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface ServedAccount {
  account: AccountId
  nickname: string
  alias: string
  avatar: string
  device: DeviceId
  /** The user keeps its phone; else some conversations are assigned to them. */
  kept: boolean
}

export async function readServedAccounts(
  queries: Queries, user: UserId,
): Promise<{ rows: ServedAccount[], position: Position }> {
  const { rows } = await queries.query<ServedAccount & { readAt: number }>(selectServed, [user])
  const found = rows.filter(({ account }) => account !== null)
  const served = ({ account, nickname, alias, avatar, device, kept }: ServedAccount): ServedAccount => {
    return { account, nickname, alias, avatar, device, kept }
  }
  return { rows: found.map(served), position: rows[0]?.readAt ?? 0 }
}

/** Whether the conversation with this peer is the user's: assigned to them, or to nobody while they keep the phone. */
export async function readServes(
  queries: Queries, { user, account, peer }: { user: UserId, account: AccountId, peer: PeerId },
): Promise<boolean> {
  const { rowCount } = await queries.query(selectServes, [user, account, peer])
  return rowCount === 1
}

const selectServed = statement('accounts_served', `
  select p.position as "readAt", a.id as account, a.nickname, a.alias, a.avatar, a.device, v.keeper = $1 as kept
  from projector p left join (account a join device v on v.id = a.device)
    on v.keeper = $1 or a.id in (select account from assignment where seat = $1)
  order by a.id`)

const selectServes = statement('account_serves', `
  select from account a join device v on v.id = a.device
    left join assignment s on s.account = a.id and s.peer = $3
  where a.id = $2 and coalesce(s.seat, v.keeper) = $1`)
