import type { UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import type { PeerKey } from '../queries/assignment-peers.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'

/** In whose name somebody is given to a seat, and whether its consoles say so. */
export interface Giving { notice: boolean; by: UserId | null; byName: string | null }

export interface Waiter extends PeerKey, Giving { place: number }

/** What the projector keeps in mind, so that ordinary batches ask nothing. */
export async function readAssignmentState(queries: Queries): Promise<{ hasRules: boolean; hasWaiting: boolean }> {
  const { rows } = await queries.query<{ hasRules: boolean; hasWaiting: boolean }>(selectState)
  return rows[0] as { hasRules: boolean; hasWaiting: boolean }
}

/** First in, first out. */
export async function readWaiting(
  inside: Queries, { after, rowsMax }: { after: number; rowsMax: number },
): Promise<Waiter[]> {
  const { rows } = await inside.query<Waiter>(select, [after, rowsMax])
  return rows
}

/** Who waits already keeps the place. */
export async function addWaiting(
  inside: Queries, { rows, nowMs }: { rows: readonly (PeerKey & Giving)[]; nowMs: number },
): Promise<void> {
  if (rows.length === 0) return
  await inside.query(add, columns(rows, (row) => row.account, (row) => row.peer, () => nowMs,
    (row) => row.notice, (row) => row.by, (row) => row.byName))
}

export async function endWaiting(inside: Queries, keys: readonly PeerKey[]): Promise<void> {
  if (keys.length === 0) return
  await inside.query(end, columns(keys, ({ account }) => account, ({ peer }) => peer))
}

/** What is assigned to those of these users who are disabled waits for somebody else. True: there is something. */
export async function queueHandOver(
  inside: Queries, { users, nowMs }: { users: readonly UserId[]; nowMs: number },
): Promise<boolean> {
  if (users.length === 0) return false
  const { rowCount } = await inside.query(handOver, [users, nowMs])
  return (rowCount ?? 0) > 0
}

const selectState = statement('assignment_state', `
  select exists (select from assignment_rule where enabled) as "hasRules",
    exists (select from assignment_waiting) as "hasWaiting"`)

const select = statement('assignment_waiting', `
  select account, peer, place, notice, by_user as by, by_name as "byName" from assignment_waiting
  where place > $1 order by place limit $2`)

const add = statement('assignment_wait', `
  insert into assignment_waiting (account, peer, asked_ms, notice, by_user, by_name)
  select * from unnest($1::text[], $2::text[], $3::int8[], $4::bool[], $5::text[], $6::text[])
  on conflict (account, peer) do update set notice = excluded.notice, by_user = excluded.by_user,
    by_name = excluded.by_name`)

const end = statement('assignment_wait_no_more', `
  delete from assignment_waiting w using unnest($1::text[], $2::text[]) as n (account, peer)
  where w.account = n.account and w.peer = n.peer`)

const handOver = statement('assignment_hand_over', `
  insert into assignment_waiting (account, peer, asked_ms, notice)
  select s.account, s.peer, $2::bigint, true
  from assignment s join app_user u on u.id = s.seat where u.id = any($1::text[]) and u.disabled
  order by s.position, s.account, s.peer
  on conflict do nothing`)
