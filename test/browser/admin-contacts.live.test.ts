import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { adminPage } from './support/admin-page.ts'

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

const { field, cell, count, shown, open, findings, pick } = adminPage(() => ({ hub, browser }))
const menu = async (action: string): Promise<void> => {
  await browser.page.getByRole('button', { name: '更多操作' }).first().click()
  await browser.page.getByTestId(`row-${action}`).click()
}
const groupNames = async (): Promise<string[]> => {
  const { body } = await hub.call('listRows', { resource: 'contactGroups' }, await hub.signIn())
  return (body as { rows: { name: string }[] }).rows.map(({ name }) => name)
}
const firstDepartment = async (): Promise<string> => {
  const { body } = await hub.call('listDepartments', {}, await hub.signIn())
  return (body as { rows: { department: string }[] }).rows[0]?.department ?? ''
}
/** To 小李, with a notice. */
const assignSelected = async (button: string): Promise<void> => {
  const { page } = browser
  await page.getByTestId('selection').getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  await pick('seat', '小李', '小李')
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await dialog.getByTestId('bulk-start').click()
  await dialog.getByRole('button', { name: '完成', exact: true }).click()
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
  await expect.poll(() => shown('售前', '售后')).toEqual(['售后', '售前'])
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
  await page.getByTestId('drawer').getByText('4(男 1，女 2)').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})

test('[ACCT-8] [ACCT-10] an account gets a remark and a group; many get one at once', async () => {
  const { page } = browser
  await open('accounts')
  await page.getByTestId('row-changeAccount').first().click()
  await field('remark').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await field('remark').fill('前台主号')
  await pick('group', '售后', '售后服务')
  await page.getByTestId('form-submit').click()
  await cell('前台主号').waitFor()
  await cell('售后服务').waitFor()
  await page.getByLabel('选择这一行').first().check()
  await page.getByTestId('selection').getByRole('button', { name: '批量分组' }).click()
  await pick('group', '售前', '售前')
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
  await pick('group', '重点', '重点客户')
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

test('[FRND-3] [ROOM-3] what is assigned goes to its seat, which is told; who had it open sees where', async () => {
  const { page } = browser
  await hub.call('createUser', {
    loginName: 'xiaoli', realName: '小李', password: 'Xiaoli-2026', department: await firstDepartment(),
    permissions: ['chat'],
  }, await hub.signIn())
  phone.write({ account, peer: 'mei' as PeerId, text: '在吗' })
  await using other = await startBrowser()
  await signInPage(other.page, { url: hub.url, loginName: 'xiaoli', password: 'Xiaoli-2026' })
  await other.page.getByText('还没有可服务的微信').waitFor()
  const desk = await browser.context.newPage()
  await desk.goto(hub.url)
  await desk.getByTestId('conversation-row').filter({ hasText: '王小美' }).click()
  await desk.getByTestId('message').filter({ hasText: '在吗' }).waitFor()
  await page.bringToFront()
  await open('friends?search=小美')
  await cell('王小美').waitFor()
  await page.getByLabel('选择这一行').first().check()
  await assignSelected('分配好友')
  await cell('小李').waitFor()
  await other.page.getByText('管理员 给你分配了好友', { exact: true }).waitFor()
  await other.page.getByTestId('conversation-row').filter({ hasText: '王小美' }).click()
  await other.page.getByTestId('message').filter({ hasText: '在吗' }).waitFor()
  await desk.bringToFront()
  await desk.getByTestId('transferred').getByText('这个会话已转给 小李').waitFor()
  expect(await desk.getByTestId('conversation-row').count()).toBe(0)
  expect(await seriousFindings(desk)).toEqual([])
  await desk.close()
  await open('chatrooms?search=团购')
  await cell('春季团购群').waitFor()
  await page.getByLabel('选择这一行').first().check()
  await assignSelected('分配聊天群')
  await other.page.getByText('给你分配了', { exact: false }).filter({ hasText: '群' }).waitFor()
  expect([...browser.errors, ...other.errors]).toEqual([])
})

test('[SRCH-1] [ACCT-6] a word is found, and leads to the conversation around it', async () => {
  const { page } = browser
  for (const text of ['之前的话', '想问一下发货时间', '之后的话']) {
    await phone.acked(phone.write({ account, peer: 'qiang' as PeerId, text }).sequence)
  }
  await expect.poll(async () => {
    await open('chats?search=发货')
    return page.locator('mark').first().innerText({ timeout: 1_000 }).catch(() => '')
  }, { timeout: 20_000 }).toBe('发货')
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await cell('想问一下').click()
  const records = page.getByTestId('records')
  await records.getByText('之前的话').waitFor()
  await records.getByText('之后的话').waitFor()
  expect(await records.locator('li').allInnerTexts()).toHaveLength(3)
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await open('friends?search=李强')
  await cell('李强').click()
  await page.getByTestId('drawer').getByRole('link', { name: '查看' }).click()
  await page.getByRole('heading', { name: '聊天搜索' }).waitFor()
  await expect.poll(count).toBe('共 3 条')
  expect(browser.errors).toEqual([])
})
