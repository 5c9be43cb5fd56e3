import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'
import { peopleScope } from '../filter-sql.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'
import { statement } from '../statement.ts'

/** False: not there, or not in the scope, which goes by the keeper of its phone. */
export async function hasAccount(
  inside: Queries, { account, scope }: { account: AccountId; scope: Scope },
): Promise<boolean> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query(`
    select from account a join device v on v.id = a.device join app_user u on u.id = v.keeper
    where a.id = ${bind(account)} and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}`,
    values)
  return rows.length === 1
}

export interface KnownPeer { peer: PeerId; seat: UserId | null; title: string }

/** Of these peers, the ones that the account has as friend, chatroom or conversation, and who was given them. */
export async function readKnownPeers(
  inside: Queries, { account, peers }: { account: AccountId; peers: readonly PeerId[] },
): Promise<KnownPeer[]> {
  const { rows } = await inside.query<KnownPeer>(known, [account, peers])
  return rows
}

export interface SeatBefore { reason: string; by: UserId | null; seat: UserId | null }

/** How the conversation came to who has it now, and who had it before: null for the keeper of the phone. */
export async function readSeatBefore(
  inside: Queries, { account, peer }: { account: AccountId; peer: PeerId },
): Promise<SeatBefore | undefined> {
  const { rows } = await inside.query<SeatBefore>(newest, [account, peer])
  const [last, before] = rows
  return last === undefined ? undefined : { reason: last.reason, by: last.by, seat: before?.seat ?? null }
}

const newest = statement('assignment_newest', `
  select reason, by_user as by, seat from assignment_history where account = $1 and peer = $2
  order by position desc limit 2`)

const known = statement('assignment_known_peers', `
  select n.peer, s.seat, coalesce(nullif(f.remark, ''), nullif(f.nickname, ''), nullif(r.name, ''), n.peer) as title
  from unnest($2::text[]) n (peer)
    left join friend f on f.account = $1 and f.peer = n.peer
    left join chatroom r on r.account = $1 and r.peer = n.peer
    left join conversation c on c.account = $1 and c.peer = n.peer
    left join assignment s on s.account = $1 and s.peer = n.peer
  where f.peer is not null or r.peer is not null or c.peer is not null
  order by n.peer`)
