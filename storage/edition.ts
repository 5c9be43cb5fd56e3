import type { Queries } from './pool.ts'

/** What the server offers: TimescaleDB Community, its Apache edition (no continuous aggregates), or PostgreSQL. */
export type Edition = 'timescale' | 'apache' | 'none'

/** Finds out the edition; creates the extension where it is installed and may be created. */
export async function detectEdition(queries: Queries): Promise<Edition> {
  const offered = await queries.query(`select 1 from pg_available_extensions where name = 'timescaledb'`)
  if (offered.rowCount === 0) return 'none'
  // Two hubs at once: one of them fails here and finds the other's below. Not preloaded: fails, and stays plain.
  await queries.query('create extension if not exists timescaledb').catch(() => undefined)
  const { rows } = await queries.query<{ license: string | null }>(licenseSql)
  if (rows[0] === undefined) return 'none'
  return rows[0].license === 'timescale' ? 'timescale' : 'apache'
}

/**
 * Functions for migrations, the same on every edition:
 * `select ark_hypertable('message', 'sent_at', interval '7 days')`, `select ark_aggregate('name', $$select …$$)`,
 * and `time_bucket(interval, timestamptz)` where TimescaleDB is missing.
 */
export function editionSql(edition: Edition): string {
  const hypertable = edition === 'none' ? 'null' : createHypertable
  const aggregate = edition === 'timescale' ? continuousAggregate : plainView
  return [
    define('ark_hypertable(relation regclass, time_column name, chunk interval)', `perform ${hypertable};`),
    define('ark_aggregate(view_name name, query text)', `execute ${aggregate};`),
    edition === 'none' ? plainTimeBucket : '',
  ].join('\n')
}

function define(signature: string, body: string): string {
  return `create or replace function ${signature} returns void language plpgsql as $ark$ begin ${body} end $ark$;`
}

const licenseSql = `
  select current_setting('timescaledb.license', true) as license from pg_extension where extname = 'timescaledb'`

const createHypertable = `create_hypertable(relation, time_column, chunk_time_interval => chunk,
  create_default_indexes => false, if_not_exists => true)`

// Created empty: refreshing is done by the hub, outside transactions. New rows are seen at once (real-time half).
const continuousAggregate = `format('create materialized view %I
  with (timescaledb.continuous, timescaledb.materialized_only = false) as %s with no data', view_name, query)`

const plainView = `format('create or replace view %I as %s', view_name, query)`

/** The origin is TimescaleDB's: Monday 2000-01-03, UTC. */
const plainTimeBucket = `
create or replace function time_bucket(width interval, at timestamptz) returns timestamptz
language sql immutable parallel safe as $$ select date_bin(width, at, timestamptz '2000-01-03 00:00:00+00') $$;`
