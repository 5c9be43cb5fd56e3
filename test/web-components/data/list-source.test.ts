import { expect, test } from 'vitest'
import type { Row } from '../../../protocol/resource.ts'
import { newApi } from '../../../web-components/data/api.ts'
import { ListSource, pageRows } from '../../../web-components/data/list-source.ts'

interface Asked { filters?: { search?: string }; after: string | null; rows: number }

/** A table of numbered rows, paged by the number of the last one. */
function newTable(count: number) {
  const table = { ids: Array.from({ length: count }, (_, index) => index), asked: 0, fails: false }
  const rowsOf = ({ after, rows }: Asked) => {
    const left = table.ids.filter((id) => id > Number(after ?? -1))
    const page = left.slice(0, rows)
    return { rows: page.map((id): Row => ({ id: String(id) })), next: left.length > rows ? String(page.at(-1)) : null }
  }
  const api = newApi({
    fetch: (url, init) => {
      if (url === '/api/countRows') {
        return Promise.resolve(Response.json({ count: table.ids.length, isAtLeast: false }))
      }
      table.asked += 1
      if (table.fails) return Promise.resolve(Response.json({ code: 'databaseAway', reason: 'away' }, { status: 503 }))
      return Promise.resolve(Response.json(rowsOf(JSON.parse(init?.body as string) as Asked)))
    },
  })
  return { table, source: new ListSource({ api, resource: 'users', onChanged: () => undefined }) }
}

const ask = { filters: {}, sort: null, descending: false }
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => Number(id))

test('pages follow one another by key, whatever is asked for first', async () => {
  const { source } = newTable(2 * pageRows + 5)
  source.ask(ask)
  expect(idsOf(await source.page(2))).toEqual([2 * pageRows, 2 * pageRows + 1, 2 * pageRows + 2,
    2 * pageRows + 3, 2 * pageRows + 4])
  expect(source.size).toBe(2 * pageRows + 5)
  expect(await source.page(3)).toEqual([])
})

test('a row that appears above comes with a refresh, and nothing is shown twice', async () => {
  const { table, source } = newTable(2 * pageRows)
  source.ask(ask)
  await source.page(1)
  table.ids.splice(3, 1)
  await source.refresh({ first: 0, last: 10 })
  expect(idsOf(await source.page(0))).toHaveLength(pageRows)
  const all = [...await source.page(0), ...await source.page(1)]
  expect(new Set(idsOf(all)).size).toBe(all.length)
  expect(idsOf(all)).toEqual(table.ids)
})

test('an answer to an older question is dropped', async () => {
  const { source } = newTable(3)
  source.ask(ask)
  const before = source.page(0)
  source.ask({ ...ask, filters: { search: 'x' } })
  expect(await before).toEqual([])
  expect(await source.page(0)).toHaveLength(3)
})

test('a fault is kept, rows that were read stay, and a retry reads again', async () => {
  const { table, source } = newTable(3)
  table.fails = true
  source.ask(ask)
  expect(await source.page(0)).toEqual([])
  expect(source.fault?.code).toBe('databaseAway')
  table.fails = false
  await source.refresh({ first: 0, last: 0 })
  expect(await source.page(0)).toHaveLength(3)
  expect(source.fault).toBe(null)
})
