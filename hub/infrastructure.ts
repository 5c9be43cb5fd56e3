import { join } from 'node:path'
import type { Config } from './config.ts'
import { type Database, startDatabase } from './embedded/database.ts'
import { type NatsServer, findNatsServer, startNatsServer } from './embedded/nats-server.ts'
import { supervise } from './embedded/supervise.ts'
import { Parts } from './lifecycle.ts'
import { type Pool, newPool } from '../storage/pool.ts'
import { migrate } from '../storage/migrate.ts'
import { repositoryRoot } from '../storage/repository-root.ts'
import { createFirstAdministrator } from './sessions/first-administrator.ts'
import { whenDatabaseIsThere } from './when-database-is-there.ts'

/** NATS and the database: embedded unless their addresses are given. */
export interface Infrastructure {
  natsUrl: string
  databaseUrl: string
  /** Resolves when an embedded part ended by itself; the hub can't go on without it. */
  lost: Promise<string>
  stop(): Promise<void>
}

export type Progress = (step: string) => void

/** Starts what isn't given. Its processes are stopped last, by `stop`. */
export async function startInfrastructure(config: Readonly<Config>, progress: Progress): Promise<Infrastructure> {
  const parts = new Parts()
  const ends: Promise<string>[] = []
  let { natsUrl, databaseUrl } = config
  if (natsUrl === null) {
    const nats = await parts.start('embedded NATS', () => superviseNats(config, progress), (it) => it.stop())
    natsUrl = nats.current.url
    ends.push(nats.lost)
  }
  if (databaseUrl === null) {
    progress('starting the embedded database (the first start takes some seconds)')
    const dataDir = join(config.dataDir, 'database')
    const database = await parts.start('embedded database', () => supervise({
      name: 'the embedded database', progress,
      start: (before: Database | null) => startDatabase({ dataDir, progress, ...sameSocket(before) }),
    }), (it) => it.stop())
    databaseUrl = database.current.url
    ends.push(database.lost)
  }
  // Promise.race of nothing never settles: parts that are elsewhere come back by themselves.
  return { natsUrl, databaseUrl, lost: Promise.race(ends), stop: () => parts.stop() }
}

/** Started again where the pool looks for it, also when its folder was a temporary one. */
function sameSocket(before: Database | null): { socketDir?: string } {
  const socketDir = before === null ? null : new URL(before.url).searchParams.get('host')
  return socketDir === null ? {} : { socketDir }
}

async function superviseNats(config: Readonly<Config>, progress: Progress) {
  progress('looking for nats-server')
  const cacheDir = join(repositoryRoot(), '.cache/nats')
  const found = await findNatsServer({ cacheDir, env: process.env, progress })
  if (!found.found) throw new Error(found.message)
  const { binary } = found
  progress('starting the embedded NATS (JetStream, every record fsynced)')
  const common = { binary, dataDir: join(config.dataDir, 'nats'), storeBytesMax: config.journalBytesMax * 2, progress }
  return supervise<NatsServer>({
    name: 'the embedded nats-server', progress,
    start: (before) => startNatsServer(before === null ? common : { ...common, port: before.port }),
  })
}

/** Brings the schema up to date and makes the first administrator, whose password is told once. */
export async function prepareDatabase(
  { databaseUrl, progress, afterMigrate }: {
    databaseUrl: string; progress: Progress; afterMigrate?: ((pool: Pool) => Promise<void>) | undefined
  },
): Promise<{ firstPassword: { loginName: string; password: string } | null }> {
  const pool = newPool({ url: databaseUrl, max: 2, onError: () => undefined })
  try {
    progress('preparing the database')
    const migrated = await whenDatabaseIsThere(() => migrate({ pool, progress }), { progress })
    if (migrated.outcome === 'refused') throw new Error(migrated.message)
    const firstPassword = await whenDatabaseIsThere(() => createFirstAdministrator(pool), { progress })
    await afterMigrate?.(pool)
    return { firstPassword }
  } finally {
    await pool.end()
  }
}
