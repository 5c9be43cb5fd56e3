import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobRow } from '../../protocol/operations/jobs.ts'
import { newPool, statement } from '../../storage/pool.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'

let hub: TestInstallation
let cookie: string
const bulkRows = 400
const importRows = 150
const exportRows = 40_000

beforeAll(async () => {
  hub = await startHub()
  cookie = await hub.signIn()
  const pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
  await pool.query(insertPeople, ['bulk', '批量', bulkRows])
  await pool.query(insertPeople, ['rest', '其他', exportRows - bulkRows])
  await pool.end()
})
afterAll(() => hub[Symbol.asyncDispose]())

const ask = async <Output>(operation: string, input: object): Promise<Output> => {
  const { status, body } = await hub.call(operation, input, cookie)
  expect([status, body]).toEqual([200, expect.anything()])
  return body as Output
}
const jobNow = async (job: string): Promise<JobRow> => (await ask<{ job: JobRow }>('getJob', { job })).job
const countRows = async (sql: string): Promise<unknown> => {
  const pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
  try {
    return (await pool.query(sql)).rows
  } finally {
    await pool.end()
  }
}

/** Kills the hub while some of the job's rows are done and others aren't. */
async function killedDuring(job: string): Promise<void> {
  await expect.poll(async () => ((await jobNow(job)).done ?? 0) > 0, { timeout: 60_000, interval: 10 }).toBe(true)
  expect((await jobNow(job)).state).toBe('running')
  await hub.kill()
  await hub.restart()
}

async function upload(text: string): Promise<string> {
  const media = createHash('sha256').update(text).digest('hex')
  const headers = { cookie, 'content-type': 'text/csv' }
  expect((await fetch(`${hub.url}/media/${media}`, { method: 'PUT', headers, body: text })).ok).toBe(true)
  return media
}

test('kill -9 in the middle of a bulk action, an import and an export: each goes on, each row once', async () => {
  const started: { job: string }[] = []
  const begin = async (operation: string, input: object): Promise<void> => {
    const one = await ask<{ job: string }>(operation, input)
    started.push(one)
    await killedDuring(one.job)
  }
  // A job whose hub died waits for its lease to run out; meanwhile the next one is worked on.
  await begin('startExport', { resource: 'users', selection: { filters: {} }, columns: ['loginName'], format: 'csv' })
  await begin('startBulk', {
    action: 'setUsersDisabled', selection: { filters: { search: '批量' } }, input: { disabled: true },
  })
  const rows = Array.from({ length: importRows }, (_, index) => `im${index},password-${index},导入${index},`)
  const top = await ask<{ rows: { name: string }[] }>('listDepartments', {})
  const text = ['账号,密码,真实姓名,所属部门', ...rows.map((row) => `${row}${top.rows[0]?.name}`)].join('\r\n')
  await begin('startImport', { sheet: 'users', media: await upload(text) })
  const ended = async () => (await Promise.all(started.map(({ job }) => jobNow(job)))).map(({ state }) => state)
  await expect.poll(ended, { timeout: 60_000, interval: 200 }).toEqual(['succeeded', 'succeeded', 'succeeded'])

  const [exported, bulk, imported] = await Promise.all(started.map(({ job }) => jobNow(job)))
  expect(bulk).toMatchObject({ done: bulkRows, total: bulkRows, failed: 0 })
  expect(await countRows(`select count(*) as rows, count(distinct subject) as people from audit
    where operation = 'setUsersDisabled'`)).toEqual([{ rows: bulkRows, people: bulkRows }])
  expect(imported).toMatchObject({ done: importRows, total: importRows, failed: 0 })
  expect(await countRows(`select count(*) as people from app_user where login_name like 'im%'`)).toEqual(
    [{ people: importRows }],
  )
  const file = await fetch(`${hub.url}/download/${exported?.id}`, { headers: { cookie } })
  const names = (await file.text()).trim().split('\r\n').slice(1)
  expect(names).toHaveLength(exported?.done ?? 0)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(exportRows)
}, 150_000)

const insertPeople = statement('test_people', `
  insert into app_user (id, login_name, password, real_name, department)
  select $1 || n, $1 || n, '', $2 || n, (select min(id) from department) from generate_series(1, $3::int) n`)
