import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountId, DeviceId } from '../../../protocol/ids.ts'
import { defaultSwitches } from '../../../protocol/switches.ts'
import { writeAccounts } from '../../../storage/writers/accounts.ts'
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
  const { top, sales, east, service } = departments
  boss = { cookie: await addPerson(hub, { id: 'boss', department: top, permissions: ['admin'] }) }
  manager = {
    cookie: await addPerson(hub, {
      id: 'manager', department: sales, permissions: ['devices', 'devicesManage', 'departmentScope'],
    }),
  }
  await addPerson(hub, { id: 'seller', department: east })
  await addPerson(hub, { id: 'server', department: service })
  await hub.pool.query(`insert into device (id, key_hash, keeper, remark, online, info, status) values
    ('d-east', '', 'seller', '华东一号', true,
      '{"imei": "860001", "brand": "小米", "model": "Mi 9", "os": "Android 14", "client": "3.1", "root": true}',
      '{"batteryPercent": 81, "latitudeE6": 30274123, "longitudeE6": 120155456}'),
    ('d-sales', '', 'manager', '', false, '{"imei": "860002", "brand": "华为", "xposed": true}', '{}'),
    ('d-service', '', 'server', '客服机', false, '{"imei": "860003", "brand": "小米"}', '{}')`)
  const profile = { nickname: '小方', alias: 'ark-east', wechatVersion: '8.0.50' }
  await writeAccounts(hub.pool, [{
    id: 'wx-east' as AccountId, device: 'd-east' as DeviceId, loggedIn: true, profile, offlineReason: '', changedAt: 1,
  }])
})
afterAll(() => hub[Symbol.asyncDispose]())

async function idsOf(filters: object, by = boss): Promise<unknown[]> {
  const { body } = await hub.call('listRows', { resource: 'devices', filters }, by)
  return body.rows.map(({ id }) => id).sort()
}

async function rowOf(id: string, resource = 'devices'): Promise<Record<string, unknown>> {
  const { body } = await hub.call('readRows', { resource, ids: [id] }, boss)
  return body.rows[0] ?? {}
}

async function runBulk(action: string, selection: object, input: object, by = manager) {
  const { body } = await hub.call('startBulk', { action, selection, input }, by)
  await expect.poll(async () => (await hub.call('getJob', { job: body.job }, by)).body.job.state).toBe('succeeded')
  return (await hub.call('getJob', { job: body.job }, by)).body.job
}

describe('phones', () => {
  test('[DEV-1] each says what it is, who is on it, where it is and whose', async () => {
    expect(await rowOf('d-east')).toMatchObject({
      imei: '860001', accounts: ['小方'], wechatVersion: '8.0.50', group: '', keeper: '姓名seller', department: '华东',
      battery: 81, root: true, xposed: false, coordinates: '30.274123,120.155456', brand: '小米', model: 'Mi 9',
      os: 'Android 14', client: '3.1', online: true, revoked: false, setup: 'applied',
    })
    expect(await rowOf('d-sales')).toMatchObject({ battery: null, root: false, xposed: true, coordinates: '' })
  })

  test('[DEV-4] are found by IMEI, account, brand, state, keeper and department, within the scope', async () => {
    for (const [filters, found] of [
      [{ search: '60001' }, ['d-east']], [{ search: '小方' }, ['d-east']], [{ search: '客服机' }, ['d-service']],
      [{ brand: '小米' }, ['d-east', 'd-service']], [{ brand: 'mi 9' }, ['d-east']],
      [{ state: ['online'] }, ['d-east']], [{ state: ['offline'], brand: '小米' }, ['d-service']],
      [{ keeper: ['manager', 'server'] }, ['d-sales', 'd-service']],
      [{ department: [departments.sales] }, ['d-east', 'd-sales']], [{ search: '没有' }, []],
    ] as const) expect([filters, await idsOf(filters)]).toEqual([filters, found])
    expect(await idsOf({ brand: '小米' }, manager)).toEqual(['d-east'])
  })

  test('[DEV-3] get another keeper, one or many, of those that are in the scope; each with its trace', async () => {
    const { version } = await rowOf('d-sales')
    const change = { device: 'd-sales', version, keeper: 'seller' }
    expect((await hub.call('changeDevice', change, manager)).status).toBe(200)
    expect((await hub.call('changeDevice', change, manager)).status).toBe(409)
    expect(await rowOf('d-sales')).toMatchObject({ keeper: '姓名seller', keeperId: 'seller' })
    const job = await runBulk('setDevicesKeeper', { rows: ['d-east', 'd-sales', 'd-service'] }, { keeper: 'manager' })
    expect(job).toMatchObject({ total: 2, done: 2, failed: 0 })
    expect(await idsOf({ keeper: ['manager'] })).toEqual(['d-east', 'd-sales'])
    const { rows } = await hub.pool.query(`select operation, count(*) as count from audit
      where operation in ('changeDevice', 'setDevicesKeeper') group by operation order by operation`)
    expect(rows).toEqual([{ operation: 'changeDevice', count: 1 }, { operation: 'setDevicesKeeper', count: 2 }])
  })

  test('[DEVG-1] are put in groups, one or many, and found by them; a deleted group is none', async () => {
    const { body: { group } } = await hub.call('createDeviceGroup', { name: '前台' }, manager)
    const { version } = await rowOf('d-east')
    await hub.call('changeDevice', { device: 'd-east', version, group }, manager)
    expect(await runBulk('setDevicesGroup', { rows: ['d-sales'] }, { group })).toMatchObject({ done: 1 })
    expect(await idsOf({ group: [group] })).toEqual(['d-east', 'd-sales'])
    const renamed = { group, version: 1, name: '前台组', remark: '大厅' }
    expect((await hub.call('changeDeviceGroup', renamed, manager)).body).toEqual({ version: 2 })
    expect((await hub.call('changeDeviceGroup', renamed, manager)).status).toBe(409)
    expect(await rowOf('d-east')).toMatchObject({ group: '前台组', groupId: group })
    expect((await hub.call('deleteDeviceGroup', { group, version: 2 }, manager)).status).toBe(200)
    expect(await rowOf('d-east')).toMatchObject({ group: '', groupId: null })
  })

  test('[PERM-1] one switch for all phones of a department, whoever keeps them, and for nobody else’s', async () => {
    await hub.call('changeDevice', { device: 'd-east', version: (await rowOf('d-east'))['version'], keeper: 'seller' },
      manager)
    const selection = { filters: { department: [departments.sales] } }
    expect(await runBulk('setDevicesSwitch', selection, { switch: 'usb', on: false }, boss)).toMatchObject({ done: 2 })
    const switchesOf = async (device: string) => (await hub.call('getDeviceSetup', { device }, boss)).body.switches
    for (const device of ['d-east', 'd-sales']) {
      expect(await switchesOf(device)).toEqual(defaultSwitches.filter((name) => name !== 'usb'))
    }
    expect(await switchesOf('d-service')).toEqual(defaultSwitches)
  })
})

test('[APP-1] apps are a package once, renamed, a conflict is shown, offered to phones, and deleted', async () => {
  const app = 'com.example.shop'
  expect((await hub.call('createApp', { app, title: '商城' }, boss)).body).toEqual({ app })
  for (const wrong of [{ app, title: '又一个' }, { app: '不是包名', title: '商城' }]) {
    expect((await hub.call('createApp', wrong, boss)).body.faults?.[0]?.field).toBe('app')
  }
  const { version } = await rowOf(app, 'apps')
  expect((await hub.call('changeApp', { app, version, title: '小店' }, boss)).status).toBe(200)
  expect((await hub.call('changeApp', { app, version, title: '晚了' }, boss)).status).toBe(409)
  const { body: { options } } = await hub.call('listOptions', { options: 'apps', search: '小店' }, boss)
  expect(options.map(({ title }) => title)).toEqual(['小店'])
  const current = (await rowOf(app, 'apps'))['version']
  expect((await hub.call('deleteApp', { app, version: current }, boss)).status).toBe(200)
  expect(await rowOf(app, 'apps')).toEqual({})
})
