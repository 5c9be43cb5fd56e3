import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyTarget } from '../../storage/copy-rows.ts'
import { faultOf, newPool, statement } from '../../storage/pool.ts'
import type { Pool } from '../../storage/pool.ts'
import { startTestDatabase } from '../support/servers.ts'
import type { TestDatabase } from '../support/servers.ts'

let database: TestDatabase
let pool: Pool
const idleErrors: Error[] = []
beforeAll(async () => {
  database = await startTestDatabase({ migrated: false })
  pool = newPool({ url: database.url, onError: (error) => idleErrors.push(error) })
  await pool.query('create table kept (id int primary key)')
})
afterAll(async () => {
  await pool.end()
  await database[Symbol.asyncDispose]()
})

test('whole numbers arrive as numbers, dates as text, times as Date', async () => {
  const { rows } = await pool.query(`select 9007199254740991::int8 as whole, array[1, 2]::int8[] as wholes,
    '{}'::int8[] as none, date '2026-02-28' as day, timestamptz '2026-02-28 12:00+08' as at, 1.5::numeric as exact`)
  expect(rows).toEqual([{
    whole: 9_007_199_254_740_991, wholes: [1, 2], none: [], day: '2026-02-28', at: new Date('2026-02-28T04:00:00Z'),
    exact: '1.5',
  }])
})

test('a number that JavaScript can\'t hold is an error, not a wrong number', async () => {
  await expect(pool.query('select 9007199254740993::int8')).rejects.toThrow('beyond 2^53')
})

test('a transaction commits what it did, or nothing', async () => {
  const insert = statement('insert_kept', 'insert into kept (id) values ($1)')
  expect(await pool.transaction(async (inside) => (await inside.query(insert, [1])).rowCount)).toBe(1)
  const failing = pool.transaction(async (inside) => {
    await inside.query(insert, [2])
    await inside.query(insert, [1])
  })
  expect(faultOf(await failing.catch((error: unknown) => error))).toMatchObject({
    code: 'refusedData', reason: '23505', constraint: 'kept_pkey',
  })
  expect((await pool.query('select id from kept')).rows).toEqual([{ id: 1 }])
})

test('an error that was swallowed inside a transaction is found at the commit', async () => {
  const swallowing = pool.transaction(async (inside) => {
    await inside.query('insert into kept (id) values (7)')
    await inside.query('select 1 / 0').catch(() => undefined)
  })
  await expect(swallowing).rejects.toThrow('error was ignored')
  expect((await pool.query('select 1 from kept where id = 7')).rowCount).toBe(0)
})

test('the pool refuses to be used inside a transaction, where it would wait for itself', async () => {
  await expect(pool.transaction(() => pool.query('select 1'))).rejects.toThrow('inside a transaction')
  const nested = pool.transaction(() => pool.transaction(() => Promise.resolve()))
  await expect(nested).rejects.toThrow('inside a transaction')
  expect((await pool.query('select 1')).rowCount).toBe(1)
})

test('rows arrive by COPY as they were given, all of them or none', async () => {
  await pool.query('create table copied (id int8 primary key, words text, at timestamptz, bytes bytea)')
  const rows = [
    {
      id: 1, words: '引号"、反斜杠\\、\n换行', at: Date.parse('2026-02-28T12:00:00.123Z'),
      bytes: new Uint8Array([0, 255]),
    },
    { id: -9_007_199_254_740_991, words: null, at: 0, bytes: new Uint8Array() },
    { id: 3, words: 'x'.repeat(100_000), at: Date.parse('1999-12-31T23:59:59.999Z'), bytes: null },
  ]
  await pool.transaction((inside) => inside.copy(copied, rows))
  const { rows: stored } = await pool.query('select id, words, at, bytes from copied order by at desc')
  expect(stored).toEqual(rows.map((row) => ({
    ...row, at: new Date(row.at), bytes: row.bytes === null ? null : Buffer.from(row.bytes),
  })).sort((a, b) => b.at.getTime() - a.at.getTime()))
  const again = pool.transaction((inside) => inside.copy(copied, [{ ...rows[1], id: 4 } as Copied, rows[0] as Copied]))
  expect(faultOf(await again.catch((error: unknown) => error))).toMatchObject({ code: 'refusedData', reason: '23505' })
  expect((await pool.query('select 1 from copied')).rowCount).toBe(3)
})

test('rows of a COPY that is refused before it begins are skipped, and the connection serves on', async () => {
  const one = newPool({ url: database.url, max: 1, onError: () => undefined })
  const nowhere = copyTarget<Copied>('nowhere', copied.columns)
  const row = { id: 1, words: 'x'.repeat(300_000), at: 0, bytes: null }
  for (const before of ['select 1', 'select 1 / 0']) {
    const refused = one.transaction((inside) => {
      return Promise.all([inside.query(before), inside.copy(nowhere, [row]), inside.query('select 1')])
    })
    expect(faultOf(await refused.catch((error: unknown) => error)).code).not.toBe('databaseAway')
    expect((await one.query('select 1')).rowCount).toBe(1)
  }
  await one.end()
})

test('statements that are asked for together run in their order, and none after one that failed', async () => {
  const failing = pool.transaction((inside) => Promise.all([
    inside.query('insert into kept (id) values (20)'), inside.query('select 1 / 0'),
    inside.query('commit'), inside.query('insert into kept (id) values (21)'),
  ]))
  expect(faultOf(await failing.catch((error: unknown) => error)).reason).toBe('22012')
  expect((await pool.query('select 1 from kept where id >= 20')).rowCount).toBe(0)
})

test('a database that stands still is away after the time it has for an answer', async () => {
  const impatient = newPool({ url: database.url, max: 1, answerWithinMs: 500, onError: () => undefined })
  await impatient.query('select 1')
  process.kill(database.pid, 'SIGSTOP')
  try {
    const writing = impatient.transaction((inside) => inside.query('select 1'))
    expect(faultOf(await writing.catch((error: unknown) => error)).code).toBe('databaseAway')
  } finally {
    process.kill(database.pid, 'SIGCONT')
  }
  expect((await impatient.query('select 1')).rowCount).toBe(1)
  await impatient.end()
})

test('while the database is away, that is what every error says; afterwards the same pool works', async () => {
  // A connection that idles when the database dies.
  await pool.query('select 1')
  await database.kill()
  // Until it has broken, it may be lent out, and then it tells who asks.
  await expect.poll(() => idleErrors.length).toBeGreaterThan(0)
  const asked = Array.from({ length: 8 }, () => pool.query('select 1').catch((error: unknown) => faultOf(error).code))
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['databaseAway']))
  await database.restart()
  expect((await pool.query('select 1')).rowCount).toBe(1)
})

interface Copied { id: number; words: string | null; at: number; bytes: Uint8Array | null }
const copied = copyTarget<Copied>('copied', [
  { name: 'id', type: 'int8', of: ({ id }) => id },
  { name: 'words', type: 'text', of: ({ words }) => words },
  { name: 'at', type: 'timestamp', of: ({ at }) => at },
  { name: 'bytes', type: 'bytes', of: ({ bytes }) => bytes },
])
