import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith } from '../support/people.ts'
import { adminPage } from './support/admin-page.ts'

let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone
const our = account('cards')
const anna = friend('anna')

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  phone = await phoneWith(hub, our)
  phone.contacts.set(our, { friends: [{ wxid: anna, nickname: '安娜' }], chatrooms: [] })
  await phone.acked(phone.listContacts(our))
  await phone.acked(phone.write({ account: our, peer: anna, text: '你好' }).sequence)
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const { findings } = adminPage(() => ({ hub, browser }))
const form = (name: string) => browser.page.locator(`[data-field=${name}]`)

test('[EXT-1] [EXT-2] a field is made on its page, disabled, shown again and enabled', async () => {
  const { page } = browser
  const url = `${hub.url}/admin/extension-fields`
  await signInPage(page, { url, loginName: 'admin', password: hub.password })
  await page.getByTestId('createExtensionField').click()
  await form('name').locator('input').fill('客户状态')
  const kind = form('kind').locator('input')
  await kind.fill('单选')
  await page.getByRole('option', { name: '单选' }).click()
  await form('choices').locator('textarea').fill('高意向\n低意向\n')
  await expect.poll(findings, { timeout: 20_000 }).toEqual([])
  await page.getByTestId('form-submit').click()
  const row = page.locator('vaadin-grid-cell-content').filter({ hasText: '高意向、低意向' })
  await row.waitFor()
  expect(await findings()).toEqual([])
  const menu = async (action: string): Promise<void> => {
    await page.getByRole('button', { name: '更多操作' }).first().click()
    await page.getByTestId(`row-${action}`).click()
  }
  await menu('disable')
  await row.waitFor({ state: 'hidden' })
  await page.locator('[data-filter=disabled] input').check()
  await row.waitFor()
  await menu('enable')
  await page.locator('vaadin-grid-cell-content').filter({ hasText: /^可用$/ }).waitFor()
})

test('[EXT-3] [SEAT-5] what a seat fills in in the card stands in 好友查看 and is found there', async () => {
  const { page } = browser
  await page.goto(hub.url)
  await page.getByText('你好').first().click()
  const card = page.getByTestId('customer-card')
  await card.locator('ark-extension-value select').selectOption('高意向')
  await card.getByText('已保存').waitFor()
  await card.getByTestId('edit-friend').click()
  await card.locator('[name=remark]').fill('王阿姨')
  await card.locator('[name=label]').fill('老客户')
  await card.locator('[name=label]').press('Enter')
  expect(await findings()).toEqual([])
  await card.getByTestId('save-friend').click()
  await card.locator('h2').filter({ hasText: '王阿姨' }).waitFor()
  // What is pending names the label, too, until the phone has told it.
  await card.getByTestId('edit-pending').waitFor({ state: 'hidden' })
  await card.locator('ark-friend-edit').getByText('老客户', { exact: true }).waitFor()

  await page.goto(`${hub.url}/admin/friends`)
  const value = page.locator('vaadin-grid-cell-content').filter({ hasText: /^高意向$/ })
  await value.waitFor()
  await page.getByRole('button', { name: '更多筛选' }).click()
  const filter = page.getByTestId('extension-filter')
  await filter.locator('vaadin-combo-box input').first().fill('客户状态')
  await page.getByRole('option', { name: '客户状态' }).click()
  await filter.getByRole('combobox', { name: '客户状态' }).click()
  await page.getByRole('option', { name: '低意向' }).click()
  await page.getByText('没有符合').or(page.getByText('没有找到')).first().waitFor()
  expect(decodeURIComponent(page.url())).toMatch(/fields=\d+=低意向/)
})

test('[NOTE-1] a notice pops up in the console and is confirmed; the page says by whom', async () => {
  const { page, context } = browser
  const seat = await context.newPage()
  await seat.goto(hub.url)
  await seat.getByText('你好').first().waitFor()
  await page.goto(`${hub.url}/admin/notices`)
  await page.bringToFront()
  await page.getByTestId('sendNotice').click()
  await form('text').locator('textarea').fill('今天 18:00 系统维护')
  await expect.poll(findings, { timeout: 20_000 }).toEqual([])
  await page.getByTestId('form-submit').click()
  const notice = seat.getByTestId('seat-notice').filter({ hasText: '系统维护' })
  await notice.waitFor()
  await seat.reload()
  await notice.waitFor()
  await seat.bringToFront()
  expect(await seriousFindings(seat)).toEqual([])
  await page.locator('vaadin-grid-cell-content').filter({ hasText: '系统维护' }).click()
  const receipts = page.getByTestId('notice-receipts')
  await receipts.getByText('未确认').waitFor()
  await notice.getByRole('button', { name: '确认' }).click()
  await notice.waitFor({ state: 'hidden' })
  await receipts.getByText('未确认').waitFor({ state: 'hidden' })
  await page.bringToFront()
  expect(await findings()).toEqual([])
  expect(browser.errors).toEqual([])
  await seat.close()
})
