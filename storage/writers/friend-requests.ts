import type { AccountId, PeerId, Position, TaskId, UserId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export type FriendRequestState = 'pending' | 'accepting' | 'accepted' | 'failed' | 'expired'

export interface FriendRequestKey { account: AccountId; request: TaskId }

export interface FriendRequestRow extends FriendRequestKey {
  person: PeerId
  nickname: string
  greeting: string
  sourceCode: number | null
  avatar: string
  receivedAtMs: number
  changedAt: Position
}

/** The same request again tells more of it, and leaves its state as it is. No request twice in `rows`. */
export async function writeFriendRequests(inside: Queries, rows: readonly FriendRequestRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows,
    (row) => row.account, (row) => row.request, (row) => row.person, (row) => row.nickname, (row) => row.greeting,
    (row) => row.sourceCode, (row) => row.avatar, (row) => row.receivedAtMs, (row) => row.changedAt))
}

/** A phone is to be asked to accept it; `by` null: by the hub itself. */
export interface AskedAccept extends FriendRequestKey { task: TaskId; by: UserId | null }

/** In the transaction that records the commands. Answers the tasks of those that nobody else had accepted meanwhile. */
export async function askRequests(inside: Queries, rows: readonly AskedAccept[]): Promise<Set<TaskId>> {
  if (rows.length === 0) return new Set()
  const { rows: asked } = await inside.query<{ task: TaskId }>(ask, columns(rows,
    (row) => row.account, (row) => row.request, (row) => row.task, (row) => row.by))
  return new Set(asked.map(({ task }) => task))
}

export interface AskedRequest extends FriendRequestKey {
  task: TaskId
  state: FriendRequestState
  by: UserId | null
  attempts: number
}

export async function readAskedRequests(inside: Queries, tasks: readonly TaskId[]): Promise<AskedRequest[]> {
  const { rows } = await inside.query<AskedRequest>(selectAsked, [tasks])
  return rows
}

export interface EndedRequest extends FriendRequestKey {
  state: FriendRequestState
  code: string | null
  reason: string | null
  changedAt: Position
}

export async function endRequests(inside: Queries, rows: readonly EndedRequest[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(end, columns(rows, (row) => row.account, (row) => row.request, (row) => row.state,
    (row) => row.code, (row) => row.reason, (row) => row.changedAt))
}

export interface Befriended { account: AccountId; peer: PeerId; position: Position }

/** They are friends now, whoever accepted: nothing they had asked for is open any more. */
export async function endRequestsOf(inside: Queries, friends: readonly Befriended[]): Promise<void> {
  if (friends.length === 0) return
  await inside.query(befriend, columns(friends, (one) => one.account, (one) => one.peer, (one) => one.position))
}

/** What WeChat has let go by now. Answers how many. */
export async function expireRequests(
  inside: Queries, { receivedBeforeMs, rowsMax }: { receivedBeforeMs: number; rowsMax: number },
): Promise<number> {
  const { rowCount } = await inside.query(expire, [receivedBeforeMs, rowsMax])
  return rowCount ?? 0
}

const upsert = statement('project_friend_requests', `
  insert into friend_request (account, request, person, nickname, greeting, source_code, avatar, received_ms,
    changed_at)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::text[],
    $8::int8[], $9::int8[])
  on conflict (account, request) do update set person = excluded.person, nickname = excluded.nickname,
    greeting = excluded.greeting, source_code = excluded.source_code, avatar = excluded.avatar,
    received_ms = excluded.received_ms, changed_at = excluded.changed_at`)

const ask = statement('ask_friend_requests', `
  update friend_request r set state = 'accepting', task = n.task, accepted_by = n.by, fault_code = null,
    fault_reason = null, attempts = r.attempts + case when n.by is null then 1 else 0 end
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (account, request, task, by)
  where r.account = n.account and r.request = n.request and r.state in ('pending', 'failed')
  returning r.task`)

const selectAsked = statement('asked_friend_requests', `
  select account, request, task, state, accepted_by as by, attempts from friend_request where task = any($1)`)

const end = statement('end_friend_requests', `
  update friend_request r set state = n.state, fault_code = n.code, fault_reason = n.reason, changed_at = n.changed_at
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int8[])
    as n (account, request, state, code, reason, changed_at)
  where r.account = n.account and r.request = n.request`)

const befriend = statement('end_friend_requests_of', `
  update friend_request r set state = 'accepted', fault_code = null, fault_reason = null, changed_at = n.position
  from unnest($1::text[], $2::text[], $3::int8[]) as n (account, person, position)
  where r.account = n.account and r.person = n.person and r.state <> 'accepted'`)

const expire = statement('expire_friend_requests', `
  update friend_request set state = 'expired' where (account, request) in (
    select account, request from friend_request where state = 'pending' and received_ms < $1 limit $2)`)
