import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestDatabase } from '../../support/servers.ts'
import { startTestDatabase } from '../../support/servers.ts'
import { copyIn } from './support/copy-in.ts'

// Real clients on the real embedded database: what PostgreSQL does on many connections, the gate does on one.
let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await startTestDatabase({ migrated: false })
  pool = new pg.Pool({ connectionString: database.url, max: 8 })
  await pool.query('create table row (id int primary key, n int, s text); insert into row values (1, 0, null)')
})
afterAll(async () => {
  await pool.end()
  await database[Symbol.asyncDispose]()
})

describe('transactions', () => {
  test('many at once read, think and write without losing an update', async () => {
    const add = () => inTransaction(async (client) => {
      const { rows } = await client.query<{ n: number }>('select n from row where id = 1 for update')
      await new Promise((resolve) => { setImmediate(resolve) })
      await client.query('update row set n = $1 where id = 1', [(rows[0]?.n ?? 0) + 1])
    })
    await Promise.all(Array.from({ length: 20 }, async () => { for (let i = 0; i < 10; i += 1) await add() }))
    expect((await pool.query('select n from row where id = 1')).rows).toEqual([{ n: 200 }])
  })

  test('others see nothing of one that is rolled back', async () => {
    const client = await pool.connect()
    await client.query('begin')
    await client.query('insert into row values (100, 1)')
    const seen = pool.query('select 1 from row where id = 100')
    await client.query('rollback')
    client.release()
    expect((await seen).rowCount).toBe(0)
  })

  test('after an error everything is refused until the rollback', async () => {
    const client = await pool.connect()
    await client.query('begin')
    await expect(client.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' })
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' })
    expect((await client.query('commit')).command).toBe('ROLLBACK')
    client.release()
  })

  test('a client that vanishes in the middle is rolled back, the others go on', async () => {
    const client = await newClient()
    await client.query('begin')
    await client.query('insert into row values (103, 1)')
    socketOf(client).destroy()
    expect((await pool.query('select 1 from row where id = 103')).rowCount).toBe(0)
  })

  test('a savepoint survives an error after it', async () => {
    await inTransaction(async (client) => {
      await client.query('savepoint here')
      await expect(client.query('insert into row values (1, 1)')).rejects.toMatchObject({ code: '23505' })
      await client.query('rollback to savepoint here')
      await client.query('insert into row values (104, 1)')
    })
    expect((await pool.query('select 1 from row where id = 104')).rowCount).toBe(1)
  })
})

describe('statements', () => {
  test('one name on all connections', async () => {
    const asked = Array.from({ length: 64 }, (_, i) => i)
    const query = (i: number) => pool.query({ name: 'same', text: 'select $1::int + 1 as v', values: [i] })
    const answers = await Promise.all(asked.map(query))
    expect(answers.map(({ rows }) => rows[0] as unknown)).toEqual(asked.map((i) => ({ v: i + 1 })))
  })

  test('one name with different texts on two connections', async () => {
    const [a, b] = await Promise.all([pool.connect(), pool.connect()])
    const one = await a.query({ name: 'differs', text: 'select 1 as v' })
    const two = await b.query({ name: 'differs', text: 'select 2 as v' })
    const again = await a.query({ name: 'differs', text: 'select 1 as v' })
    expect([one, two, again].map(({ rows }) => rows[0] as unknown)).toEqual([{ v: 1 }, { v: 2 }, { v: 1 }])
    a.release()
    b.release()
  })

  test('a setting does not outlive its client', async () => {
    const client = await newClient()
    await client.query('set enable_seqscan = off')
    await client.end()
    const setting = async () => (await pool.query('show enable_seqscan')).rows
    await expect.poll(setting).toEqual([{ enable_seqscan: 'on' }])
  })

  test('fifty connections at once', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, newClient))
    const answers = await Promise.all(clients.map((client, i) => client.query('select $1::int as v', [i])))
    expect(answers.map(({ rows }) => rows[0] as unknown)).toEqual(clients.map((_, v) => ({ v })))
    await Promise.all(clients.map((client) => client.end()))
  })
})

describe('sizes', () => {
  test.each([1e6, 2e7])('a parameter of %d bytes', async (size) => {
    const { rows } = await pool.query('select length($1::text) as size', ['x'.repeat(size)])
    expect(rows).toEqual([{ size }])
  })

  test('a result of 30 MB', async () => {
    const { rows } = await pool.query<{ v: string }>('select repeat(\'x\', 30000000) as v')
    expect(rows[0]?.v.length).toBe(30_000_000)
  })

  // The engine loses what follows a message that ends on a multiple of 8,192 bytes in one call.
  test('messages around multiples of 8,192 bytes', async () => {
    for (let size = 8_192 * 2 - 80; size <= 8_192 * 2 + 20; size += 1) {
      const { rows } = await pool.query('select length($1::text) as size', ['x'.repeat(size)])
      expect(rows).toEqual([{ size }])
    }
  })

  test('bytes, JSON, arrays and times come back as they went', async () => {
    const values = [Buffer.from([0, 1, 255]), { k: '值' }, ['a', 'b,"'], new Date(1_700_000_000_123)]
    const { rows } = await pool.query('select $1::bytea b, $2::jsonb j, $3::text[] a, $4::timestamptz t', values)
    expect(rows).toEqual([{ b: values[0], j: values[1], a: values[2], t: values[3] }])
  })
})

describe('COPY from the client', () => {
  const sql = 'copy copied from stdin'
  let client: pg.Client
  beforeAll(async () => {
    client = await newClient()
    await client.query('create table copied (a int, b text)')
  })
  afterAll(() => client.end())

  test('20,000 rows in many pieces', async () => {
    const data = Array.from({ length: 20_000 }, (_, i) => `${i}\t你好 ${i}\n`)
    await copyIn(client, { sql, data })
    expect(await count()).toBe(20_000)
  })

  test('a bad row fails it, the connection goes on', async () => {
    await expect(copyIn(client, { sql, data: ['x\ty\n'] })).rejects.toMatchObject({ code: '22P02' })
    expect(await count()).toBe(20_000)
  })

  test('giving up fails the transaction around it', async () => {
    await client.query('begin')
    await expect(copyIn(client, { sql, data: ['1\ta\n'], fail: 'no more' })).rejects.toMatchObject({ code: '57014' })
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' })
    await client.query('rollback')
    expect(await count()).toBe(20_000)
  })

  test('giving up outside a transaction leaves nothing', async () => {
    await expect(copyIn(client, { sql, data: ['1\ta\n'], fail: 'no more' })).rejects.toMatchObject({ code: '57014' })
    expect(await count()).toBe(20_000)
  })

  async function count(): Promise<number> {
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from copied')
    return rows[0]?.n ?? -1
  }
})

async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  await client.query('begin')
  await work(client)
  await client.query('commit')
  client.release()
}

async function newClient(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

function socketOf(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream
}
