import type { Position, UserId } from '../../protocol/ids.ts'
import type { SeatMode } from '../../protocol/seat-mode.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'

export interface SeatModeRow extends SeatMode { user: UserId }

/** Of all who ever said something. */
export async function readSeatModes(queries: Queries): Promise<SeatModeRow[]> {
  const { rows } = await queries.query<SeatModeRow>(select)
  return rows
}

export async function writeSeatModes(
  inside: Queries, rows: readonly (SeatModeRow & { changedAt: Position })[],
): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows,
    (row) => row.user, (row) => row.away, (row) => row.autoReply, (row) => row.changedAt))
}

const select = statement('seat_modes', `
  select app_user as "user", away, auto_reply as "autoReply" from seat_mode`)

const upsert = statement('project_seat_modes', `
  insert into seat_mode (app_user, away, auto_reply, changed_at)
  select * from unnest($1::text[], $2::bool[], $3::bool[], $4::int8[])
  on conflict (app_user) do update set away = excluded.away, auto_reply = excluded.auto_reply,
    changed_at = excluded.changed_at`)
