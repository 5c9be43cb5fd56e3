import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountId, DeviceId } from '../../../protocol/ids.ts'
import { countTalks, readUncounted } from '../../../storage/writers/account-talks.ts'
import { writeAccounts } from '../../../storage/writers/accounts.ts'
import { type Departments, addDepartments, addPerson } from '../support/admin-company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let departments: Departments
let boss: { cookie: string }
let manager: { cookie: string }

const dayMs = 86_400_000
/** When today began in Shanghai. */
const todayMs = Math.floor((Date.now() + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000

beforeAll(async () => {
  hub = await startHttpHub()
  departments = await addDepartments(hub)
  const { top, sales, east, service } = departments
  boss = { cookie: await addPerson(hub, { id: 'boss', department: top, permissions: ['admin'] }) }
  manager = {
    cookie: await addPerson(hub, {
      id: 'manager', department: sales, permissions: ['accounts', 'accountsManage', 'departmentScope'],
    }),
  }
  await addPerson(hub, { id: 'seller', department: east })
  await addPerson(hub, { id: 'server', department: service })
  await hub.pool.query(`insert into device (id, key_hash, keeper, remark, online, seen_ms, info) values
    ('d-east', '', 'seller', '华东一号', true, 5, '{"imei": "860001", "model": "Mi 9"}'),
    ('d-service', '', 'server', '', false, 7, '{}'), ('d-gone', '', 'server', '旧手机', false, 1, '{}')`)
  await hub.pool.query(`update device set revoked_at = now() where id = 'd-gone'`)
  await tell({ id: 'wx-east', device: 'd-east', nickname: '小方', alias: 'ark-east', phone: '13800000001' })
  await tell({ id: 'wx-out', device: 'd-east', nickname: '退出', loggedIn: false, offlineReason: '在别处登录' })
  await tell({ id: 'wx-service', device: 'd-service', nickname: '客服' })
  await tell({ id: 'wx-gone', device: 'd-gone', nickname: '旧号' })
})
afterAll(() => hub[Symbol.asyncDispose]())

/** As the projector writes what a phone says. */
async function tell({ id, device, loggedIn = true, offlineReason = '', ...profile }: {
  id: string; device: string; nickname?: string; alias?: string; phone?: string; loggedIn?: boolean
  offlineReason?: string
}): Promise<void> {
  await writeAccounts(hub.pool, [{
    id: id as AccountId, device: device as DeviceId, loggedIn, profile, offlineReason, changedAt: 1,
  }])
}

async function idsOf(filters: object, by = boss): Promise<unknown[]> {
  const { body } = await hub.call('listRows', { resource: 'accounts', filters }, by)
  return body.rows.map(({ id }) => id).sort()
}

async function rowOf(id: string, by = boss): Promise<Record<string, unknown>> {
  const { body } = await hub.call('readRows', { resource: 'accounts', ids: [id] }, by)
  return body.rows[0] ?? {}
}

async function newGroup(name: string, kind = 'account'): Promise<string> {
  return (await hub.call('createContactGroup', { kind, name }, boss)).body.group
}

async function runBulk(action: string, rows: string[], input: object, by = manager) {
  const { body } = await hub.call('startBulk', { action, selection: { rows }, input }, by)
  await expect.poll(async () => (await hub.call('getJob', { job: body.job }, by)).body.job.state).toBe('succeeded')
  return (await hub.call('getJob', { job: body.job }, by)).body.job
}

describe('the list', () => {
  test('[ACCT-1] [ACCT-5] tells who an account is, and whose', async () => {
    expect(await rowOf('wx-east')).toMatchObject({
      nickname: '小方', wxid: 'wx-east', alias: 'ark-east', phone: '13800000001', online: true, remark: '',
      device: '华东一号', keeper: '姓名seller', department: '华东', group: '', groupId: null, version: 1,
    })
  })

  test('[ACCT-2] an offline account says why', async () => {
    const reasons = async (id: string) => (await rowOf(id))['reasons']
    expect(await reasons('wx-out')).toEqual(['微信已退出登录:在别处登录', '坐席未登录'])
    expect(await reasons('wx-service')).toEqual(['手机未连接', '坐席未登录'])
    expect(await reasons('wx-gone')).toEqual(['手机已删除', '坐席未登录'])
    await hub.pool.query(`insert into seat_presence (app_user, tab, epoch, run, online) values
      ('seller', 't', 1, 'r', true), ('boss', 't', 1, 'r', true)`)
    expect(await reasons('wx-east')).toEqual([])
    await hub.pool.query(`insert into assignment (account, peer, seat, assigned_ms, reason, position)
      values ('wx-service', 'p', 'boss', 1, 'manual', 1)`)
    expect(await reasons('wx-service')).toEqual(['手机未连接'])
  })

  test('[ACCT-3] counts friends, but not those who left', async () => {
    await hub.pool.query(`insert into friend (account, peer, profile, gender, removed, changed_at)
      select 'wx-east', 'f' || n, '{}', n % 3, n > 7, 1 from generate_series(1, 10) n`)
    expect(await rowOf('wx-east')).toMatchObject({ friends: 7, males: 3, females: 2 })
    expect(await rowOf('wx-out')).toMatchObject({ friends: 0, males: 0, females: 0 })
  })

  test('[ACCT-4] counts conversations of whole days, also of those that went on today', async () => {
    const times: Record<string, number[]> = {
      todayOnly: [todayMs], yesterdayLast: [todayMs - 1], yesterdayFirst: [todayMs - dayMs],
      bothDays: [todayMs - dayMs + 5, todayMs + 1], dayBefore: [todayMs - dayMs - 1],
      weekThenToday: [todayMs - 7 * dayMs, todayMs + 2], eight: [todayMs - 7 * dayMs - 1],
      monthFirst: [todayMs - 30 * dayMs], tooOld: [todayMs - 30 * dayMs - 1],
      oldThenToday: [todayMs - 31 * dayMs, todayMs + 3],
    }
    for (const [peer, all] of Object.entries(times)) await talk(peer, all)
    await countAll()
    expect(await rowOf('wx-service')).toMatchObject({ talksYesterday: 3, talksWeek: 5, talksMonth: 7 })
    expect(await rowOf('wx-east')).toMatchObject({ talksYesterday: 0, talksWeek: 0, talksMonth: 0 })
    expect(await readUncounted(hub.pool, { journalMs: todayMs + dayMs - 1, rowsMax: 9 })).toEqual([])
    await countAll(todayMs + dayMs)
    expect(await rowOf('wx-service')).toMatchObject({ talksYesterday: 4, talksWeek: 7, talksMonth: 8 })
    await countAll()
  })

  test('[ACCT-7] is searched by account, phone and device, by group, state and department', async () => {
    for (const search of ['小方', 'ark-EAST', '138000', '860001', 'wx-east', 'mi 9']) {
      expect(await idsOf({ search })).toContain('wx-east')
      expect(await idsOf({ search })).not.toContain('wx-service')
    }
    expect(await idsOf({ state: ['online'] })).toEqual(['wx-east'])
    expect(await idsOf({ state: ['offline'] })).toEqual(['wx-gone', 'wx-out', 'wx-service'])
    expect(await idsOf({ department: [departments.sales] })).toEqual(['wx-east', 'wx-out'])
    expect(await idsOf({ keeper: ['server'] })).toEqual(['wx-gone', 'wx-service'])
    expect(await idsOf({}, manager)).toEqual(['wx-east', 'wx-out'])
  })
})

describe('what managers set', () => {
  test('[ACCT-10] the remark is theirs, and stays when the phone tells all again', async () => {
    const change = { account: 'wx-east', version: 1, remark: '华东主号' }
    expect((await hub.call('changeAccount', change, manager)).body).toEqual({ version: 2 })
    await tell({ id: 'wx-east', device: 'd-east', nickname: '小方方' })
    expect(await rowOf('wx-east')).toMatchObject({ nickname: '小方方', remark: '华东主号', version: 2 })
    const stale = await hub.call('changeAccount', change, manager)
    expect([stale.status, stale.body.code]).toEqual([409, 'conflict'])
    const other = await hub.call('changeAccount', { account: 'wx-service', version: 1, remark: 'x' }, manager)
    expect(other.status).toBe(404)
  })

  test('[ACCT-8] a group for one or many; only groups of accounts that one may use', async () => {
    const [group, friends] = [await newGroup('华东'), await newGroup('好友', 'friend')]
    const set = { account: 'wx-east', version: 2, group }
    expect((await hub.call('changeAccount', set, manager)).body).toEqual({ version: 3 })
    const wrong = await hub.call('changeAccount', { ...set, version: 3, group: friends }, manager)
    expect([wrong.status, wrong.body.faults?.[0]?.field]).toEqual([400, 'group'])
    expect(await runBulk('setAccountsGroup', ['wx-out', 'wx-service'], { group })).toMatchObject({ done: 1, failed: 0 })
    expect(await idsOf({ group: [group] })).toEqual(['wx-east', 'wx-out'])
    await tell({ id: 'wx-east', device: 'd-east' })
    expect(await rowOf('wx-east')).toMatchObject({ group: '华东', groupId: group })
    const { body } = await hub.call('readRows', { resource: 'contactGroups', ids: [group] }, boss)
    expect(body.rows).toMatchObject([{ members: 2 }])
    await hub.call('deleteContactGroup', { group, version: 1 }, boss)
    expect(await rowOf('wx-east')).toMatchObject({ group: '', groupId: null })
  })

  test('[ACCT-9] a removed account is off the list with its chats kept, until its phone connects it', async () => {
    expect((await hub.call('removeAccount', { account: 'wx-out' }, manager)).status).toBe(200)
    expect((await hub.call('removeAccount', { account: 'wx-out' }, manager)).status).toBe(404)
    await runBulk('removeAccounts', ['wx-service'], {}, boss)
    expect(await idsOf({})).toEqual(['wx-east', 'wx-gone'])
    await tell({ id: 'wx-service', device: 'd-service', loggedIn: false })
    expect(await idsOf({})).toEqual(['wx-east', 'wx-gone'])
    await tell({ id: 'wx-service', device: 'd-service' })
    expect(await rowOf('wx-service')).toMatchObject({ nickname: '客服', talksMonth: 7 })
    const { rows } = await hub.pool.query<object>(`
      select operation, subject_title, after from audit where subject = 'wx-out' and operation = 'removeAccount'`)
    expect(rows).toEqual([{ operation: 'removeAccount', subject_title: '退出', after: { removed: true } }])
  })
})

/** As the projector does after midnight. */
async function countAll(journalMs = todayMs + 5): Promise<void> {
  for (const account of await readUncounted(hub.pool, { journalMs, rowsMax: 100 })) {
    await countTalks(hub.pool, { account, journalMs })
  }
}

/** A conversation of wx-service with a message at each of the times. */
async function talk(peer: string, times: number[]): Promise<void> {
  const last = times.at(-1) ?? 0
  await hub.pool.query(`insert into conversation (account, peer, unread, last_ms, last_text, last_type,
    last_direction, last_position, read_up_to, changed_at) values ('wx-service', $1, 0, $2, '', 'text', 'in', 1, 0, 1)`,
  [peer, last])
  for (const [index, at] of times.entries()) {
    await hub.pool.query(`insert into message (at, position, account, peer, direction, type, text, body, sent_ms, state,
      changed_at) values ($1, $2, 'wx-service', $3, 'in', 'text', '', '', $4, 'received', 1)`,
    [new Date(at), at * 10 + index, peer, at])
  }
}
