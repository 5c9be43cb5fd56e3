import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { phoneWith } from '../support/people.ts'
import { adminPage } from './support/admin-page.ts'

const account = 'wxid_automatic' as AccountId
const newcomer = 'wxid_newcomer' as PeerId
let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  phone = await phoneWith(hub, account)
  await signInPage(browser.page, { url: `${hub.url}/admin/auto-replies`, loginName: 'admin', password: hub.password })
  await browser.page.getByTestId('greeting').waitFor()
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const { save, findings } = adminPage(() => ({ hub, browser }))
const editor = (kind: string) => browser.page.locator(`ark-parts-field li[data-type=${kind}]`)
const sentTo = (peer: PeerId) => phone.commands.flatMap(({ command }) =>
  command?.kind === 'sendMessage' && command.peer === peer ? [[command.type, command.text]] : [])

test('[AUTO-2] a list of several kinds is made; what is missing is said at the field', async () => {
  const { page } = browser
  await page.getByTestId('change-greeting').click()
  await page.getByTestId('add-text').click()
  await editor('text').getByTestId('part-text').fill('您好,欢迎')
  const chooser = page.waitForEvent('filechooser')
  await page.getByTestId('add-picture').click()
  await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') })
  await editor('picture').locator('img').waitFor()
  await page.getByTestId('add-link').click()
  await editor('link').getByLabel('链接标题').fill('新品')
  await save()
  await page.getByText('第 3 条：请填写 http 或 https 开头的网址').waitFor()
  await editor('link').getByLabel('网址').fill('https://example.com/new')
  await editor('link').getByRole('button', { name: '上移' }).click()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await save()
  await page.getByTestId('greeting').getByText('新品').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})

test('[AUTO-4] a rule is made, tried, switched off', async () => {
  const { page } = browser
  await page.getByTestId('tab-greeting').press('ArrowRight')
  await page.getByTestId('createAutoReplyRule').click()
  await page.locator('[data-field=keywords] input').fill('多少钱,价格')
  await page.getByTestId('add-text').click()
  await editor('text').getByTestId('part-text').fill('100 块')
  await save()
  await page.getByTestId('rule').getByText('包含所有词').waitFor()
  await page.locator('[data-testid=reply-trial] input').fill('价格是多少钱呢')
  await page.getByTestId('reply-result').getByText('100 块').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByTestId('rule').getByRole('switch').uncheck()
  await page.getByTestId('reply-result').getByText('没有规则匹配').waitFor()
})

test('[AUTO-3] an account gets its own list, and the one for all again', async () => {
  const { page } = browser
  await page.goto(`${hub.url}/admin/auto-replies-plus`)
  await page.getByRole('button', { name: '设置' }).first().click()
  await editor('picture').getByRole('button', { name: '删除' }).click()
  await editor('link').getByRole('button', { name: '删除' }).click()
  await save()
  await page.getByText('单独设置：1 条消息').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByRole('button', { name: '恢复通用' }).first().click()
  await page.getByTestId('ask-confirm').click()
  await page.getByText('使用通用规则').first().waitFor()
})

test('[SEAT-6] a request is accepted in the console, and the friend is greeted: marked as automatic', async () => {
  const { page } = browser
  await page.goto(hub.url)
  phone.beAsked({ account, friend: { wxid: newcomer, nickname: '新来的', source: 30 }, greeting: '朋友推荐来的' })
  const row = page.getByTestId('friend-request')
  await row.getByText('朋友推荐来的').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await row.getByRole('button', { name: '通过 新来的 的好友请求' }).click()
  await row.waitFor({ state: 'detached' })
  await expect.poll(() => sentTo(newcomer).map(([type]) => type), { timeout: 15_000 })
    .toEqual(['text', 'link', 'picture'])
  await page.getByTestId('conversation-row').filter({ hasText: '新来的' }).click()
  await page.getByTestId('message').filter({ hasText: '您好,欢迎' }).getByTestId('automatic').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
})

test('[AUTO-1] an account accepts by itself, as many as are set', async () => {
  const { page } = browser
  await page.goto(`${hub.url}/admin/auto-accept`)
  await page.getByRole('button', { name: '编辑' }).first().click()
  await page.locator('[data-field=enabled] input').check()
  await page.locator('[data-field=perPeriod] input').fill('1')
  await page.locator('[data-field=perPeriod] input').press('Tab')
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await save()
  await page.getByText('已开启').first().waitFor()
  for (const wxid of ['wxid_a', 'wxid_b'] as PeerId[]) phone.beAsked({ account, friend: { wxid } })
  // One by the agent, one by itself.
  const accepted = () => phone.commands.filter(({ name }) => name === 'acceptFriend').length
  await expect.poll(accepted, { timeout: 10_000 }).toBe(2)
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  expect(browser.errors).toEqual([])
})

const picture
  = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
