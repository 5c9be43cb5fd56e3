import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

/** Where storage stands, and what a reader of the journal knows there. */
export interface StoredAcceptance {
  position: number
  journalMs: number
  snapshot: {
    sources: { source: string; last: number; usedMs: number }[]
    connections: { key: string; epoch: number; run: string }[]
    runs: { run: string; record: number }[]
  }
}

/** Call it inside a transaction: the parts must be of one moment. */
export async function readAcceptanceSnapshot(queries: Queries): Promise<StoredAcceptance> {
  const [row] = (await queries.query<{ position: number; journal_ms: number }>(selectRow)).rows
  const sources = await queries.query<{ source: string; last: number; usedMs: number }>(selectSources)
  const connections = await queries.query<{ key: string; epoch: number; run: string }>(selectConnections)
  const runs = await queries.query<{ run: string; record: number }>(selectRuns)
  return {
    position: row?.position ?? 0, journalMs: row?.journal_ms ?? 0,
    snapshot: { sources: sources.rows, connections: connections.rows, runs: runs.rows },
  }
}

// Locked, so that a commit of the projector can't come between this statement and the next ones.
const selectRow = statement('acceptance_row', 'select position, journal_ms from projector for share')
const selectSources = statement('acceptance_sources', 'select source, last, used_ms as "usedMs" from source')
const selectConnections = statement('acceptance_connections', `
  select 'd/' || id as key, epoch, run from device where online
  union all select 't/' || app_user || '/' || tab, epoch, run from seat_presence where online`)
const selectRuns = statement('acceptance_runs', 'select run, record from hub_run')
