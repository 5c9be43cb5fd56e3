import { afterAll, beforeAll, expect, test } from 'vitest'
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

test('while the database is away, that is what every error says; afterwards the same pool works', async () => {
  await database.kill()
  const asked = Array.from({ length: 8 }, () => pool.query('select 1').catch((error: unknown) => faultOf(error).code))
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['databaseAway']))
  await database.restart()
  expect((await pool.query('select 1')).rowCount).toBe(1)
  expect(idleErrors.length).toBeGreaterThan(0)
})
