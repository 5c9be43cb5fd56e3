import type { AccountId, DeviceId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import type { Correction } from '../../protocol/turns.ts'
import type { Queries } from '../pool.ts'
import { keptBefore, keptSinceMs, servingJoins } from '../serving-sql.ts'
import { statement } from '../statement.ts'
import type { Kept } from './account-moves.ts'
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
  /** Where the batch itself moved the account to another phone. */
  kept: Kept | null
}

/**
 * Before the batch's assignments are written. A new keeper isn't blamed for the time before, nor named for what was
 * typed then.
 */
export async function writeResponses(inside: Queries, rows: readonly ResponseRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(insert, columns(rows, (row) => row.account, (row) => row.peer, (row) => row.device,
    (row) => row.seat, (row) => row.settled, (row) => row.atMs, (row) => row.position, (row) => row.via,
    (row) => row.sinceMs, (row) => row.kept?.keptSinceMs ?? null, (row) => row.kept?.keptBefore ?? null))
}

/** Of responses that are stored already. */
export async function correctResponses(inside: Queries, rows: readonly Correction[]): Promise<void> {
  const later = rows.filter(({ sinceMs }) => sinceMs !== null)
  const gone = rows.filter(({ sinceMs }) => sinceMs === null)
  if (later.length > 0) {
    await inside.query(shorten, columns(later, (row) => row.respondedMs, (row) => row.position, (row) => row.sinceMs))
  }
  if (gone.length > 0) await inside.query(remove, columns(gone, (row) => row.respondedMs, (row) => row.position))
}

const insert = statement('project_responses', `
  insert into response (at, position, account, peer, app_user, via, since_ms, ms)
  select to_timestamp(n.at_ms / 1000.0), n.position, n.account, n.peer,
    coalesce(n.seat, a.seat, case when n.at_ms < k.since_ms then k.before else v.keeper end), n.via, s.since_ms,
    n.at_ms - s.since_ms
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::int8[], $7::int8[], $8::text[],
    $9::int8[], $10::int8[], $11::text[]) as n (account, peer, device, seat, settled, at_ms, position, via, since_ms,
    kept_ms, kept_before)
  ${servingJoins}
  cross join lateral (select coalesce(n.kept_ms, ${keptSinceMs}, 0) as since_ms,
    case when n.kept_ms is null then ${keptBefore} else n.kept_before end as before) k
  cross join lateral (select case
    when n.at_ms < k.since_ms or a.seat is not null or n.settled and n.seat is not null then n.since_ms
    else greatest(n.since_ms, k.since_ms) end as since_ms) s
  on conflict do nothing`)

const shorten = statement('shorten_responses', `
  update response r set since_ms = greatest(r.since_ms, n.since_ms), ms = n.at_ms - greatest(r.since_ms, n.since_ms)
  from unnest($1::int8[], $2::int8[], $3::int8[]) as n (at_ms, position, since_ms)
  where r.at = to_timestamp(n.at_ms / 1000.0) and r.position = n.position`)

const remove = statement('remove_responses', `
  delete from response r using unnest($1::int8[], $2::int8[]) as n (at_ms, position)
  where r.at = to_timestamp(n.at_ms / 1000.0) and r.position = n.position`)
