import type { Position, RunId, SourceId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

/** What a reader of the journal starts from, as of `position`. */
export interface StoredAcceptance {
  position: Position
  journalMs: number
  snapshot: {
    /** The last number of each source. */
    sources: { source: SourceId, last: number, usedMs: number }[]
    /** Open connections: `d/<device>` and `t/<user>/<tab>`. */
    connections: { key: string, epoch: Position, run: RunId }[]
    /** The last record of each run. */
    runs: { run: RunId, record: number }[]
  }
}

/** First in a transaction, so that position and rows are of one moment. */
export async function readAcceptanceSnapshot(inside: Queries): Promise<StoredAcceptance> {
  await inside.query('set transaction isolation level repeatable read')
  const { rows } = await inside.query<{ position: Position, journalMs: number }>(selectPosition)
  const { position, journalMs } = rows[0] as { position: Position, journalMs: number }
  const sources = await inside.query<StoredAcceptance['snapshot']['sources'][number]>(selectSources)
  const connections = await inside.query<StoredAcceptance['snapshot']['connections'][number]>(selectConnections)
  const runs = await inside.query<StoredAcceptance['snapshot']['runs'][number]>(selectRuns)
  return {
    position, journalMs, snapshot: { sources: sources.rows, connections: connections.rows, runs: runs.rows },
  }
}

const selectPosition = statement('acceptance_position', `
  select position, journal_ms as "journalMs" from projector`)
const selectSources = statement('acceptance_sources', `select source, last, used_ms as "usedMs" from source`)
const selectConnections = statement('acceptance_connections', `
  select 'd/' || id as key, epoch, run from device where online
  union all select 't/' || app_user || '/' || tab, epoch, run from seat_presence where online`)
const selectRuns = statement('acceptance_runs', 'select run, record from hub_run')
