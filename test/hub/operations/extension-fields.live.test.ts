import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountId, DeviceId, PeerId, UserId } from '../../../protocol/ids.ts'
import { writeAccounts } from '../../../storage/writers/accounts.ts'
import { writeAssignments } from '../../../storage/writers/assignments.ts'
import { writeFriends } from '../../../storage/writers/friends.ts'
import { type Departments, addDepartments, addPerson } from '../support/admin-company.ts'
import { type HttpHub, startHttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let departments: Departments
type By = { cookie: string }
let [boss, manager, keeper, helper]: By[] = []
const account = 'wx-east' as AccountId
const [anna, bob] = ['anna', 'bob'] as PeerId[] as [PeerId, PeerId]

beforeAll(async () => {
  hub = await startHttpHub()
  departments = await addDepartments(hub)
  const { top, sales, east, service } = departments
  const person = async (id: string, department: string, permissions: string[]) => {
    return { cookie: await addPerson(hub, { id, department, permissions: permissions as never }) }
  }
  boss = await person('boss', top, ['admin'])
  manager = await person('manager', sales, ['extensionFields', 'friends', 'departmentScope'])
  keeper = await person('keeper', east, ['chat'])
  helper = await person('helper', service, ['chat'])
  await hub.pool.query(`insert into device (id, key_hash, keeper, info) values ('d-east', '', 'keeper', '{}')`)
  await writeAccounts(hub.pool, [{
    id: account, device: 'd-east' as DeviceId, loggedIn: true, profile: { wxid: account }, offlineReason: '',
    changedAt: 1,
  }])
  await befriend('旧昵称')
})
afterAll(() => hub[Symbol.asyncDispose]())

async function befriend(nickname: string): Promise<void> {
  await writeFriends(hub.pool, [anna, bob].map((peer) => ({
    account, peer, profile: { wxid: peer, nickname }, removed: false, snapshot: '', changedAt: 1,
  })))
}

async function newField(name: string, kind: string, rest: object = {}, by = boss): Promise<string> {
  const { body } = await hub.call('createExtensionField', { name, kind, ...rest }, by)
  expect(body.code).toBeUndefined()
  return body.field
}

const set = (field: string, value: unknown, before: unknown = null, { peer = anna, by = keeper } = {}) => {
  return hub.call('setFriendField', { account, peer, field, value, before }, by)
}

async function friendsWith(...fields: string[]): Promise<unknown[]> {
  const { body } = await hub.call('listRows', { resource: 'friends', filters: { fields } }, boss)
  return (body.rows ?? [body]).map((row) => row.wxid ?? row.code)
}

async function namesOf(by: By | undefined, filters: object = {}): Promise<unknown[]> {
  return (await hub.call('listRows', { resource: 'extensionFields', filters }, by)).body.rows.map(({ name }) => name)
}

describe('[EXT-1] [EXT-2] fields', () => {
  test('have a name once, choices where they need them, and departments that their manager sees', async () => {
    await newField('客户姓名', 'text')
    const faults = await Promise.all([
      hub.call('createExtensionField', { name: '客户姓名', kind: 'number' }, boss),
      hub.call('createExtensionField', { name: '空', kind: 'single', choices: [] }, boss),
      hub.call('createExtensionField', { name: '重', kind: 'single', choices: ['甲', '甲'] }, boss),
      hub.call('createExtensionField', { name: '别家', kind: 'text', departments: [departments.service] }, manager),
    ])
    expect(faults.map(({ body }) => body.faults?.[0]?.field ?? body.code))
      .toEqual(['nameTaken', 'choices', 'choices', 'departments'])
  })

  test('are disabled, shown on demand and enabled again; order is moved past disabled ones', async () => {
    const [one, two, three] = [await newField('一', 'text'), await newField('二', 'text'), await newField('三', 'text')]
    expect((await hub.call('changeExtensionField', { field: two, version: 1, enabled: false }, boss)).body)
      .toEqual({ version: 2 })
    expect(await namesOf(boss)).toEqual(['客户姓名', '一', '三'])
    expect(await namesOf(boss, { disabled: 'true' })).toEqual(['客户姓名', '一', '二', '三'])
    await hub.call('moveExtensionField', { field: three, direction: 'up' }, boss)
    expect(await namesOf(boss)).toEqual(['客户姓名', '三', '一'])
    await hub.call('changeExtensionField', { field: two, version: 2, enabled: true }, boss)
    expect(await namesOf(boss)).toEqual(['客户姓名', '三', '二', '一'])
    const stale = await hub.call('changeExtensionField', { field: one, version: 9, name: '壹' }, boss)
    expect([stale.status, stale.body.code]).toEqual([409, 'conflict'])
  })

  test('of departments are usable there and below, managed by whom sees all of them', async () => {
    await newField('销售专用', 'text', { departments: [departments.sales] })
    await newField('客服专用', 'text', { departments: [departments.service] })
    const usable = async (by: By | undefined) => (await hub.call('listExtensionFields', {}, by)).body.fields
      .filter((field) => field.usable).map(({ name }) => name)
    expect(await usable(keeper)).toEqual(['客户姓名', '三', '二', '一', '销售专用'])
    expect(await usable(helper)).toEqual(['客户姓名', '三', '二', '一', '客服专用'])
    expect(await namesOf(manager)).toEqual(['客户姓名', '三', '二', '一', '销售专用'])
  })
})

describe('[EXT-3] values', () => {
  test('[P86] are checked, audited, told to consoles, and compared with what the caller saw', async () => {
    const status = await newField('客户状态', 'single', { choices: ['高意向', '低意向'] })
    hub.outbox.length = 0
    expect((await set(status, '高意向')).body).toEqual({ value: '高意向' })
    expect(hub.outbox.map(({ fact, value }) => [fact.name, value])).toEqual([['friendNoted', { account, peer: anna }]])
    expect((await set(status, '没有的', '高意向')).body.faults?.[0]?.field).toBe('value')
    const late = await set(status, '低意向')
    expect([late.status, late.body]).toMatchObject([409, { code: 'conflict', current: { value: '高意向' } }])
    expect((await set(status, '高意向')).status).toBe(200)
    const { rows } = await hub.pool.query<object>(`select app_user, subject, before, after from audit
      where operation = 'setFriendField'`)
    expect(rows).toEqual([{
      app_user: 'keeper', subject: `${account} anna`, before: { 客户状态: null }, after: { 客户状态: '高意向' },
    }])
  })

  test('two at once: one of them is told of the other', async () => {
    const count = await newField('购买数量', 'number')
    const both = await Promise.all([set(count, 1), set(count, 2)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  test('are given by who serves the friend, for fields of their department', async () => {
    const field = await newField('只给销售', 'text', { departments: [departments.sales] })
    expect((await set(field, '别人的', null, { by: helper })).status).toBe(403)
    await assign('helper')
    expect((await set(field, '我的', null, { by: helper })).body.faults?.[0]?.field).toBe('field')
    expect((await set(field, '晚了')).status).toBe(403)
    await assign(null)
    expect((await set(field, '东区')).status).toBe(200)
  })

  test('stay when the phone tells the friend again, and when the field is disabled meanwhile', async () => {
    const field = await newField('生日', 'date')
    await set(field, '1990-05-01')
    await befriend('新昵称')
    const asked = { resource: 'friends', ids: [`${account} anna`] }
    const rowOf = async () => (await hub.call('readRows', asked, boss)).body.rows[0]
    const valueOf = async () => (await rowOf())?.fields as Record<string, unknown>
    expect((await valueOf())[field]).toBe('1990-05-01')
    await hub.call('changeExtensionField', { field, version: 1, enabled: false }, boss)
    expect(await valueOf()).not.toHaveProperty(field)
    expect((await set(field, '1991-05-01', '1990-05-01')).status).toBe(400)
    await hub.call('changeExtensionField', { field, version: 2, enabled: true }, boss)
    expect((await valueOf())[field]).toBe('1990-05-01')
  })

  test('[FRND-2] are found: by choices, words, numbers and days; all conditions hold', async () => {
    const [tags, about, score, day] = [
      await newField('类别', 'multiple', { choices: ['白领', '学生', '主妇'] }), await newField('详细', 'longText'),
      await newField('评分', 'number'), await newField('签约', 'date'),
    ]
    await set(tags, ['白领', '学生'])
    await set(tags, ['主妇'], null, { peer: bob })
    await set(about, '住在ＡＢＣ大厦 100%')
    await set(score, 7.5)
    await set(score, 3, null, { peer: bob })
    await set(day, '2026-03-01')
    const dayMs = Date.UTC(2026, 2, 1)
    expect(await friendsWith(`${tags}=学生`)).toEqual(['anna'])
    expect(await friendsWith(`${tags}=学生`, `${tags}=主妇`)).toHaveLength(2)
    expect(await friendsWith(`${tags}=学生`, `${score}@..5`)).toEqual([])
    expect(await friendsWith(`${about}~abc大厦`)).toEqual(['anna'])
    expect(await friendsWith(`${about}~0%`, `${score}@7.5..7.5`)).toEqual(['anna'])
    expect(await friendsWith(`${about}~0_`)).toEqual([])
    expect(await friendsWith(`${day}@${dayMs}..${dayMs}`)).toEqual(['anna'])
    expect(await friendsWith(`${day}@${dayMs + 1}..`)).toEqual([])
    expect(await friendsWith(`${tags}'=x`)).toEqual(['badInput'])
  })

  test('[SEAT-5] who serves a friend puts it into a group', async () => {
    const { body: { group } } = await hub.call('createContactGroup', { kind: 'friend', name: 'VIP' }, boss)
    expect((await hub.call('setFriendGroup', { account, peer: bob, group }, keeper)).body).toEqual({})
    expect((await hub.call('setFriendGroup', { account, peer: bob, group }, helper)).status).toBe(403)
    const { rows } = (await hub.call('readRows', { resource: 'friends', ids: [`${account} bob`] }, boss)).body
    expect(rows).toMatchObject([{ group: 'VIP' }])
  })
})

test('[FRND-1] an export has a column for each field that is asked for', async () => {
  const field = await newField('导出的', 'dateTime')
  await set(field, Date.parse('2026-03-01T08:30:00+08:00'))
  const asked = { resource: 'friends', selection: { rows: [`${account} anna`] }, format: 'csv' }
  const refused = await hub.call('startExport', { ...asked, columns: ['field999'] }, boss)
  expect(refused.body.faults?.[0]?.field).toBe('columns')
  const { body: { job } } = await hub.call('startExport', { ...asked, columns: ['wxid', `field${field}`] }, boss)
  const stateOf = async () => (await hub.call('getJob', { job }, boss)).body.job.state
  await expect.poll(stateOf, { timeout: 15_000 }).toBe('succeeded')
  const file = await fetch(`${hub.url}/download/${job}`, { headers: { cookie: boss?.cookie ?? '' } })
  expect((await file.text()).replace('\uFEFF', '').trim().split(/\r?\n/)).toEqual([
    '微信ID,导出的', 'anna,2026-03-01 08:30:00',
  ])
})

async function assign(seat: string | null): Promise<void> {
  await writeAssignments(hub.pool, [{
    account, peer: anna, seat: seat as UserId | null, by: null, reason: 'manual', assignedMs: 1, position: 2,
  }])
}
