import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { phoneWith } from '../support/people.ts'
import { adminPage } from './support/admin-page.ts'

const account = 'wxid_settings' as AccountId
const peer = 'wxid_talker' as PeerId
let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  phone = await phoneWith(hub, account)
  await signInPage(browser.page, { url: `${hub.url}/admin/settings`, loginName: 'admin', password: hub.password })
  await browser.page.getByTestId('settings-phones').waitFor()
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const { field: tick, area, save, findings, fault } = adminPage(() => ({ hub, browser }))
const configured = () => phone.received(({ name }) => name === 'configure')

test('[SET-1] [SET-2] [SET-3] picture quality and free mode reach the phone', async () => {
  const { page } = browser
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await page.getByTestId('change-phones').click()
  await tick('fullRoomPictures').uncheck()
  await tick('freeMode').check()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  const told = configured()
  await save()
  const { command } = await told
  expect(command).toMatchObject({ fullRoomPictures: false, fullFriendPictures: true, freeMode: true })
  await page.getByTestId('settings-phones').getByText('已关闭').waitFor()
})

test('[SET-4] a pattern that can’t run is refused at its field; a good one masks the console', async () => {
  const { page } = browser
  await page.getByTestId('change-masking').click()
  await area('maskConsole').fill('(?<=1)2')
  await save()
  await fault('不是有效的正则表达式').waitFor()
  await area('maskConsole').fill('.*')
  await save()
  await fault('这个表达式会匹配空内容').waitFor()
  await area('maskConsole').fill('1[0-9]{10}')
  await save()
  await page.getByTestId('settings-masking').getByText('1[0-9]{10}').waitFor()
  await page.locator('ark-mask-trial input').fill('我的电话 13800138000')
  await page.getByTestId('mask-results').getByText('我的电话 ***********').waitFor()
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  const desk = await browser.context.newPage()
  await desk.goto(hub.url)
  phone.write({ account, peer, text: '打 13800138000' })
  await desk.getByTestId('conversation-row').click()
  await desk.getByTestId('message').filter({ hasText: '打 ***********' }).waitFor()
  await desk.close()
})

test('[SET-5] [SET-6] kinds and words that raise no red dot are chosen, and keep out of the console', async () => {
  const { page } = browser
  await page.getByTestId('change-quiet').click()
  await page.locator('[data-choice=voice]').check()
  await area('quietWords').fill('活动，打折,活动')
  await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  await save()
  await page.getByTestId('settings-quiet').getByText('活动、打折').waitFor()
  const { body } = await hub.call('getSettings', {}, await hub.signIn())
  expect(body).toMatchObject({ quietTypes: ['voice'], quietWords: ['活动', '打折'] })
})

test('somebody else’s change is shown before it is overwritten', async () => {
  const { page } = browser
  await page.getByTestId('change-phones').click()
  await tick('fullFriendPictures').uncheck()
  const cookie = await hub.signIn()
  const { version } = (await hub.call('getSettings', {}, cookie)).body as { version: number }
  await hub.call('changeSettings', { version, freeMode: false }, cookie)
  await save()
  await page.getByTestId('conflict').getByText('工作手机自由模式').waitFor()
  await page.getByTestId('conflict-mine').click()
  await page.getByTestId('form-dialog').waitFor({ state: 'detached' })
  const { body } = await hub.call('getSettings', {}, cookie)
  expect(body).toMatchObject({ fullFriendPictures: false, freeMode: false })
  expect(browser.errors).toEqual([])
})
