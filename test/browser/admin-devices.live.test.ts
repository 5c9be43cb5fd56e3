import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { emptyBody } from '../../protocol/bodies.ts'
import type { AccountId, MsgSvrId, PeerId } from '../../protocol/ids.ts'
import type { Row } from '../../protocol/resource.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { adminPage } from './support/admin-page.ts'

let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone
const account = 'wxid_devices_page' as AccountId

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  const info = { brand: '小米', model: '14', imei: '860000000000025' }
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken(), info, remark: '前台一号' })
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '小方' })
  const status = { batteryPercent: 80, latitudeE6: 30_274_123, longitudeE6: 120_155_456 }
  await phone.acked(phone.say('deviceReported', { status }))
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const { field, cell, open, pick, save, fault } = adminPage(() => ({ hub, browser }))
const ask = async <Output>(operation: string, input: object): Promise<Output> => {
  const { status, body } = await hub.call(operation, input, await hub.signIn())
  expect([status, body]).toEqual([200, expect.anything()])
  return body as Output
}
const rowsOf = async (resource: string): Promise<Row[]> => (await ask<{ rows: Row[] }>('listRows', { resource })).rows
/** Asked again: a dialog that fades in is pale at first. */
const findsNothing = async (): Promise<void> => {
  const { page } = browser
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect.poll(() => seriousFindings(page), { timeout: 5_000 }).toEqual([])
  }
}
const bulk = async (action: string): Promise<void> => {
  const { page } = browser
  await page.getByLabel('选择这一行').first().check()
  await page.getByTestId(action).click()
  await page.getByTestId('bulk-start').waitFor()
}
const bulkStart = () => browser.page.getByTestId('bulk-start').click()
const bulkEnd = async (): Promise<void> => {
  const { page } = browser
  const dialog = page.getByTestId('bulk-dialog')
  await dialog.getByText('已完成').waitFor()
  await dialog.getByRole('button', { name: '完成' }).click()
  await dialog.waitFor({ state: 'detached' })
}

test('[DEV-10] contacts come from a sheet, are seen and put right, and stand in the phone', async () => {
  const { page } = browser
  await signInPage(page, { url: `${hub.url}/admin/devices`, loginName: 'admin', password: hub.password })
  await cell('前台一号').waitFor()
  await bulk('importDeviceContacts')
  const template = await page.request.get(`${hub.url}/template/deviceContacts`)
  expect(template.ok()).toBe(true)
  await page.getByTestId('contacts-file').setInputFiles({
    name: '通讯录.csv', mimeType: 'text/csv',
    buffer: Buffer.from('\uFEFF姓名,号码\r\n张三,13800138000\r\n李四,+86 13900139000\r\n王五,不知道\r\n'),
  })
  const lines = page.locator('ark-contacts-field textarea')
  await expect.poll(() => lines.inputValue()).toBe('张三,13800138000\n李四,+86 13900139000\n王五,不知道')
  await findsNothing()
  await bulkStart()
  await fault('第 3 行的号码不对').waitFor()
  await lines.fill('张三,13800138000\n李四，+86 13900139000')
  await bulkStart()
  await bulkEnd()
  await expect.poll(() => phone.state.addressBook).toEqual([
    { name: '张三', number: '13800138000' }, { name: '李四', number: '+86 13900139000' },
  ])
})

test('[DEV-10] a file that is no sheet is refused in words, and only its uploader may read it', async () => {
  const { page } = browser
  await bulk('importDeviceContacts')
  await page.getByTestId('contacts-file').setInputFiles({
    name: '通讯录.csv', mimeType: 'text/csv', buffer: Buffer.from('甲,乙\r\n1,2\r\n'),
  })
  await page.getByText('缺少列：姓名、号码').waitFor()
  const foreign = await hub.call('readContactSheet', { media: 'a'.repeat(64) }, await hub.signIn())
  expect(foreign.status).toBe(400)
})

test('[DEV-10] all contacts are deleted only after the word was typed', async () => {
  const { page } = browser
  expect(await field('confirm').count()).toBe(0)
  await page.getByRole('switch', { name: '先清空手机联系人' }).check()
  await field('confirm').waitFor()
  await bulkStart()
  await fault('请输入「清空」').waitFor()
  expect(phone.state.addressBook).toHaveLength(2)
  await field('confirm').fill('清空')
  await bulkStart()
  await bulkEnd()
  await expect.poll(() => phone.state.addressBook).toEqual([])
})

test('[DEV-5] [DEV-13] the drawer of a phone: where it is, and how each command ended, as it happens', async () => {
  const { page } = browser
  await cell('前台一号').click()
  const drawer = page.getByTestId('drawer')
  await drawer.getByTestId('ledger').locator('li[data-state=succeeded]', { hasText: '导入联系人' }).first().waitFor()
  expect(await drawer.getByTestId('map').getAttribute('href')).toContain('position=120.155456%2C30.274123')
  await drawer.getByTestId('copy-place').click()
  await page.getByText('坐标已复制').waitFor()
  await findsNothing()
  const selection = { rows: [phone.device] }
  await ask('startBulk', { action: 'installDevicesApp', selection, input: { url: 'https://example.com/a.zip' } })
  await drawer.getByTestId('ledger').getByText('安装失败').waitFor()
})

test('[DEV-6] what is set for a phone that is away waits, is said so, and takes effect when it is back', async () => {
  const { page } = browser
  const state = page.getByTestId('setup-state')
  const ledger = page.getByTestId('ledger')
  expect(await state.innerText()).toBe('已生效')
  await phone.stop()
  await page.locator('.state[data-value=offline]').first().waitFor()
  const input = { switch: 'usb', on: false }
  await ask('startBulk', { action: 'setDevicesSwitch', selection: { rows: [phone.device] }, input })
  await ask('startBulk', { action: 'updateDevices', selection: { rows: [phone.device] }, input: {} })
  await expect.poll(() => state.innerText(), { timeout: 10_000 }).toBe('上线后生效')
  await ledger.locator('li[data-state=waiting]', { hasText: '检查更新' }).waitFor()
  await phone.connect()
  await expect.poll(() => state.innerText(), { timeout: 10_000 }).toBe('已生效')
  await ledger.locator('li[data-state=succeeded]', { hasText: '检查更新' }).waitFor()
  expect(phone.state.configuration?.switches).not.toContain('usb')
  await page.keyboard.press('Escape')
})

test('[APP-1] [DEV-7] an app is named on its page and chosen for one phone, which then shows it alone', async () => {
  const { page } = browser
  await open('apps')
  await page.getByTestId('createApp').click()
  await field('title').fill('微信')
  await field('app').fill('com.tencent.mm')
  await save()
  await cell('com.tencent.mm').waitFor()
  await open('devices')
  await cell('前台一号').waitFor()
  await page.getByRole('button', { name: '更多操作' }).first().click()
  await page.getByTestId('row-setup-visibleApps').click()
  await pick('visibleApps', '微信', '微信')
  await field('visibleApps').press('Tab')
  await findsNothing()
  await save()
  await page.getByTestId('form-dialog').waitFor({ state: 'detached' })
  await expect.poll(() => phone.state.configuration?.visibleApps).toEqual(['com.tencent.mm'])
})

test('[DEV-7] nothing chosen for the ticked phones: they show all apps again', async () => {
  await bulk('setDevicesApps')
  await findsNothing()
  await bulkStart()
  await bulkEnd()
  await expect.poll(() => phone.state.configuration?.visibleApps).toEqual([])
})

test('[PERM-1] one switch is set for the ticked phones on its page', async () => {
  expect(phone.state.configuration?.switches).toContain('bluetooth')
  await open('switch-control')
  await cell('前台一号').waitFor()
  await bulk('setDevicesSwitch')
  await pick('switch', '蓝牙', '蓝牙')
  await pick('on', '关闭', '关闭')
  await findsNothing()
  await bulkStart()
  await bulkEnd()
  await expect.poll(() => phone.state.configuration?.switches).not.toContain('bluetooth')
})

test('[DEV-11] the phone tells the old chats of the days that were given, and only those', async () => {
  const old = (index: number, day: string) => ({
    account, peer: 'wxid_old_friend' as PeerId, msgSvrId: `${7_000_000 + index}` as MsgSvrId, direction: 'in',
    sender: null, type: 'text', rawType: 1, sentAtMs: Date.parse(`${day}T12:00:00`), text: `旧消息 ${index}`,
    media: null, thumbnail: null, body: emptyBody,
  } as const)
  phone.oldChats.push(old(1, '2026-03-01'), old(2, '2026-03-02'), old(3, '2026-03-04'))
  await open('devices')
  await cell('前台一号').waitFor()
  await bulk('syncDeviceChats')
  const days = async (from: string, to: string): Promise<void> => {
    for (const [name, day] of [['from', from], ['to', to]] as const) {
      await field(name).fill(day)
      await field(name).press('Enter')
      await field(name).press('Tab')
    }
  }
  await days('2026-03-03', '2026-03-02')
  await bulkStart()
  await fault('结束日期早于开始日期').waitFor()
  await days('2026-03-02', '2026-03-03')
  await findsNothing()
  await bulkStart()
  await bulkEnd()
  const texts = async () => (await rowsOf('messages')).map(({ text }) => text)
  await expect.poll(texts).toContain('旧消息 2')
  expect((await texts()).filter((text) => String(text).startsWith('旧消息'))).toEqual(['旧消息 2'])
})

test('[DEV-9] a phone is wiped after the word was typed', async () => {
  await open('devices')
  await cell('前台一号').waitFor()
  await bulk('wipeDevices')
  await bulkStart()
  await fault('请填写').waitFor()
  await field('confirm').fill('清除')
  await bulkStart()
  await fault('请输入「清空」').waitFor()
  await findsNothing()
  expect(phone.isLoggedIn(account)).toBe(true)
  await field('confirm').fill('清空')
  await bulkStart()
  await bulkEnd()
  await expect.poll(() => phone.isLoggedIn(account), { timeout: 10_000 }).toBe(false)
})

test('[DEVG-1] a phone leaves its group', async () => {
  const { page } = browser
  const { group } = await ask<{ group: string }>('createDeviceGroup', { name: '前台组' })
  const [row] = await rowsOf('devices')
  await ask('changeDevice', { device: row?.id, version: row?.['version'], group })
  await cell('前台组').waitFor()
  await page.getByTestId('row-changeDevice').first().click()
  await field('group').fill('')
  await field('group').press('Tab')
  await page.getByTestId('form-submit').click()
  await page.getByText('已保存').waitFor()
  await expect.poll(async () => (await rowsOf('devices'))[0]?.['groupId']).toBe(null)
})

interface Conflicting {
  /** Opens the form. */
  begin: () => Promise<void>
  /** What somebody else does meanwhile, and what of it the dialog shows. */
  meanwhile: () => Promise<unknown>
  theirs: string
}

async function conflicts({ begin, meanwhile, theirs }: Conflicting): Promise<void> {
  const { page } = browser
  await begin()
  await field('name').or(field('remark')).first().fill('我的名字')
  await meanwhile()
  await page.getByTestId('form-submit').click()
  await page.getByTestId('conflict').getByRole('cell', { name: theirs }).first().waitFor()
  await findsNothing()
  await page.getByTestId('conflict-mine').click()
  await page.getByTestId('form-dialog').waitFor({ state: 'detached' })
}

test('a phone that somebody changed meanwhile: the dialog shows what, mine is saved, theirs stays', async () => {
  const { group } = await ask<{ group: string }>('createDeviceGroup', { name: '二组' })
  const [row] = await rowsOf('devices')
  await conflicts({
    begin: () => browser.page.getByTestId('row-changeDevice').first().click(), theirs: group,
    meanwhile: () => ask('changeDevice', { device: row?.id, version: row?.['version'], group }),
  })
  await expect.poll(async () => (await rowsOf('devices'))[0]).toMatchObject({ remark: '我的名字', group: '二组' })
})

test('a device group that somebody changed meanwhile', async () => {
  await open('device-groups')
  const [row] = await rowsOf('deviceGroups')
  await conflicts({
    begin: () => browser.page.getByTestId('row-changeDeviceGroup').first().click(), theirs: '他们的备注',
    meanwhile: () => ask('changeDeviceGroup', { group: row?.id, version: row?.['version'], remark: '他们的备注' }),
  })
  expect((await rowsOf('deviceGroups'))[0]).toMatchObject({ name: '我的名字', remark: '他们的备注' })
})

test('a department that somebody changed meanwhile', async () => {
  interface Department { department: string; name: string; remark: string; version: number }
  const departments = async (): Promise<Department[]> =>
    (await ask<{ rows: Department[] }>('listDepartments', {})).rows
  await open('departments')
  const [row] = await departments()
  await conflicts({
    begin: () => browser.page.getByTestId('changeDepartment').click(), theirs: '他们的备注',
    meanwhile: () => ask('changeDepartment', {
      department: row?.department, version: row?.version, remark: '他们的备注',
    }),
  })
  expect((await departments())[0]).toMatchObject({ name: '我的名字', remark: '他们的备注' })
})

test('nothing was thrown in the page', () => {
  expect(browser.errors).toEqual([])
})
