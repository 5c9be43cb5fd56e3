import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { detectEdition, editionSql } from './edition.ts'
import type { Edition } from './edition.ts'
import { readMigrations, splitStatements } from './migration-files.ts'
import type { Migration } from './migration-files.ts'
import { faultOf } from './pool.ts'
import type { Pool, Queries } from './pool.ts'

export interface MigrateOptions {
  pool: Pool
  /** Absent: the project's own. */
  folder?: string
  progress?: (step: string) => void
}

export type Migrated =
  | { outcome: 'migrated', edition: Edition, ran: string[] }
  /** 'newerSchema': a newer version was here. 'editedMigration': a file changed after it had run. */
  | { outcome: 'refused', code: 'newerSchema' | 'editedMigration', message: string }

/**
 * Brings the schema up to date; safe with several hubs at once.
 *
 * Each step locks the one row of `schema_state`, looks what is applied, and runs the next file in the same
 * transaction. A file without transaction is claimed in that row for a while instead; the others wait.
 * Errors of a migration's SQL are thrown, with its name.
 */
export async function migrate({ pool, folder, progress = () => undefined }: MigrateOptions): Promise<Migrated> {
  const migrations = await readMigrations(folder)
  const edition = await prepare(pool)
  const hub: Hub = { pool, migrations, id: randomUUID() }
  const ran: string[] = []
  for (;;) {
    const step = await takeStep(hub)
    if (step.kind === 'finished') return { outcome: 'migrated', edition, ran }
    if (step.kind === 'refused') return { outcome: 'refused', code: step.code, message: step.message }
    if (step.kind === 'busy') {
      await sleep(pollMs)
      continue
    }
    if (step.kind === 'claimed') await runClaimed(hub, step.migration)
    ran.push(step.migration.name)
    progress(`migrated the database: ${step.migration.name}`)
  }
}

interface Hub { pool: Pool, migrations: Migration[], id: string }

type Step =
  | { kind: 'finished' }
  | { kind: 'refused', code: 'newerSchema' | 'editedMigration', message: string }
  /** Another hub runs a file that has no transaction. */
  | { kind: 'busy' }
  | { kind: 'ran', migration: Migration }
  | { kind: 'claimed', migration: Migration }

/** The edition is decided once per database: tables made on plain PostgreSQL don't become hypertables later. */
async function prepare(pool: Pool): Promise<Edition> {
  await retried(() => pool.query(stateTablesSql))
  const detected = await retried(() => detectEdition(pool))
  return retried(() => pool.transaction(async (inside) => {
    const { rows } = await inside.query<{ edition: Edition }>(`select edition from schema_state ${lockSql}`)
    const edition = rows[0]?.edition ?? detected
    await inside.query('update schema_state set edition = $1', [edition])
    await inside.query(editionSql(edition))
    return edition
  }))
}

function takeStep({ pool, migrations, id }: Hub): Promise<Step> {
  return pool.transaction(async (inside) => {
    const { rows } = await inside.query<{ busy: boolean }>(busySql, [id])
    const applied = await readApplied(inside)
    const refusal = check({ migrations, applied })
    if (refusal !== null) return refusal
    const migration = migrations.find(({ name }) => !applied.has(name))
    if (migration === undefined) return { kind: 'finished' }
    if (rows[0]?.busy === true) return { kind: 'busy' }
    if (!migration.transactional) {
      await inside.query(claimSql, [id])
      return { kind: 'claimed', migration }
    }
    await named(migration, () => inside.query(migration.sql))
    await inside.query(recordSql, [migration.name, migration.sha256])
    return { kind: 'ran', migration }
  })
}

async function readApplied(queries: Queries): Promise<Map<string, string>> {
  const { rows } = await queries.query<{ name: string, sha256: string }>('select name, sha256 from schema_migration')
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

/** Once started it must be finished or repeated, so the claim is renewed while it runs. */
async function runClaimed({ pool, id }: Hub, migration: Migration): Promise<void> {
  const renewal = setInterval(() => {
    pool.query(claimSql, [id]).catch(() => undefined)
  }, claimMs / 4)
  try {
    for (const sql of splitStatements(migration.sql)) await named(migration, () => pool.query(sql))
    await pool.query(`${recordSql} on conflict do nothing`, [migration.name, migration.sha256])
  } finally {
    clearInterval(renewal)
    await pool.query('update schema_state set busy_until = null where holder = $1', [id])
  }
}

interface Books { migrations: Migration[], applied: Map<string, string> }

function check({ migrations, applied }: Books): Extract<Step, { kind: 'refused' }> | null {
  const known = new Map(migrations.map(({ name, sha256 }) => [name, sha256]))
  for (const [name, sha256] of applied) {
    const expected = known.get(name)
    if (expected === undefined) return refused('newerSchema', `${name}: ${newerSchemaAdvice}`)
    if (expected !== sha256) return refused('editedMigration', `${name}: ${editedAdvice}`)
  }
  return null
}

function refused(code: 'newerSchema' | 'editedMigration', message: string): Extract<Step, { kind: 'refused' }> {
  return { kind: 'refused', code, message }
}

async function named(migration: Migration, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { message, position } = error as Error & { position?: string }
    const line = position === undefined ? '' : `:${migration.sql.slice(0, Number(position)).split('\n').length}`
    throw Object.assign(new Error(`migration ${migration.name}${line}: ${message}`, { cause: error }), faultOf(error))
  }
}

/** Two hubs that create the same thing at the same moment: one gets a unique violation and looks again. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attemptsMax || faultOf(error).code === 'databaseAway') throw error
      await sleep(pollMs * attempt)
    }
  }
}

const attemptsMax = 5
const pollMs = 100
/** Claim of a file without transaction; a hub that dies in the middle blocks the others this long. */
const claimMs = 20_000

const lockSql = 'where only_row for update'

const busySql = `
  select coalesce(busy_until > clock_timestamp() and holder <> $1, false) as busy from schema_state ${lockSql}`

const claimSql = `
  update schema_state set holder = $1, busy_until = clock_timestamp() + interval '${claimMs} milliseconds'`

const recordSql = 'insert into schema_migration (name, sha256) values ($1, $2)'

const stateTablesSql = `
  create table if not exists schema_migration (
    name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp());
  create table if not exists schema_state (
    only_row boolean primary key default true check (only_row),
    edition text, holder uuid, busy_until timestamptz);
  insert into schema_state default values on conflict do nothing`

const newerSchemaAdvice = 'the database was migrated by a newer version of this program; start that version'
const editedAdvice = 'this migration was edited after it had run; restore the file and put the change into a new one'
