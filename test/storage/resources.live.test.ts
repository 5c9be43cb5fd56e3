import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Resource, type Row } from '../../protocol/resource.ts'
import { type ResourceName, resourceNames, resources } from '../../protocol/resources/index.ts'
import { newPool } from '../../storage/pool.ts'
import type { Pool } from '../../storage/pool.ts'
import { countRows, readByIds, readPage, readSelected } from '../../storage/resources.ts'
import { sourceOf } from '../../storage/resources/index.ts'
import type { Scope } from '../../storage/source.ts'
import { type TestDatabase, startTestDatabase } from '../support/servers.ts'

let database: TestDatabase
let pool: Pool
const company: Scope = { kind: 'company', user: 'boss' }
const source = sourceOf('users')

beforeAll(async () => {
  database = await startTestDatabase()
  pool = newPool({ url: database.url, onError: () => undefined })
  await pool.query(`insert into department (name, parent) values ('公司', null), ('销售', 1), ('华东', 2), ('客服', 1)`)
  // Many equal names and times, and times that are missing.
  await pool.query(`insert into app_user (id, login_name, password, real_name, department, created_at, signed_in_at)
    select 'u' || n, 'login' || n, '', '姓名' || n % 7, 1 + n % 4, to_timestamp(1700000000 + n % 5),
      case when n % 3 = 0 then null else to_timestamp(1700000000 + n % 4) end
    from generate_series(1, 103) n`)
})
afterAll(async () => {
  await pool.end()
  await database[Symbol.asyncDispose]()
})

async function allPages(order: { sort: string; descending: boolean; rowsMax: number }): Promise<Row[]> {
  const found: Row[] = []
  for (let after: string | null = null; ;) {
    const page = await readPage(pool, { source, scope: company, filters: {}, after, ...order })
    if (page === 'badCursor') throw new Error('bad cursor')
    found.push(...page.rows)
    after = page.next
    if (after === null) return found
  }
}

async function idsOf(filters: Record<string, string | string[]>, scope = company): Promise<unknown[]> {
  const page = await readPage(pool, {
    source, scope, filters, sort: 'loginName', descending: false, after: null, rowsMax: 200,
  })
  return page === 'badCursor' ? [] : page.rows.map(({ id }) => id)
}

describe('pages by keyset', () => {
  const orders = resources.users.sorts.flatMap((sort) => [true, false].map((descending) => ({ sort, descending })))

  test.each(orders)('$sort, descending: $descending: every row once, with equal and missing values', async (order) => {
    const byThree = await allPages({ ...order, rowsMax: 3 })
    const whole = await allPages({ ...order, rowsMax: 200 })
    expect(byThree).toEqual(whole)
    expect(new Set(whole.map(({ id }) => id)).size).toBe(103)
    const other = await allPages({ ...order, descending: !order.descending, rowsMax: 200 })
    expect(whole.map(({ id }) => id)).toEqual(other.map(({ id }) => id).reverse())
  })

  test('rows that come and go between two pages double and lose no other', async () => {
    const order = { sort: 'loginName', descending: false }
    const all = { source, scope: company, filters: {} }
    const first = await readPage(pool, { ...all, after: null, rowsMax: 10, ...order })
    if (first === 'badCursor') throw new Error('bad cursor')
    await pool.query(`update app_user set login_name = 'aaa-' || login_name where id = $1`, [first.rows[9]?.id])
    const next = await readPage(pool, { ...all, after: first.next, rowsMax: 200, ...order })
    if (next === 'badCursor') throw new Error('bad cursor')
    expect(next.rows).toHaveLength(93)
  })

  test('a made-up cursor is refused or an empty page, never an error', async () => {
    const values = fc.array(fc.oneof(fc.string(), fc.integer()))
    const texts = fc.oneof(fc.string(), fc.base64String(), values.map((some) => {
      return Buffer.from(JSON.stringify(['createdMs up', ...some])).toString('base64url')
    }))
    await fc.assert(fc.asyncProperty(texts.filter((text) => text !== ''), async (after) => {
      const page = await readPage(pool, {
        source, scope: company, filters: {}, sort: 'createdMs', descending: false, after, rowsMax: 1,
      })
      return page === 'badCursor' || page.rows.length <= 1
    }), { numRuns: 60 })
  })
})

describe('filters', () => {
  const evil = [
    `'`, `'; drop table app_user; --`, `" or 1=1`, `$1`,
    `\\`, `%`, `_`, `{1,2}`, `\\'`, `(select 1)`, `null`, `1 or true`,
    '1', ``, ' ', `')) or true --`,
  ]

  test.each(resourceNames)('%s: what people give is never SQL', async (name: ResourceName) => {
    const definition: Resource = resources[name]
    const values = fc.oneof(fc.constantFrom(...evil), fc.string({ unit: 'grapheme', maxLength: 20 }))
    const clean = values.map((text) => text.replaceAll('\0', ''))
    await fc.assert(fc.asyncProperty(clean, fc.integer(), async (text, number) => {
      for (const [filter, { kind }] of Object.entries(definition.filters)) {
        const value = kind === 'search' ? text : kind.endsWith('Range') ? { from: number, to: null } : [text]
        const search = { source: sourceOf(name), scope: company, filters: { [filter]: value } }
        await countRows(pool, search)
      }
      await readByIds(pool, { source: sourceOf(name), scope: company, ids: [text] })
    }), { numRuns: 25 })
    expect((await countRows(pool, { source, scope: company, filters: {} })).count).toBe(103)
  })

  test('%, _ and \\ stand for themselves', async () => {
    await pool.query(`update app_user set remark = '100%_\\' where id = 'u50'`)
    for (const search of ['%', '_', '\\', '%_', '00%']) expect(await idsOf({ search })).toEqual(['u50'])
    expect(await idsOf({ search: '%%' })).toEqual([])
  })

  test('a department is it and all below', async () => {
    expect(await idsOf({ department: ['2'] })).toHaveLength(26 + 26)
    expect(await idsOf({ department: ['1'] })).toHaveLength(103)
    expect(await idsOf({ department: ['3', '4'] })).toHaveLength(26 + 26)
    expect(await idsOf({ department: ['999', 'x'] })).toEqual([])
  })

  test('no filter of this name finds nothing', async () => {
    expect(await idsOf({ constructor: 'x' })).toEqual([])
  })
})

describe('scope', () => {
  test('the company, a department and those below, oneself', async () => {
    const departments: Scope = { kind: 'departments', department: '2', user: 'u4' }
    expect(await idsOf({}, departments)).toHaveLength(26 + 26 + 1)
    expect(await idsOf({}, { kind: 'own', department: '2', user: 'u4' })).toEqual(['u4'])
    const ids = ['u1', 'u2', 'u4']
    const own = await readByIds(pool, { source, scope: { kind: 'own', department: '2', user: 'u4' }, ids })
    expect(own.map(({ id }) => id)).toEqual(['u4'])
  })

  test.each(resourceNames)('%s: every scope is SQL that runs', async (name: ResourceName) => {
    for (const kind of ['departments', 'own'] as const) {
      const scope: Scope = { kind, department: '2', user: 'u4' }
      await countRows(pool, { source: sourceOf(name), scope, filters: {} })
      await readSelected(pool, { source: sourceOf(name), scope, selection: { rows: ['u1', '1 2', '7'] } }, {
        after: null, rowsMax: 3,
      })
    }
  })
})

describe('a selection', () => {
  test('of all but some comes in slices, each row once, whatever happens to them', async () => {
    const selection = { filters: { department: ['2'] }, except: ['u1', 'u5'] }
    const found: string[] = []
    for (let after: string | null = null; ;) {
      const rows = await readSelected(pool, { source, scope: company, selection }, { after, rowsMax: 7 })
      if (rows.length === 0) break
      found.push(...rows.map(({ id }) => id))
      after = rows.at(-1)?.id ?? null
      const ids = rows.map(({ id }) => id)
      await pool.query(`update app_user set real_name = real_name || '!' where id = any($1)`, [ids])
    }
    expect(found).toHaveLength(52 - 2)
    expect(new Set(found).size).toBe(50)
  })
})
