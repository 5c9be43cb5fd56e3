import { join } from 'node:path'
import type { Config } from './config.ts'
import { startDatabase } from './embedded/database.ts'
import { findNatsServer, startNatsServer } from './embedded/nats-server.ts'
import { Parts } from './lifecycle.ts'
import { type Pool, newPool } from '../storage/pool.ts'
import { migrate } from '../storage/migrate.ts'
import { repositoryRoot } from '../storage/repository-root.ts'
import { createFirstAdministrator } from './sessions/first-administrator.ts'

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
  let natsUrl = config.natsUrl
  if (natsUrl === null) {
    const server = await parts.start('embedded NATS', () => startNats(config, progress), (it) => it.stop())
    natsUrl = server.url
    ends.push(server.exited.then(() => 'the embedded nats-server ended'))
  }
  let databaseUrl = config.databaseUrl
  if (databaseUrl === null) {
    progress('starting the embedded database (the first start takes some seconds)')
    const database = await parts.start('embedded database', () => startDatabase({
      dataDir: join(config.dataDir, 'database'), progress,
    }), (it) => it.stop())
    databaseUrl = database.url
    ends.push(database.exited.then(() => 'the embedded database ended'))
  }
  return { natsUrl, databaseUrl, lost: ends.length === 0 ? new Promise(() => undefined) : Promise.race(ends), stop: () => parts.stop() }
}

async function startNats(config: Readonly<Config>, progress: Progress) {
  progress('looking for nats-server')
  const found = await findNatsServer({ cacheDir: join(repositoryRoot(), '.cache/nats'), env: process.env, progress })
  if (!found.found) throw new Error(found.message)
  progress('starting the embedded NATS (JetStream, every record fsynced)')
  return startNatsServer({
    binary: found.binary, dataDir: join(config.dataDir, 'nats'), storeBytesMax: config.journalBytesMax * 2, progress,
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
    const migrated = await migrate({ pool, progress })
    if (migrated.outcome === 'refused') throw new Error(migrated.message)
    const firstPassword = await createFirstAdministrator(pool)
    await afterMigrate?.(pool)
    return { firstPassword }
  } finally {
    await pool.end()
  }
}
