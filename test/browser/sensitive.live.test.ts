import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { adminPage } from './support/admin-page.ts'

const account = 'wxid_sales' as AccountId
const zhang = 'wxid_zhang' as PeerId
let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '销售小王' })
  phone.contacts.set(account, { friends: [{ wxid: zhang, nickname: '张三丰' }], chatrooms: [] })
  await phone.acked(phone.listContacts(account))
  phone.write({ account, peer: zhang, text: '怎么加你微信?' })
  await phone.drained()
  const signIn = { url: `${hub.url}/admin/sensitive-words`, loginName: 'admin', password: hub.password }
  await signInPage(browser.page, signIn)
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const { findings } = adminPage(() => ({ hub, browser }))

test('[RISK-1] words are added many at once, changed, tried and deleted', async () => {
  const { page } = browser
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: '新增敏感词' }).click()
  await page.locator('[data-field=words] textarea').fill('微信号\n\n 返现 \nＶＩＰ\nvip')
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByTestId('form-submit').click()
  await page.getByText('新增了 3 个敏感词，1 个已经有了').waitFor()
  await page.getByText('返现').first().waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByRole('button', { name: '试一试' }).click()
  await page.getByTestId('word-trial').fill('加我微 信号,v*i*p返现')
  const result = page.getByTestId('word-trial-result')
  await expect.poll(() => result.locator('mark').allTextContents()).toEqual(['微 信号', 'v*i*p返现'])
  await result.getByText('客服端不能发送').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByTestId('word-trial').fill('你好')
  await result.getByText('没有敏感词').waitFor()
  await dialog.getByRole('button', { name: '关闭' }).click()
})

test('[RISK-1] the agent sees which word, and writes again what was not sent', async () => {
  const { page } = browser
  await page.goto(hub.url)
  await page.getByTestId('conversation-row').filter({ hasText: '张三丰' }).click()
  const composer = page.getByTestId('composer-input')
  await composer.fill('我的微 信号是 abc')
  await page.keyboard.press('Enter')
  const refused = page.locator('[data-testid=message][data-state=failed]')
  await refused.getByText('含有敏感词「微信号」').waitFor()
  expect(await refused.locator('mark').allTextContents()).toEqual(['微 信号'])
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.reload()
  await page.getByTestId('conversation-row').filter({ hasText: '张三丰' }).click()
  await refused.getByRole('button', { name: '重新编辑' }).click()
  expect(await composer.inputValue()).toBe('我的微 信号是 abc')
  await composer.fill('请打客服电话')
  await page.keyboard.press('Enter')
  await phone.received(({ command }) => command?.kind === 'sendMessage' && command.text === '请打客服电话')
  await expect.poll(() => refused.count()).toBe(0)
  expect(phone.commands.filter(({ command }) => command?.kind === 'sendMessage')).toHaveLength(1)
  expect(browser.errors).toEqual([])
})
