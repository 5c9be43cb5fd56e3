import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Departments, addDepartments, addPerson } from '../support/admin-company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let departments: Departments
let boss: { cookie: string }
let manager: { cookie: string }
let seller: { cookie: string }

beforeAll(async () => {
  hub = await startHttpHub()
  departments = await addDepartments(hub)
  const { top, sales, east } = departments
  boss = { cookie: await addPerson(hub, { id: 'boss', department: top, permissions: ['admin'] }) }
  manager = {
    cookie: await addPerson(hub, { id: 'manager', department: sales, permissions: ['groups', 'departmentScope'] }),
  }
  seller = { cookie: await addPerson(hub, { id: 'seller', department: east, permissions: ['groups'] }) }
})
afterAll(() => hub[Symbol.asyncDispose]())

async function newGroup(kind: string, name: string, department: string | null = null, by = boss): Promise<string> {
  const { body } = await hub.call('createContactGroup', { kind, name, department, remark: '' }, by)
  expect(body.code).toBeUndefined()
  return body.group
}

async function namesFor(by: { cookie: string }, kind = 'account'): Promise<unknown[]> {
  const { body } = await hub.call('listRows', { resource: 'contactGroups', filters: { kind: [kind] } }, by)
  return body.rows.map(({ name }) => name)
}

async function optionsFor(by: { cookie: string }, options: string): Promise<string[]> {
  return (await hub.call('listOptions', { options }, by)).body.options.map(({ title }) => title)
}

describe('[GRP-1] groups', () => {
  test('of each kind are public or a department’s; a name is once in its kind and place', async () => {
    await newGroup('account', '公共组')
    await newGroup('account', '销售组', departments.sales)
    await newGroup('account', '客服组', departments.service)
    await newGroup('friend', '公共组')
    await newGroup('account', '公共组', departments.sales)
    const { status, body } = await hub.call('createContactGroup', { kind: 'account', name: '公共组' }, boss)
    expect([status, body.code]).toEqual([409, 'nameTaken'])
    expect(await namesFor(boss)).toEqual(['公共组', '销售组', '客服组', '公共组'])
    expect(await namesFor(boss, 'friend')).toEqual(['公共组'])
  })

  test('are managed by whom their department is in the scope of, and used by all below', async () => {
    expect(await namesFor(manager)).toEqual(['公共组', '销售组', '公共组'])
    expect(await namesFor(seller)).toEqual(['公共组'])
    expect(await optionsFor(seller, 'accountGroups')).toEqual(['公共组', '销售组', '公共组'])
    expect(await optionsFor(seller, 'friendGroups')).toEqual(['公共组'])
    expect(await optionsFor(seller, 'chatroomGroups')).toEqual([])
    const made = await hub.call('createContactGroup', {
      kind: 'account', name: '别家', department: departments.service,
    }, manager)
    expect([made.status, made.body.faults?.[0]?.field]).toEqual([400, 'department'])
  })

  test('are renamed with a remark, and a stale version is a conflict', async () => {
    const group = await newGroup('chatroom', '群组')
    const change = { group, version: 1, name: '客户群', remark: '成交的' }
    expect((await hub.call('changeContactGroup', change, boss)).body).toEqual({ version: 2 })
    const stale = await hub.call('changeContactGroup', { ...change, name: '又改' }, boss)
    expect([stale.status, stale.body.code]).toEqual([409, 'conflict'])
    const { rows } = await hub.pool.query<object>(`
      select operation, app_user, before, after from audit where subject_kind = 'group' and subject = $1
      order by id`, [group])
    expect(rows).toMatchObject([{ operation: 'createContactGroup', after: { name: '群组' } }, {
      operation: 'changeContactGroup', app_user: 'boss', before: { name: '群组', remark: '' },
      after: { name: '客户群', remark: '成交的' },
    }])
  })

  test('move up and down among those their manager sees, and stay at the ends', async () => {
    const [a, b, c] = [await newGroup('friend', '甲'), await newGroup('friend', '乙', departments.service),
      await newGroup('friend', '丙')]
    expect(await namesFor(boss, 'friend')).toEqual(['公共组', '甲', '乙', '丙'])
    await hub.call('moveContactGroup', { group: c, direction: 'up' }, manager)
    expect(await namesFor(boss, 'friend')).toEqual(['公共组', '丙', '乙', '甲'])
    await hub.call('moveContactGroup', { group: b, direction: 'down' }, boss)
    expect(await namesFor(boss, 'friend')).toEqual(['公共组', '丙', '甲', '乙'])
    expect((await hub.call('moveContactGroup', { group: b, direction: 'down' }, boss)).status).toBe(200)
    expect((await hub.call('moveContactGroup', { group: b, direction: 'up' }, manager)).status).toBe(404)
    expect(await optionsFor(boss, 'friendGroups')).toEqual(['公共组', '丙', '甲', '乙'])
    expect(a).not.toBe(b)
  })

  test('when deleted leave their members in none', async () => {
    const group = await newGroup('friend', '要删的')
    await hub.pool.query(`insert into friend (account, peer, profile, contact_group, changed_at)
      select 'acc', 'friend' || n, '{}', $1, 1 from generate_series(1, 3) n`, [group])
    const asked = { resource: 'contactGroups', ids: [group] }
    expect((await hub.call('readRows', asked, boss)).body.rows).toMatchObject([{ members: 3 }])
    expect((await hub.call('deleteContactGroup', { group, version: 1 }, boss)).status).toBe(200)
    expect((await hub.call('readRows', asked, boss)).body.rows).toEqual([])
    expect(await optionsFor(boss, 'friendGroups')).not.toContain('要删的')
  })
})
