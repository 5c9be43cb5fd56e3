import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'

let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone
const account = 'wxid_front_desk' as AccountId

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  const info = { brand: '小米', model: '14', imei: '860000000000017' }
  phone = await SimulatedPhone.enrol({
    hubs: [hub.url], token: await hub.enrolmentToken(), info, remark: '前台一号',
  })
  await phone.connect()
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const field = (name: string) => browser.page.locator(`[data-field=${name}] input`)
const cell = (text: string) => browser.page.locator('vaadin-grid-cell-content').filter({ hasText: text }).first()
const count = () => browser.page.getByTestId('count').innerText()
const open = async (path: string): Promise<void> => {
  await browser.page.goto(`${hub.url}/admin/${path}`)
  await browser.page.locator('h1').waitFor()
}
/** Asked again: a dialog that fades in is pale at first. */
const findings = async (): Promise<string[]> => {
  const { page } = browser
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await seriousFindings(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return [...dark, ...await seriousFindings(page)]
}
const menu = async (action: string): Promise<void> => {
  await browser.page.getByRole('button', { name: '更多操作' }).first().click()
  await browser.page.getByTestId(`row-${action}`).click()
}
const groupNames = async (): Promise<string[]> => {
  const { body } = await hub.call('listRows', { resource: 'contactGroups' }, await hub.signIn())
  return (body as { rows: { name: string }[] }).rows.map(({ name }) => name)
}

test('[GRP-1] groups are made, ordered and renamed', async () => {
  const { page } = browser
  await signInPage(page, { url: `${hub.url}/admin/contact-groups`, loginName: 'admin', password: hub.password })
  await page.getByTestId('nothing-yet').waitFor()
  for (const name of ['售前', '售后']) {
    await page.getByTestId('createContactGroup').click()
    await field('name').fill(name)
    await expect.poll(findings, { timeout: 5_000 }).toEqual([])
    await page.getByTestId('form-submit').click()
    await cell(name).waitFor()
  }
  await page.getByTestId('row-move-down').first().click()
  await expect.poll(groupNames).toEqual(['售后', '售前'])
  await menu('changeContactGroup')
  await field('name').fill('售后服务')
  await page.getByTestId('form-submit').click()
  await cell('售后服务').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})

test('[ACCT-1] [ACCT-2] [ACCT-3] an account appears by itself, and says why it is offline', async () => {
  const { page } = browser
  await open('accounts')
  await page.getByTestId('nothing-yet').waitFor()
  phone.logIn({ wxid: account, nickname: '前台小方', alias: 'ark-front', phone: '13800000017', wechatVersion: '8.0.50' })
  await cell('前台小方').waitFor()
  await page.locator('.state[data-value=online]').first().waitFor()
  phone.contacts.set(account, {
    chatrooms: [], friends: [1, 2, 2, 0].map((gender, at) => ({ wxid: `friend${at}` as PeerId, gender })),
  })
  await phone.acked(phone.listContacts(account))
  await page.reload()
  await cell('男 1 · 女 2').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await phone.stop()
  await cell('手机未连接、坐席未登录').waitFor()
  const seat = await browser.context.newPage()
  await seat.goto(hub.url)
  await page.getByText('手机未连接', { exact: true }).first().waitFor()
  await seat.close()
  await cell('手机未连接、坐席未登录').waitFor()
  await cell('前台小方').click()
  await page.getByTestId('drawer').getByText('4(男 1,女 2)').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})

test('[ACCT-8] [ACCT-10] an account gets a remark and a group; many get one at once', async () => {
  const { page } = browser
  await open('accounts')
  await page.getByTestId('row-changeAccount').first().click()
  await field('remark').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await field('remark').fill('前台主号')
  await field('group').fill('售后')
  await page.getByRole('option', { name: '售后服务' }).click()
  await page.getByTestId('form-submit').click()
  await cell('前台主号').waitFor()
  await cell('售后服务').waitFor()
  await page.getByLabel('选择这一行').first().check()
  await page.getByTestId('selection').getByRole('button', { name: '批量分组' }).click()
  await page.getByRole('dialog').locator('[data-field=group] input').fill('售前')
  await page.getByRole('option', { name: '售前' }).click()
  await page.getByTestId('bulk-start').click()
  await cell('售前').waitFor()
})

test('[ACCT-7] [GRP-1] the number of a group leads to its accounts; a deleted group is none', async () => {
  const { page } = browser
  await open('contact-groups')
  await page.locator('vaadin-grid a.digits', { hasText: '1' }).first().click()
  await cell('前台小方').waitFor()
  await expect.poll(count).toBe('共 1 条')
  await open('contact-groups?search=售前')
  await cell('售前').waitFor()
  await menu('deleteContactGroup')
  await page.getByText('组里的 1 个微信号不会删除').waitFor()
  await page.getByTestId('ask-confirm').click()
  await page.getByTestId('nothing-found').waitFor()
})

test('[ACCT-9] a removed account is off the list until its phone connects it again', async () => {
  const { page } = browser
  await open('accounts')
  await page.getByTestId('row-removeAccount').first().click()
  await page.getByTestId('ask-confirm').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByTestId('ask-confirm').click()
  await page.getByTestId('nothing-yet').waitFor()
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '前台小方' })
  await cell('前台主号').waitFor()
  await page.locator('.state[data-value=online]').first().waitFor()
})

test('nothing was thrown in the page', () => {
  expect(browser.errors).toEqual([])
})

test('[FRND-1] [FRND-2] friends appear by themselves and are found by any part of a name', async () => {
  const { page } = browser
  const chatroom = 'spring@chatroom' as PeerId
  phone.contacts.set(account, {
    friends: [
      { wxid: 'mei' as PeerId, nickname: '王小美', gender: 2, alias: 'xiaomei', labels: ['VIP'], source: 1_000_030,
        addedAtMs: Date.UTC(2026, 1, 3), province: '江苏', city: '南京' },
      { wxid: 'qiang' as PeerId, nickname: '李强', gender: 1, source: 14, addedAtMs: Date.UTC(2026, 1, 2) },
    ],
    chatrooms: [{ chatroom, name: '春季团购群', owner: 'mei' as PeerId, state: 'active',
      members: [{ wxid: 'mei' as PeerId, nickname: '王小美' }, { wxid: 'qiang' as PeerId, nickname: '李强' }] }],
  })
  await open('friends')
  await phone.acked(phone.listContacts(account))
  await cell('王小美').waitFor()
  await cell('对方通过扫一扫添加').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await open('friends?search=小美')
  await expect.poll(count).toBe('共 1 条')
  await cell('王小美').click()
  await page.getByTestId('drawer').getByText('江苏 南京').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})

test('[FRND-4] [GRP-1] all that a search finds gets a group, whose number leads to it', async () => {
  const { page } = browser
  await hub.call('createContactGroup', { kind: 'friend', name: '重点客户' }, await hub.signIn())
  await open('friends?search=小美')
  await cell('王小美').waitFor()
  await page.getByLabel('选择这一行').first().check()
  await page.getByTestId('selection').getByRole('button', { name: '设置好友分组' }).click()
  await page.getByRole('dialog').locator('[data-field=group] input').fill('重点')
  await page.getByRole('option', { name: '重点客户' }).click()
  await page.getByTestId('bulk-start').click()
  await cell('重点客户').waitFor()
  await open('contact-groups?search=重点')
  await page.locator('vaadin-grid a.digits', { hasText: '1' }).first().click()
  await page.getByRole('heading', { name: '好友查看' }).waitFor()
  await expect.poll(count).toBe('共 1 条')
})

test('[ROOM-1] [ROOM-2] a chatroom shows its members', async () => {
  const { page } = browser
  await open('chatrooms?search=团购')
  await cell('春季团购群').click()
  await page.getByTestId('room-members').getByText('李强').waitFor()
  await page.getByTestId('room-members').getByText('群主').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})
