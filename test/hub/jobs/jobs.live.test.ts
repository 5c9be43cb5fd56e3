import { createHash } from 'node:crypto'
import ExcelJS from '@protobi/exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobRow } from '../../../protocol/operations/jobs.ts'
import { type Departments, addDepartments, addPerson } from '../support/admin-company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let departments: Departments
let boss: { cookie: string }
let manager: { cookie: string }

beforeAll(async () => {
  hub = await startHttpHub()
  departments = await addDepartments(hub)
  boss = { cookie: await addPerson(hub, { id: 'boss', department: departments.top, permissions: ['admin'] }) }
  manager = {
    cookie: await addPerson(hub, {
      id: 'manager', department: departments.sales, permissions: ['users', 'departmentScope', 'export'],
    }),
  }
  await hub.pool.query(`insert into app_user (id, login_name, password, real_name, department, remark)
    select 'e' || n, '00' || n, '', '=1+' || n, $1, '@备注,"' || n from generate_series(1, 70) n`, [departments.east])
  await hub.pool.query(`insert into app_user (id, login_name, password, real_name, department)
    select 's' || n, 's' || n, '', '客服' || n, $1 from generate_series(1, 5) n`, [departments.service])
})
afterAll(async () => {
  expect(hub.bugs).toEqual([])
  await hub[Symbol.asyncDispose]()
})

async function finished(job: string, by = manager): Promise<JobRow> {
  const read = async () => (await hub.call('getJob', { job }, by)).body.job
  await expect.poll(async () => (await read()).state).toMatch(/succeeded|failed|cancelled/)
  return read()
}

async function download(job: string, { cookie } = manager): Promise<Response> {
  return fetch(`${hub.url}/download/${job}`, { headers: { cookie } })
}

describe('an export', () => {
  test('as csv: rows of the scope, a mark for Excel, digits as they are, no formulas', async () => {
    const selection = { filters: { department: [departments.sales] }, except: ['manager'] }
    const columns = ['loginName', 'realName', 'remark', 'disabled']
    const input = { resource: 'users', selection, columns, format: 'csv' }
    const { body: { job } } = await hub.call('startExport', input, manager)
    expect(await finished(job)).toMatchObject({ state: 'succeeded', done: 70, total: 70, failed: 0 })
    const answer = await download(job)
    expect(answer.headers.get('content-disposition')).toContain('.csv')
    const text = Buffer.from(await answer.arrayBuffer()).toString()
    expect(text.startsWith('\ufeff账号,真实姓名,备注,账户状态\r\n')).toBe(true)
    expect(text.split('\r\n')).toHaveLength(72)
    expect(text).toContain(`\r\n007,'=1+7,"'@备注,""7",启用\r\n`)
  })

  test('as xlsx: texts are texts', async () => {
    const columns = ['loginName', 'realName', 'devices']
    const input = { resource: 'users', selection: { rows: ['e7', 'e8', 's1'] }, columns, format: 'xlsx' }
    const { body: { job } } = await hub.call('startExport', input, manager)
    await finished(job)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(await (await download(job)).arrayBuffer())
    const rows = book.worksheets[0]?.getSheetValues().map((row) => (row as unknown[]).slice(1))
    expect(rows?.slice(1)[0]).toEqual(['账号', '真实姓名', '保管设备数'])
    expect(rows?.slice(2).sort()).toEqual([['007', '=1+7', 0], ['008', '=1+8', 0]])
  })

  test('is its owner’s alone, and expires', async () => {
    const input = { resource: 'users', selection: { filters: {} }, format: 'csv' }
    const { body: { job } } = await hub.call('startExport', input, manager)
    const { expiresMs } = await finished(job)
    expect((await download(job)).status).toBe(200)
    expect((await download(job, boss)).status).toBe(404)
    expect((await fetch(`${hub.url}/download/${job}`)).status).toBe(401)
    expect((await download('..%2f..%2fetc')).status).toBe(404)
    const nowMs = hub.clock.nowMs
    hub.clock.nowMs = (expiresMs ?? 0) + 1
    await hub.pool.query(`update session set expires_at = now() + interval '100 days'`)
    const later = { cookie: await addPerson(hub, { id: 'later', department: departments.top }) }
    expect([(await download(job, later)).status]).toEqual([404])
    hub.clock.nowMs = nowMs
  })
})

describe('a bulk action', () => {
  test('changes all that a search finds, each with its trace, and names what it could not', async () => {
    await addPerson(hub, { id: 'chief', department: departments.east, permissions: ['admin'] })
    const selection = { filters: { department: [departments.east] } }
    const input = { action: 'setUsersDisabled', selection, input: { disabled: true } }
    const { body: { job } } = await hub.call('startBulk', input, manager)
    expect(await finished(job)).toMatchObject({ state: 'succeeded', done: 71, total: 71, failed: 1 })
    const { body } = await hub.call('listFailedRows', { job }, manager)
    expect(body.rows).toMatchObject([{ row: 'chief', title: 'chief', code: 'noRight' }])
    const { rows } = await hub.pool.query<{ n: number }>(
      `select count(*) as n from audit where operation = 'setUsersDisabled' and app_user = 'manager'`,
    )
    expect(rows[0]?.n).toBe(70)
    expect(hub.directory.user('e3' as never)?.disabled).toBe(true)
  })

  test('does nothing to rows outside of the scope', async () => {
    const input = { action: 'setUsersDisabled', selection: { rows: ['s1', 's2', 'e1'] }, input: { disabled: false } }
    const { body: { job } } = await hub.call('startBulk', input, manager)
    expect(await finished(job)).toMatchObject({ done: 1, total: 1 })
  })

  test('is taken up where a dead hub left it: each row once', async () => {
    const { sales: department } = departments
    const work = { action: 'moveUsers', selection: { filters: { search: '=1+' } }, input: { department } }
    // As after kill -9: held by a hub whose lease has run out, with a cursor in the middle.
    await hub.pool.query(`
      insert into job (id, kind, title, owner, address, work, created_at, state, holder, cursor, total, done)
      values ('dead', 'bulk', '', 'manager', '', $1, now(), 'running', 'other', 'e5', 70, 46)`, [JSON.stringify(work)])
    expect(await finished('dead')).toMatchObject({ state: 'succeeded', failed: 0 })
    const { rows } = await hub.pool.query<{ moved: number; twice: number }>(`
      select count(*) filter (where n = 1) as moved, count(*) filter (where n > 1) as twice from (
        select count(*) as n from audit where operation = 'moveUsers' group by subject) one`)
    const above = await hub.pool.query<{ n: number }>(
      `select count(*) as n from app_user where id > 'e5' and id like 'e%'`,
    )
    expect(rows[0]).toEqual({ moved: above.rows[0]?.n, twice: 0 })
  })

  test('is cancelled by its owner, nobody else sees it', async () => {
    const { sales: department } = departments
    const work = { action: 'moveUsers', selection: { filters: {} }, input: { department } }
    await hub.pool.query(`insert into job (id, kind, title, owner, address, work, created_at, cancelling)
      values ('unwanted', 'bulk', '', 'manager', '', $1, now(), false)`, [JSON.stringify(work)])
    const stranger = { cookie: await addPerson(hub, { id: 'stranger', department: departments.service }) }
    expect((await hub.call('cancelJob', { job: 'unwanted' }, stranger)).status).toBe(404)
    expect((await hub.call('cancelJob', { job: 'unwanted' }, manager)).status).toBe(200)
    expect((await finished('unwanted')).state).toMatch(/cancelled|succeeded/)
  })

  test('of somebody who lost the right fails by name', async () => {
    const work = { action: 'removeDevices', selection: { filters: {} }, input: {} }
    await hub.pool.query(`insert into job (id, kind, title, owner, address, work, created_at)
      values ('powerless', 'bulk', '', 'manager', '', $1, now())`, [JSON.stringify(work)])
    const { state, reason } = await finished('powerless')
    expect([state, reason.split(':')[0]]).toEqual(['failed', 'noRight'])
  })
})

describe('an import', () => {
  async function upload(content: Buffer, { cookie } = manager): Promise<string> {
    const media = createHash('sha256').update(content).digest('hex')
    const headers = { cookie, 'content-type': 'text/csv' }
    const answer = await fetch(`${hub.url}/media/${media}`, { method: 'PUT', headers, body: new Uint8Array(content) })
    expect(answer.status).toBeLessThan(300)
    return media
  }

  const sheet = [
    '账号,密码,真实姓名,所属部门,手机号', 'im1,password-1,导入一,华东,013800000000', 'im2,short,导入二,华东,', '',
    'im1,password-1,又一个,华东,', 'im3,password-1,导入三,客服,', 'im4,password-1,导入四,销售/华东,',
    ',password-1,没有账号,华东,',
  ].join('\r\n')

  test.each(['utf-8', 'xlsx'])('%s: takes the rows that are right and names the others', async (kind) => {
    await hub.pool.query(`delete from audit; delete from app_user where login_name like 'im%'`)
    const media = await upload(kind === 'xlsx' ? await asXlsx(sheet) : Buffer.from(sheet))
    const { body: { job } } = await hub.call('startImport', { sheet: 'users', media }, manager)
    expect(await finished(job)).toMatchObject({ state: 'succeeded', done: 6, total: 6, failed: 4 })
    const { body } = await hub.call('listFailedRows', { job }, manager)
    expect(body.rows.map(({ number, title, code }) => [number, title, code])).toEqual([
      [2, 'im2', 'badInput'], [3, 'im1', 'nameTaken'], [4, 'im3', 'badInput'], [6, '', 'badInput'],
    ])
    const asked = { resource: 'users', filters: { search: 'im' }, sort: 'loginName' }
    expect((await hub.call('listRows', asked, manager)).body.rows).toMatchObject([
      { loginName: 'im1', phone: '013800000000' }, { loginName: 'im4', department: '华东' },
    ])
  })

  test('a sheet without the columns is refused by their names', async () => {
    const media = await upload(Buffer.from('账号,姓名\r\na,b\r\n'))
    const { body: { job } } = await hub.call('startImport', { sheet: 'users', media }, manager)
    expect((await finished(job)).reason).toContain('缺少列：密码、真实姓名、所属部门')
  })

  test('somebody else’s file is none, and the template is a sheet', async () => {
    const media = await upload(Buffer.from('x,y\r\n'), boss)
    expect((await hub.call('startImport', { sheet: 'users', media }, manager)).status).toBe(400)
    const template = await fetch(`${hub.url}/template/users`, { headers: manager })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(await template.arrayBuffer())
    expect(book.worksheets[0]?.getRow(1).getCell(1).text).toBe('账号 *')
  })
})

async function asXlsx(csv: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('x').addRows(csv.split('\r\n').map((line) => line.split(',')))
  return Buffer.from(await book.xlsx.writeBuffer())
}
