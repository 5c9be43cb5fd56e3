import type { Position } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

/** An event kept whole because it couldn't be projected. `reason` holds no customer's text. */
export interface QuarantineRow { position: Position, event: Uint8Array, reason: string }

export async function writeQuarantine(inside: Queries, rows: readonly QuarantineRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(insert, columns(rows, (row) => row.position, (row) => row.event, (row) => row.reason))
}

const insert = statement('quarantine_events', `
  insert into quarantine (position, event, reason)
  select * from unnest($1::int8[], $2::bytea[], $3::text[]) on conflict do nothing`)
