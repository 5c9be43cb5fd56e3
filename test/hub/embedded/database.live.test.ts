import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startDatabase } from '../../../hub/embedded/database.ts'
import { faultOf, newPool } from '../../../storage/pool.ts'
import type { Pool } from '../../../storage/pool.ts'
import { startTestDatabase, testFolder } from '../../support/servers.ts'
import { isRunning, killedOwner } from './support/killed-owner.ts'

test('kill -9 under load loses no committed row and breaks no index', async () => {
  await using database = await startTestDatabase({ migrated: false })
  const pool = newPool({ url: database.url, max: 4, onError: () => undefined })
  await pool.query('create table kept (id bigint primary key, filler text)')
  const committed: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const writers = [0, 1, 2].map((writer) => write({ pool, committed, from: (round * 3 + writer) * 1_000_000 }))
    await expect.poll(() => committed.length, { timeout: 20_000 }).toBeGreaterThan(20_000 * (round + 1))
    await database.kill()
    const faults = await Promise.all(writers)
    expect(new Set(faults)).toEqual(new Set(['databaseAway']))
    await database.restart()
    expect(await missing(pool, committed)).toEqual([])
  }
  const { rows } = await pool.query(`select (select count(*) from kept) as heap,
    (select count(*) from (select id from kept order by id offset 0) as ordered) as by_index`)
  expect(rows[0]?.['heap']).toBe(rows[0]?.['by_index'])
  await pool.end()
})

test('the socket is for its owner only, and a long path gets a short one', async () => {
  const folder = await testFolder()
  const dataDir = join(folder, 'x'.repeat(120))
  const database = await startDatabase({ dataDir })
  const socketDir = new URL(database.url).searchParams.get('host') ?? ''
  expect((await stat(socketDir)).mode & 0o777).toBe(0o700)
  const pool = newPool({ url: database.url, onError: () => undefined })
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
  await database.stop()
  await Promise.all([folder, socketDir].map((path) => rm(path, { recursive: true })))
})

test('a folder has one database', async () => {
  await using database = await startTestDatabase({ migrated: false })
  await expect(startDatabase({ dataDir: database.dataDir })).rejects.toThrow('is in use')
})

test('a database whose hub was killed leaves, and the next start waits for it', async () => {
  await using database = await startTestDatabase({ migrated: false })
  await database.stop()
  const orphan = await killedOwner('database', { dataDir: database.dataDir })
  await database.restart()
  expect(isRunning(orphan)).toBe(false)
})

/** Inserts until the database goes; answers with the fault. */
async function write(parts: { pool: Pool, committed: number[], from: number }): Promise<string> {
  for (let start = parts.from; ; start += rowsPerBatch) {
    const ids = Array.from({ length: rowsPerBatch }, (_, i) => start + i)
    try {
      await parts.pool.query('insert into kept select id, repeat(\'x\', 50) from unnest($1::bigint[]) as id', [ids])
      parts.committed.push(...ids)
    } catch (error) {
      return faultOf(error).code
    }
  }
}

async function missing(pool: Pool, committed: number[]): Promise<unknown[]> {
  const sql = 'select id from unnest($1::bigint[]) as id where not exists (select from kept where kept.id = id.id)'
  return (await pool.query(sql, [committed])).rows
}

const rowsPerBatch = 500
