import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { addSeatUser, phoneWith } from '../support/people.ts'
import { adminPage } from './support/admin-page.ts'

const account = 'wxid_rules' as AccountId
let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  phone = await phoneWith(hub, account)
  if (!('url' in hub.database)) throw new Error('no database')
  await addSeatUser(hub.database.url, 'anna')
  await signInPage(browser.page, {
    url: `${hub.url}/admin/assignment-rules`, loginName: 'admin', password: hub.password,
  })
  await browser.page.getByText('还没有分配规则').waitFor()
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const { field, cell, shown, findings } = adminPage(() => ({ hub, browser }))
const button = (name: string) => browser.page.getByRole('button', { name, exact: true })
const saved = (text: string) => browser.page.getByText(text).waitFor()
const ruleNames = async (): Promise<string[]> => {
  const { body } = await hub.call('listRows', { resource: 'assignmentRules' }, await hub.signIn())
  return (body as { rows: { name: string }[] }).rows.map(({ name }) => name)
}

async function tryAccount(): Promise<void> {
  const { page } = browser
  await page.locator('ark-assignment-trial input').fill('昵称')
  await page.getByRole('option', { name: `昵称 ${account}` }).click()
}

test('[RULE-1] [RULE-2] [RULE-3] [RULE-5] a rule is made step by step, and tried before it is saved', async () => {
  const { page } = browser
  await button('新增').click()
  await field('name').fill('在线轮流')
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByTestId('form-next').click()
  await page.getByTestId('form-next').click()
  await tryAccount()
  await page.getByTestId('trial-result').getByText('现在没有客服可以分配').waitFor()
  await page.getByText('anna：不在线').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await field('onlineOnly').uncheck()
  await page.getByTestId('trial-run').click()
  await page.getByTestId('trial-result').getByText('分给 管理员').waitFor()
  await page.getByTestId('form-submit').click()
  await saved('规则已新增')
  await cell('在线轮流').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})

test('[RULE-1] rules are moved, stopped and deleted', async () => {
  const { page } = browser
  const cookie = await hub.signIn()
  const rule = { name: '保管者', scope: 'all', target: 'keeper', turns: 'sequential', onlineOnly: false, enabled: true }
  expect((await hub.call('createAssignmentRule', rule, cookie)).status).toBe(200)
  await cell('保管者').waitFor()
  expect(await ruleNames()).toEqual(['在线轮流', '保管者'])
  await page.getByTestId('row-move-down').first().click()
  await expect.poll(ruleNames).toEqual(['保管者', '在线轮流'])
  await expect.poll(() => shown('保管者', '在线轮流')).toEqual(['保管者', '在线轮流'])
  await button('试算').click()
  await tryAccount()
  await page.getByTestId('trial-result').getByText('按规则「保管者」').waitFor()
  await button('关闭').click()
  await page.getByRole('button', { name: '更多操作' }).first().click()
  await page.getByTestId('row-deleteAssignmentRule').click()
  await page.getByTestId('ask-confirm').click()
  await expect.poll(ruleNames).toEqual(['在线轮流'])
})

test('[RULE-6] caps are typed by seat, and kept', async () => {
  const { page } = browser
  await button('好友分配上限').click()
  await page.locator('input[data-seat=anna]').fill('x')
  await page.getByTestId('caps-save').click()
  await page.getByText('「x」不是').waitFor()
  await page.locator('input[data-seat=anna]').fill('0')
  await page.locator('input[data-seat=admin]').fill('1')
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByTestId('caps-save').click()
  await saved('分配上限已保存')
  await button('好友分配上限').click()
  await expect.poll(() => page.locator('input[data-seat=anna]').inputValue()).toBe('0')
  await button('取消').click()
})

test('[RULE-7] why a friend is whose it is stands in the drawer, and in the customer’s card', async () => {
  const { page } = browser
  await phone.acked(phone.say('friendChanged', { account, friend: { wxid: 'wxid_new' as PeerId, nickname: '新客户' } }))
  await phone.acked(phone.say('friendChanged', { account, friend: { wxid: 'wxid_second' as PeerId, nickname: '第二位' } }))
  await page.goto(`${hub.url}/admin/friends`)
  await cell('新客户').click()
  await page.getByTestId('assigned-why').getByText('规则「在线轮流」').waitFor()
  await page.getByText('逐条规则的结果').click()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.goto(hub.url)
  phone.write({ account, peer: 'wxid_second' as PeerId, text: '你好' })
  await page.getByTestId('conversation-row').click()
  await page.getByTestId('assigned-why').getByText('等待分配').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})
