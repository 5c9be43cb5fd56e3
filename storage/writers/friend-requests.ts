import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export interface FriendRequestRow {
  account: AccountId
  request: string
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

const upsert = statement('project_friend_requests', `
  insert into friend_request (account, request, person, nickname, greeting, source_code, avatar, received_ms,
    changed_at)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::text[],
    $8::int8[], $9::int8[])
  on conflict (account, request) do update set person = excluded.person, nickname = excluded.nickname,
    greeting = excluded.greeting, source_code = excluded.source_code, avatar = excluded.avatar,
    received_ms = excluded.received_ms, changed_at = excluded.changed_at`)
