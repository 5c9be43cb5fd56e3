import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Permission } from '../../../protocol/permissions.ts'
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
  const { top, sales, east, service } = departments
  const person = async (id: string, department: string, ...permissions: Permission[]) =>
    ({ cookie: await addPerson(hub, { id, department, permissions }) })
  boss = await person('boss', top, 'admin')
  manager = await person('manager', sales, 'rules', 'friends', 'departmentScope')
  seller = await person('seller', east, 'chat')
  await person('helper', service, 'chat')
  await hub.pool.query(`insert into device (id, key_hash, keeper) values ('d1', '', 'seller'), ('d2', '', 'helper')`)
  await hub.pool.query(`insert into account (id, device, logged_in, changed_at)
    values ('ours', 'd1', true, 0), ('theirs', 'd2', true, 0)`)
  await hub.pool.query(`insert into friend (account, peer, profile, changed_at) values ('ours', 'f', '{}', 0)`)
})
afterAll(() => hub[Symbol.asyncDispose]())

const rule = (changes: object = {}) => ({
  name: '轮流', scope: 'all', target: 'all', turns: 'sequential', onlineOnly: false, enabled: true, ...changes,
})
const make = async (changes: object = {}): Promise<string> =>
  (await hub.call('createAssignmentRule', rule(changes), boss)).body.rule
const names = async () => {
  const { body } = await hub.call('listRows', { resource: 'assignmentRules' }, boss)
  return body.rows.map(({ place, name }) => `${place as number} ${name as string}`)
}
const faults = async (operation: Parameters<HttpHub['call']>[0], input: object, by = boss) => {
  const { status, body } = await hub.call(operation, input, by)
  return [status, body.code, ...(body.faults ?? []).map(({ field }: { field: string }) => field)]
}

describe('[RULE-1] rules', () => {
  test('are made as the last, moved, changed under their version, and deleted; each tells storage', async () => {
    const [first, second] = [await make(), await make({ name: '第二' })]
    expect(await names()).toEqual(['1 轮流', '2 第二'])
    await hub.call('moveAssignmentRule', { rule: second, direction: 'up' }, boss)
    await hub.call('moveAssignmentRule', { rule: second, direction: 'up' }, boss)
    expect(await names()).toEqual(['1 第二', '2 轮流'])
    const change = { rule: first, version: 1, enabled: false }
    expect((await hub.call('changeAssignmentRule', change, boss)).body).toEqual({ version: 2 })
    const stale = await hub.call('changeAssignmentRule', change, boss)
    expect(stale).toMatchObject({ status: 409, body: { current: { version: 2, enabled: false, name: '轮流' } } })
    await hub.call('deleteAssignmentRule', { rule: first, version: 2 }, boss)
    expect(await names()).toEqual(['1 第二'])
    const { rows } = await hub.pool.query(`
      select operation from audit where subject_kind = 'assignmentRule' order by id`)
    expect(rows.map(({ operation }) => operation)).toEqual([
      'createAssignmentRule', 'createAssignmentRule', 'moveAssignmentRule', 'changeAssignmentRule',
      'deleteAssignmentRule',
    ])
  })

  test('[RULE-2] [RULE-3] name what is there, and something where they must', async () => {
    expect(await faults('createAssignmentRule', rule({ name: ' ' }))).toEqual([400, 'badInput', 'name'])
    expect(await faults('createAssignmentRule', rule({ name: '第二' }))).toEqual([409, 'nameTaken'])
    for (const [field, changes] of [
      ['groups', { scope: 'groups' }], ['accounts', { scope: 'accounts', accounts: [] }],
      ['accounts', { scope: 'accounts', accounts: ['nobody'] }], ['departments', { target: 'departments' }],
      ['departments', { target: 'departments', departments: ['999999'] }], ['scope', { scope: 'some' }],
    ] as const) {
      expect(await faults('createAssignmentRule', rule({ name: '坏', ...changes }))).toEqual([400, 'badInput', field])
    }
    const { body } = await hub.call('listRows', { resource: 'assignmentRules' }, boss)
    expect(body.rows.length).toBe(1)
    await make({ name: '部门', target: 'departments', departments: [departments.east], accounts: ['ours'] })
    const last = (await hub.call('listRows', { resource: 'assignmentRules' }, boss)).body.rows.at(-1)
    expect(last).toMatchObject({ targetNames: [expect.any(String)], scopeNames: [], accounts: [] })
  })
})

test('[RULE-6] caps are those of the scope; who is outside can’t be capped', async () => {
  const caps = async (by: { cookie: string }) =>
    Object.fromEntries((await hub.call('listSeatCaps', {}, by)).body.rows.map(({ seat, perDay }) => [seat, perDay]))
  expect(await caps(manager)).toEqual({ seller: null })
  await hub.call('setSeatCaps', { caps: [{ seat: 'seller', perDay: 3 }, { seat: 'helper', perDay: 0 }] }, boss)
  expect(await caps(boss)).toMatchObject({ seller: 3, helper: 0, boss: null })
  await hub.call('setSeatCaps', { caps: [{ seat: 'seller' }] }, manager)
  expect(await caps(manager)).toEqual({ seller: null })
  expect(await faults('setSeatCaps', { caps: [{ seat: 'helper', perDay: 9 }] }, manager))
    .toEqual([400, 'badInput', 'caps'])
})

test('a trial says who would get a friend with the rule that isn’t saved, and changes nothing', async () => {
  const draft = { name: '试', scope: 'all', target: 'keeper', turns: 'sequential', onlineOnly: true }
  const before = (await hub.pool.query('select * from assignment_rule order by id')).rows
  const ask = async (input: object) => (await hub.call('tryAssignment', { account: 'ours', ...input }, boss)).body
  expect(await ask({})).toMatchObject({ seat: 'seller', ruleName: '第二', waits: false })
  const replaces = before[0]?.['id']?.toString()
  expect(await ask({ draft, replaces })).toMatchObject({ seat: 'seller', ruleName: '部门', why: { verdicts: [
    { name: '试', outcome: 'nobody', excluded: [{ seat: 'seller', why: 'offline' }] }, { outcome: 'yielded' },
  ] } })
  expect((await hub.pool.query('select * from assignment_rule order by id')).rows).toEqual(before)
  expect((await hub.pool.query('select from assignment_given')).rows).toEqual([])
  expect(await faults('tryAssignment', { account: 'theirs' }, manager)).toEqual([400, 'badInput', 'account'])
})

test('why somebody has a friend is told to who serves or sees them, and to nobody else', async () => {
  const ask = (by: { cookie: string }, account = 'ours') => hub.call('explainAssignment', { account, peer: 'f' }, by)
  for (const by of [boss, manager, seller]) expect((await ask(by)).body).toEqual({ decision: null, waits: false })
  expect([(await ask(manager, 'theirs')).status, (await ask(seller, 'theirs')).status]).toEqual([403, 403])
})
