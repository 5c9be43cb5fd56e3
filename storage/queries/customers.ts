import { readCommand } from '../../protocol/commands.ts'
import type { AccountId, ContactGroupId, DeviceId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import {
  type EarlierSeat, type FriendEdit, type OtherFriend, customerRowsMax,
} from '../../protocol/operations/customers.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'

interface Friend { account: AccountId; peer: PeerId }

export interface FriendHome {
  title: string
  device: DeviceId
  group: { id: ContactGroupId; name: string } | null
  position: Position
}

/** Undefined: no such friend. */
export async function readFriendHome(queries: Queries, { account, peer }: Friend): Promise<FriendHome | undefined> {
  const { rows } = await queries.query<Omit<FriendHome, 'group'> & { id: ContactGroupId | null; name: string }>(
    selectHome, [account, peer],
  )
  return rows.map(({ id, name, ...home }) => ({ ...home, group: id === null ? null : { id, name } }))[0]
}

export async function readEarlierSeats(queries: Queries, { account, peer }: Friend): Promise<EarlierSeat[]> {
  return (await queries.query<EarlierSeat>(selectSeats, [account, peer, customerRowsMax])).rows
}

/** Under accounts that are in the list; `own` where this user serves it. */
export async function readOthers(
  queries: Queries, { account, peer, user }: Friend & { user: UserId },
): Promise<OtherFriend[]> {
  return (await queries.query<OtherFriend>(selectOthers, [account, peer, user, customerRowsMax])).rows
}

/** The last change a phone was asked for, unless it is done, or failed longer ago than `sinceMs`. */
export async function readFriendEdit(
  queries: Queries, { account, peer, sinceMs }: Friend & { sinceMs: number },
): Promise<FriendEdit | null> {
  const { rows } = await queries.query<Edit>(selectEdit, [account, peer])
  const last = rows[0]
  if (last === undefined || last.state === 'succeeded' || last.requestedMs < sinceMs) return null
  const command = readCommand('changeFriend', new Uint8Array(last.args))
  if (command?.kind !== 'changeFriend') return null
  const { task, state, code, reason } = last
  return { task, state, code, reason, remark: command.remark, labels: command.labels }
}

type Edit = Omit<FriendEdit, 'state' | 'remark' | 'labels'> & {
  state: FriendEdit['state'] | 'succeeded'; requestedMs: number; args: Uint8Array
}

const selectHome = statement('customer_home', `
  select p.position, coalesce(nullif(f.remark, ''), nullif(f.nickname, ''), f.peer) as title, a.device,
    g.id::text as id, g.name
  from projector p, friend f join account a on a.id = f.account left join contact_group g on g.id = f.contact_group
  where f.account = $1 and f.peer = $2 and not f.removed`)
const selectSeats = statement('customer_seats', `
  select coalesce(u.real_name, h.seat, '') as seat, h.assigned_ms as "atMs", h.reason, coalesce(b.real_name, '') as by
  from assignment_history h left join app_user u on u.id = h.seat left join app_user b on b.id = h.by_user
  where h.account = $1 and h.peer = $2 order by h.position desc limit $3`)
const others = `friend f join account a on a.id = f.account join device v on v.id = a.device
    left join assignment s on s.account = f.account and s.peer = f.peer
    join app_user u on u.id = coalesce(s.seat, v.keeper) join department d on d.id = u.department
  where f.peer = $2 and f.account <> $1 and not f.removed and a.hidden_at is null`
const selectOthers = statement('customer_others', `
  select coalesce(nullif(a.nickname, ''), a.id) as account, u.id as seat, u.real_name as "seatName",
    f.added_ms as "sinceMs", case when u.id = $3 then a.id end as own
  from ${others} order by f.added_ms nulls last, a.id limit $4`)
const selectEdit = statement('customer_edit', `
  select task, state, code, reason, args, requested_ms as "requestedMs" from command
  where account = $1 and peer = $2 and name = 'changeFriend' order by requested desc limit 1`)
