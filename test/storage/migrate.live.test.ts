import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { editionSql } from '../../storage/edition.ts'
import { migrate } from '../../storage/migrate.ts'
import { newPool } from '../../storage/pool.ts'
import type { Pool } from '../../storage/pool.ts'
import { startTestDatabase, testFolder } from '../support/servers.ts'
import type { TestDatabase } from '../support/servers.ts'

let database: TestDatabase
let folder = ''
let pool: Pool
beforeAll(async () => {
  database = await startTestDatabase({ migrated: false })
  folder = await testFolder()
})
beforeEach(async () => {
  pool = newPool({ url: database.url, onError: () => undefined })
  await rm(folder, { recursive: true })
  await mkdir(folder)
  await write('001-base.sql', 'create table base (id int);')
  return async () => {
    // Each test has begun with a database that knows nothing.
    await pool.query('drop table if exists schema_state, schema_migration, base, more, loose')
    await pool.query('drop table if exists measured cascade')
    await pool.end()
  }
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

describe('running', () => {
  test('each file runs once, in the order of numbers', async () => {
    await write('002-more.sql', 'create table more (id int); insert into more select 1;')
    expect(await run()).toEqual({ outcome: 'migrated', edition: 'timescale', ran: ['001-base.sql', '002-more.sql'] })
    expect(await run()).toMatchObject({ ran: [] })
    await write('003-third.sql', 'insert into more select 2;')
    expect(await run()).toMatchObject({ ran: ['003-third.sql'] })
  })

  test('six hubs at once run each file once', async () => {
    await write('002-more.sql', 'create table more (id int);')
    await write('003-loose.sql', '-- no-transaction\ncreate table loose (id int);\ninsert into loose values (1);\n')
    await write('004-last.sql', 'insert into more values (1);')
    const others = [0, 1].map(() => newPool({ url: database.url, onError: () => undefined }))
    const results = await Promise.all([pool, pool, pool, ...others, pool].map((one) => run(one)))
    const ran = results.flatMap((result) => result.outcome === 'migrated' ? result.ran : ['refused'])
    expect(ran.toSorted()).toEqual(['001-base.sql', '002-more.sql', '003-loose.sql', '004-last.sql'])
    expect(await count('loose')).toBe(1)
    expect(await count('more')).toBe(1)
    await Promise.all(others.map((other) => other.end()))
  })

  test('a file that fails leaves nothing, and is named with its line', async () => {
    await write('002-more.sql', 'create table more (id int);\n\nselekt 1;')
    await expect(run()).rejects.toThrow('002-more.sql:3: syntax error')
    await expect(count('more')).rejects.toThrow('does not exist')
    await write('002-more.sql', 'create table more (id int);')
    expect(await run()).toMatchObject({ ran: ['002-more.sql'] })
  })

  test('a file without transaction that failed halfway is run again', async () => {
    const loose = '-- no-transaction\ncreate table if not exists loose (id int);\n'
    await write('002-loose.sql', `${loose}selekt 1;\n`)
    await expect(run()).rejects.toThrow('002-loose.sql')
    expect(await count('loose')).toBe(0)
    await write('002-loose.sql', `${loose}vacuum loose;\n`)
    expect(await run()).toMatchObject({ ran: ['002-loose.sql'] })
  })
})

describe('refusing', () => {
  test('a schema that a newer version made', async () => {
    await write('002-more.sql', 'create table more (id int);')
    await run()
    await rm(join(folder, '002-more.sql'))
    expect(await run()).toMatchObject({ outcome: 'refused', code: 'newerSchema' })
    expect(await run()).toHaveProperty('message', expect.stringContaining('002-more.sql'))
  })

  test('a file that was edited after it ran', async () => {
    await run()
    await write('001-base.sql', 'create table base (id bigint);')
    expect(await run()).toMatchObject({ outcome: 'refused', code: 'editedMigration' })
  })

  test('names without a number, and numbers used twice', async () => {
    await write('001-again.sql', 'select 1;')
    await expect(run()).rejects.toThrow('two migrations have the number')
    await rm(join(folder, '001-again.sql'))
    await write('fast.sql', 'select 1;')
    await expect(run()).rejects.toThrow('is named like')
  })
})

describe('editions', () => {
  const measured = `create table measured (at timestamptz not null, n int);
    select ark_hypertable('measured', 'at', interval '7 days');`
  const daily = 'select time_bucket(interval \'\'1 day\'\', at) as day, sum(n) as n from measured group by 1'

  test('TimescaleDB: hypertables and continuous aggregates that see new rows at once', async () => {
    await write('002-measured.sql', `${measured} select ark_aggregate('measured_daily', '${daily}');`)
    expect(await run()).toMatchObject({ outcome: 'migrated', edition: 'timescale' })
    await pool.query(`insert into measured values ('2026-03-04 05:06+00', 1), ('2026-03-04 23:00+00', 2)`)
    expect(await days()).toEqual([{ day: new Date('2026-03-04T00:00:00Z'), n: 3 }])
    const tables = await pool.query('select hypertable_name from timescaledb_information.hypertables order by 1')
    expect(tables.rows).toContainEqual({ hypertable_name: 'measured' })
    const views = await pool.query('select view_name from timescaledb_information.continuous_aggregates')
    expect(views.rows).toEqual([{ view_name: 'measured_daily' }])
  })

  test('plain PostgreSQL: tables and views with the same answers', async () => {
    await using plain = await startTestDatabase({ migrated: false })
    const other = newPool({ url: plain.url, onError: () => undefined })
    await other.query('drop extension timescaledb cascade')
    await other.query(editionSql('none'))
    await other.query(`${measured} select ark_aggregate('measured_daily', '${daily}');`)
    await other.query(`insert into measured values ('2026-03-04 05:06+00', 1), ('2026-03-04 23:00+00', 2)`)
    expect(await days(other)).toEqual([{ day: new Date('2026-03-04T00:00:00Z'), n: 3 }])
    const weeks = await other.query(`select time_bucket(interval '7 days', timestamptz '2026-03-04 05:06+00') as week`)
    expect(weeks.rows).toEqual([{ week: new Date('2026-03-02T00:00:00Z') }])
    await other.end()
  })

  async function days(from = pool): Promise<unknown[]> {
    return (await from.query('select day, n::int from measured_daily')).rows
  }
})

function run(from = pool) {
  return migrate({ pool: from, folder })
}

function write(name: string, sql: string): Promise<void> {
  return writeFile(join(folder, name), sql)
}

async function count(table: string): Promise<number> {
  return (await pool.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n ?? -1
}
