import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
      id: 'manager', department: departments.sales, permissions: ['users', 'departments', 'departmentScope', 'chat'],
    }),
  }
})
afterAll(() => hub[Symbol.asyncDispose]())

async function auditOf(subject: string) {
  interface Trace { app_user: string; operation: string; address: string; before: object; after: object }
  const { rows } = await hub.pool.query<Trace>(
    'select app_user, operation, address, before, after from audit where subject = $1 order by id', [subject],
  )
  return rows
}

async function newUser(loginName: string, more: object = {}, by = manager) {
  const { east: department } = departments
  return hub.call('createUser', { loginName, password: 'password-1', realName: '新人', department, ...more }, by)
}

describe('[USER-1] departments', () => {
  test('are a tree with people counted, and a manager sees their part', async () => {
    const { body } = await hub.call('listDepartments', {}, boss)
    expect(body.rows.map(({ name, people, peopleBelow }) => [name, people, peopleBelow])).toEqual([
      ['公司', 1, 2], ['销售', 1, 1], ['华东', 0, 0], ['客服', 0, 0],
    ])
    const part = await hub.call('listDepartments', {}, manager)
    expect(part.body.rows.map(({ name, parent }) => [name, parent])).toEqual([['销售', null], ['华东', departments.sales]])
  })

  test('are made, renamed, moved, deleted, each with its trace', async () => {
    const made = await hub.call('createDepartment', { parent: departments.sales, name: '华北', remark: '新' }, manager)
    const { department } = made.body
    const change = { department, version: 1, name: '华北一组', parent: departments.east }
    const elsewhere = { ...manager, headers: { 'x-forwarded-for': '10.9.8.7' } }
    expect((await hub.call('changeDepartment', change, elsewhere)).body).toEqual({ version: 2 })
    expect((await hub.call('deleteDepartment', { department, version: 2 }, manager)).status).toBe(200)
    const traces = await auditOf(department)
    expect(traces.map(({ operation, app_user: by, address }) => [operation, by, address])).toEqual([
      ['createDepartment', 'manager', '127.0.0.1'], ['changeDepartment', 'manager', '10.9.8.7'],
      ['deleteDepartment', 'manager', '127.0.0.1'],
    ])
    const [, changed] = traces
    const { rows } = (await hub.call('listRows', { resource: 'audit', filters: { search: department } }, boss)).body
    expect(rows.map(({ operation, address }) => [operation, address])).toContainEqual(['changeDepartment', '10.9.8.7'])
    expect(changed?.before).toEqual({ name: '华北', parent: departments.sales })
    expect(changed?.after).toEqual({ name: '华北一组', parent: departments.east })
  })

  test('the top one stays, and one with people or departments says so', async () => {
    const top = await hub.call('deleteDepartment', { department: departments.top, version: 1 }, boss)
    expect([top.status, top.body.code]).toEqual([409, 'inUse'])
    const sales = await hub.call('deleteDepartment', { department: departments.sales, version: 1 }, boss)
    expect(sales.body.reason).toContain('1 people and 1 departments')
  })

  test('make no cycle', async () => {
    const { sales, east } = departments
    const { body, status } = await hub.call('changeDepartment', { department: sales, version: 1, parent: east }, boss)
    expect([status, body.faults?.[0]?.field]).toEqual([400, 'parent'])
    expect((await hub.call('listDepartments', {}, boss)).body.rows).toHaveLength(4)
  })

  test('are moved among their sisters', async () => {
    await hub.call('changeDepartment', { department: departments.service, version: 1, place: 0 }, boss)
    const { body } = await hub.call('listDepartments', {}, boss)
    expect(body.rows.map(({ name }) => name)).toEqual(['公司', '客服', '销售', '华东'])
  })

  test('a stale version is a conflict that shows what is there now', async () => {
    const { service: department } = departments
    const { status, body } = await hub.call('changeDepartment', { department, version: 1, name: 'x' }, boss)
    expect([status, body.code]).toEqual([409, 'conflict'])
    expect((body as { current?: object }).current).toMatchObject({ name: '客服', version: 2 })
  })
})

describe('[USER-2] rights', () => {
  test('a department’s are everybody’s in it, at once', async () => {
    const { east: department } = departments
    const { body: { user } } = await newUser('heir')
    const before = hub.directory.user(user)?.permissions
    await hub.call('changeDepartment', { department, version: 1, permissions: ['chat'] }, manager)
    expect([before, hub.directory.user(user)?.permissions]).toEqual([[], ['chat']])
  })

  test('nobody gives what they lack: by hand, by a department, by moving somebody', async () => {
    expect((await newUser('richer', { permissions: ['devices'] })).status).toBe(403)
    const { east, top } = departments
    const more = { department: east, version: 2, permissions: ['chat', 'admin'] }
    const given = await hub.call('changeDepartment', more, manager)
    expect(given.status).toBe(403)
    await hub.pool.query(`update department set permissions = '{devices}' where id = $1`, [departments.service])
    expect((await newUser('mover', { department: top })).body.faults?.[0]?.field).toBe('department')
  })

  test('nobody changes somebody who may more', async () => {
    await addPerson(hub, { id: 'chief', department: departments.east, permissions: ['export'] })
    for (const [name, input] of [
      ['setUserDisabled', { user: 'chief', disabled: true }],
      ['changeUser', { user: 'chief', version: 1, realName: 'x' }],
      ['resetPassword', { user: 'chief', password: 'password-2' }],
    ] as const) expect((await hub.call(name, input, manager)).status).toBe(403)
  })
})

describe('[USER-3] [USER-4] accounts', () => {
  test('one is made, signs in, is changed; its password is nowhere in the log', async () => {
    const { body: { user } } = await newUser('zhangsan', { phone: '13800000000', permissions: ['users'] })
    const signedIn = await hub.call('signIn', { loginName: 'zhangsan', password: 'password-1' })
    expect(signedIn.body).toMatchObject({ realName: '新人', department: '华东', permissions: ['chat', 'users'] })
    const changed = await hub.call('changeUser', { user, version: 1, realName: '张三', phone: '' }, manager)
    expect(changed.body).toEqual({ version: 2 })
    const { body } = await hub.call('readRows', { resource: 'users', ids: [user] }, manager)
    expect(body.rows).toMatchObject([{
      id: user, realName: '张三', phone: '', department: '华东', version: 2,
      ownPermissions: ['users'], permissions: ['chat', 'users'],
    }])
    expect(body.rows[0]?.signedInMs).toBeCloseTo(hub.clock.nowMs, -5)
    expect(JSON.stringify(await auditOf(user))).not.toContain('password-1')
  })

  test('a login name is one person’s', async () => {
    const { body: { user } } = await newUser('lisi')
    expect((await newUser('lisi')).body.code).toBe('nameTaken')
    expect((await hub.call('changeUser', { user, version: 1, loginName: 'boss' }, manager)).body.code).toBe('nameTaken')
  })

  test('wrong fields are named', async () => {
    const { status, body } = await newUser('white space', { email: 'x', permissions: ['nothing'] })
    expect([status, body.faults?.map(({ field }) => field)]).toEqual([400, ['loginName', 'email', 'permissions']])
  })

  test('disabling ends sessions at once, and is undone', async () => {
    const { body: { user } } = await newUser('leaver')
    const signedIn = await hub.call('signIn', { loginName: 'leaver', password: 'password-1' })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(200)
    await hub.call('setUserDisabled', { user, disabled: true }, manager)
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(401)
    await hub.call('setUserDisabled', { user, disabled: false }, manager)
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(401)
    expect((await hub.call('signIn', { loginName: 'leaver', password: 'password-1' })).status).toBe(200)
  })

  test('a new password ends the sessions and opens', async () => {
    const { body: { user } } = await newUser('forgetful')
    await hub.call('resetPassword', { user, password: 'password-2' }, manager)
    expect((await hub.call('signIn', { loginName: 'forgetful', password: 'password-1' })).status).toBe(401)
    expect((await hub.call('signIn', { loginName: 'forgetful', password: 'password-2' })).status).toBe(200)
  })

  test('the last administrator stays, also when two go at the same moment', async () => {
    const one = await hub.call('setUserDisabled', { user: 'boss', disabled: true }, boss)
    expect(one.body.code).toBe('lastAdministrator')
    const demoted = await hub.call('changeUser', { user: 'boss', version: 1, permissions: [] }, boss)
    expect(demoted.body.code).toBe('lastAdministrator')
    const second = await addPerson(hub, { id: 'boss2', department: departments.top, permissions: ['admin'] })
    const answers = await Promise.all([
      hub.call('setUserDisabled', { user: 'boss2', disabled: true }, boss),
      hub.call('setUserDisabled', { user: 'boss', disabled: true }, { cookie: second }),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    await hub.pool.query(`update app_user set disabled = false where id in ('boss', 'boss2')`)
  })
})

describe('the audit log', () => {
  test('a refused change leaves nothing, neither row nor trace', async () => {
    const count = async () => (await hub.pool.query<{ n: number }>('select count(*) as n from audit')).rows[0]?.n
    const before = await count()
    await hub.call('setUserDisabled', { user: 'boss', disabled: true }, manager)
    await hub.call('createDepartment', { parent: departments.top, name: 'x' }, manager)
    expect(await count()).toBe(before)
  })
})

describe('saved views', () => {
  test('are each user’s own', async () => {
    const view = { columns: [{ name: 'realName', widthPx: 200, shown: true }], density: 'compact' }
    expect((await hub.call('saveView', { list: 'users', view }, manager)).status).toBe(200)
    expect((await hub.call('readView', { list: 'users' }, manager)).body).toEqual({ view })
    expect((await hub.call('readView', { list: 'users' }, boss)).body).toEqual({ view: null })
    await hub.call('saveView', { list: 'users', view: null }, manager)
    expect((await hub.call('readView', { list: 'users' }, manager)).body).toEqual({ view: null })
  })
})
