import type { AccountId, ContactGroupId, PeerId, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { columns } from '../writers/columns.ts'

export interface PeerKey { account: AccountId; peer: PeerId }

/** One friend or chatroom and its account, as decisions need them. */
export interface PeerStanding extends PeerKey {
  keeper: UserId
  keeperName: string
  group: ContactGroupId | null
  /** Who it is assigned to; null: it follows the keeper. */
  seat: UserId | null
  /** That user may no longer sign in. */
  seatGone: boolean
  /** A decision is on its way through the journal. */
  pending: boolean
  /** No friend any more. */
  removed: boolean
}

/** Those whose account is known. */
export async function readStandings(queries: Queries, keys: readonly PeerKey[]): Promise<PeerStanding[]> {
  if (keys.length === 0) return []
  const { rows } = await queries.query<PeerStanding>(standings, pairs(keys))
  return rows
}

export interface Elsewhere extends PeerKey { seat: UserId }

/** Who serves the same friend or chatroom on other accounts of ours, account by account. */
export async function readElsewhere(queries: Queries, keys: readonly PeerKey[]): Promise<Elsewhere[]> {
  if (keys.length === 0) return []
  const { rows } = await queries.query<Elsewhere>(elsewhere, pairs(keys))
  return rows
}

export interface HistoryRow extends PeerKey { seat: UserId; followedMs: number; messages: number }

/** What seats had to do with these people before, on whichever account. */
export async function readHistory(queries: Queries, keys: readonly PeerKey[]): Promise<HistoryRow[]> {
  if (keys.length === 0) return []
  const { rows } = await queries.query<HistoryRow>(history, pairs(keys))
  return rows
}

export interface AccountStanding { account: AccountId; keeper: UserId; group: ContactGroupId | null }

export async function readAccountStanding(
  queries: Queries, account: AccountId,
): Promise<AccountStanding | undefined> {
  const { rows } = await queries.query<AccountStanding>(accountStanding, [account])
  return rows[0]
}

const pairs = (keys: readonly PeerKey[]) => columns(keys, ({ account }) => account, ({ peer }) => peer)

const asked = 'unnest($1::text[], $2::text[]) as n (account, peer)'

const standings = statement('assignment_standings', `
  select n.account, n.peer, v.keeper, k.real_name as "keeperName", a.contact_group::text as "group", s.seat,
    coalesce(w.disabled, s.seat is not null) as "seatGone", coalesce(o.pending, false) as pending,
    coalesce(f.removed, false) as removed
  from ${asked} join account a on a.id = n.account join device v on v.id = a.device
    join app_user k on k.id = v.keeper
    left join assignment s on s.account = n.account and s.peer = n.peer left join app_user w on w.id = s.seat
    left join assignment_decision o on o.account = n.account and o.peer = n.peer
    left join friend f on f.account = n.account and f.peer = n.peer`)

/** The other threads with the same person; nobody is on more accounts than are looked at. */
const others = `lateral (
    select f.account, coalesce(f.added_ms, 0) as since from friend f where f.peer = n.peer and not f.removed
    union all select r.account, 0 from chatroom r where r.peer = n.peer and r.state = 'active' limit 200) t`

const elsewhere = statement('assignment_elsewhere', `
  select n.account, n.peer, coalesce(s.seat, v.keeper) as seat
  from ${asked} cross join ${others} join account a on a.id = t.account join device v on v.id = a.device
    left join assignment s on s.account = t.account and s.peer = n.peer
  where t.account <> n.account order by t.since, t.account`)

/**
 * From when somebody followed them: since it was assigned, or since the friend is there that nobody but the keeper
 * has. Of each thread the newest thousand of our messages are counted.
 */
const history = statement('assignment_history_of', `
  select n.account, n.peer, h.seat, coalesce(min(h.since), 9007199254740991)::bigint as "followedMs",
    sum(h.messages)::integer as messages
  from ${asked} cross join ${others} cross join lateral (
    select e.seat, e.assigned_ms as since, 0 as messages from assignment_history e
    where e.account = t.account and e.peer = n.peer and e.seat is not null
    union all
    select v.keeper, nullif(t.since, 0), 0 from account a join device v on v.id = a.device
    where a.id = t.account and t.account <> n.account
      and not exists (select from assignment s where s.account = t.account and s.peer = n.peer)
    union all
    select m.app_user, null, count(*)::integer from (
      select app_user from message
      where account = t.account and peer = n.peer and direction = 'out' and app_user is not null
      order by position desc limit 1000) m group by m.app_user) h
  group by n.account, n.peer, h.seat`)

const accountStanding = statement('assignment_account', `
  select a.id as account, v.keeper, a.contact_group::text as "group"
  from account a join device v on v.id = a.device where a.id = $1`)
