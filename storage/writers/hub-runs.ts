import type { RunId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export type HubRunState = 'alive' | 'stopped' | 'lost' | 'outbox'

/** One run of a hub or an outbox, as far as the journal was read. */
export interface HubRunRow {
  run: RunId
  /** Number of its last record, journal time of it, and where it lies. */
  record: number
  beatMs: number
  streamSequence: number
  state: HubRunState
}

export async function readHubRuns(inside: Queries): Promise<HubRunRow[]> {
  const { rows } = await inside.query<HubRunRow>(select)
  return rows
}

export async function writeHubRuns(inside: Queries, rows: readonly HubRunRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows,
    (row) => row.run, (row) => row.record, (row) => row.beatMs, (row) => row.streamSequence, (row) => row.state))
}

const select = statement('hub_runs', `
  select run, record, beat_ms as "beatMs", stream_sequence as "streamSequence", state from hub_run`)
const upsert = statement('project_hub_runs', `
  insert into hub_run (run, record, beat_ms, stream_sequence, state)
  select * from unnest($1::text[], $2::int8[], $3::int8[], $4::int8[], $5::text[])
  on conflict (run) do update set record = excluded.record, beat_ms = excluded.beat_ms,
    stream_sequence = excluded.stream_sequence, state = excluded.state`)
