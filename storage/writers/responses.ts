import type { AccountId, DeviceId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { keptSinceMs, servingJoins } from '../serving-sql.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'

/** Whose it is, as far as the batch knows: see serving-sql.ts. */
export interface Served {
  account: AccountId
  peer: PeerId
  device: DeviceId | null
  seat: UserId | null
  settled: boolean
}

export interface ResponseRow extends Served {
  atMs: number
  position: Position
  via: 'console' | 'phone'
  sinceMs: number
  /** Since when the keeper has the account, where the batch itself moved it to another phone. */
  keptSinceMs: number | null
}

/** Before the batch's assignments are written. A new keeper isn't blamed for the time before. */
export async function writeResponses(inside: Queries, rows: readonly ResponseRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(insert, columns(rows, (row) => row.account, (row) => row.peer, (row) => row.device,
    (row) => row.seat, (row) => row.settled, (row) => row.atMs, (row) => row.position, (row) => row.via,
    (row) => row.sinceMs, (row) => row.keptSinceMs))
}

const insert = statement('project_responses', `
  insert into response (at, position, account, peer, app_user, via, since_ms, ms)
  select to_timestamp(n.at_ms / 1000.0), n.position, n.account, n.peer, coalesce(n.seat, a.seat, v.keeper), n.via,
    s.since_ms, n.at_ms - s.since_ms
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::int8[], $7::int8[], $8::text[],
    $9::int8[], $10::int8[]) as n (account, peer, device, seat, settled, at_ms, position, via, since_ms, kept_ms)
  ${servingJoins}
  cross join lateral (select case when n.settled or a.seat is not null then n.since_ms
    else greatest(n.since_ms, least(coalesce(n.kept_ms, ${keptSinceMs}, 0), n.at_ms)) end as since_ms) s
  on conflict do nothing`)
