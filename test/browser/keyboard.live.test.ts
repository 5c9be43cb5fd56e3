import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'

const account = 'wxid_sales' as AccountId
const [zhang, li, silent] = ['wxid_zhang', 'wxid_li', 'wxid_silent'] as PeerId[] as [PeerId, PeerId, PeerId]
let hub: TestInstallation
let phone: SimulatedPhone
let browser: TestBrowser

/** What the page would have shown on the desktop. */
const noticesSaid = (): Promise<{ title: string; body: string; tag: string }[]> =>
  browser.page.evaluate('globalThis.saidNotices')

beforeAll(async () => {
  hub = await startHub()
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '销售小王' })
  const friends = [
    { wxid: zhang, nickname: '张三丰' }, { wxid: li, nickname: '李小龙' },
    { wxid: silent, nickname: '从不说话', remark: '沉默客户' },
  ]
  phone.contacts.set(account, { friends, chatrooms: [] })
  await phone.acked(phone.listContacts(account))
  phone.write({ account, peer: zhang, text: '在吗?' })
  await phone.drained()
  browser = await startBrowser()
  await browser.context.grantPermissions(['notifications'])
  await browser.context.addInitScript(`globalThis.saidNotices = []
    const Shown = class extends EventTarget {
      static permission = 'granted'
      static requestPermission = async () => 'granted'
      constructor(title, options) { super(); saidNotices.push({ title, ...options }); globalThis.lastNotice = this }
      close() { this.dispatchEvent(new Event('close')) }
    }
    Object.defineProperty(globalThis, 'Notification', { value: Shown })`)
  await signInPage(browser.page, { url: hub.url, loginName: 'admin', password: hub.password })
  await row('张三丰').waitFor()
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const row = (name: string) => browser.page.getByTestId('conversation-row').filter({ hasText: name })
const press = (...keys: string[]) => keys.reduce(
  (before, key) => before.then(() => browser.page.keyboard.press(key)), Promise.resolve(),
)
const type = (text: string) => browser.page.keyboard.type(text)
const paletteItem = (text: string) => browser.page.getByTestId('palette-item').filter({ hasText: text })
const heard = (text: string) =>
  phone.received(({ command }) => command?.kind === 'sendMessage' && command.text === text)

test('[SEAT-8] a whole answer by the keyboard alone: search, read, write, send, back', async () => {
  const { page } = browser
  await press('Control+KeyK')
  await type('zsf')
  await row('张三丰').waitFor()
  await press('Enter', 'Enter')
  await expect.poll(() => page.getByTestId('composer-input').evaluate((one) => one.matches(':focus'))).toBe(true)
  await type('在的，请讲')
  await press('Enter')
  await heard('在的，请讲')
  await press('Alt+KeyH')
  await expect.poll(() => page.getByTestId('thread').evaluate((one) => one.matches(':focus-visible'))).toBe(true)
  await press('Alt+KeyM')
  await expect.poll(() => page.getByTestId('composer-input').evaluate((one) => one.matches(':focus'))).toBe(true)
})

test('[SEAT-1] a friend who never wrote is found by first letters and written to', async () => {
  await press('Control+Shift+KeyP')
  await type('cmkh')
  await paletteItem('沉默客户').waitFor()
  await press('Enter')
  await browser.page.getByRole('heading', { name: '沉默客户' }).first().waitFor()
  await type('您好，很久不见')
  await press('Enter')
  await heard('您好，很久不见')
  await row('沉默客户').waitFor()
})

test('[SEAT-1] friends stand by their groups, and open from there', async () => {
  const { page } = browser
  await press('Alt+Digit2')
  const group = page.locator('ark-friend-list').getByTestId('friend-group').filter({ hasText: '未分组' })
  await expect.poll(() => group.evaluate((one) => one.matches(':focus'))).toBe(true)
  await press('Enter')
  const friend = page.getByTestId('friend-row').filter({ hasText: '李小龙' })
  await friend.waitFor()
  expect(await page.getByTestId('friend-row').count()).toBe(3)
  await press('ArrowDown', 'ArrowDown')
  await expect.poll(() => page.getByTestId('friend-row').nth(1).evaluate((one) => one.matches(':focus'))).toBe(true)
  expect(await seriousFindings(page)).toEqual([])
  await friend.press('Enter')
  await page.getByRole('heading', { name: '李小龙' }).first().waitFor()
  await press('Alt+Digit1')
})

test('[SEAT-8] palette and settings: nothing serious; keys can be changed and conflicts are named', async () => {
  const { page } = browser
  await press('Control+Shift+KeyP')
  expect(await seriousFindings(page)).toEqual([])
  await type('>快捷键')
  await press('Enter')
  await page.locator('[data-command=card]').click()
  await press('Control+KeyK')
  await page.getByText('与“搜索会话和好友”重复').waitFor()
  await page.locator('[data-command=card]').click()
  await press('Control+KeyJ')
  expect(await seriousFindings(page)).toEqual([])
  await press('Escape')
  await page.getByTestId('customer-card').waitFor()
  await press('Control+KeyJ')
  await page.getByTestId('customer-card').waitFor({ state: 'detached' })
  await page.reload()
  await row('张三丰').click()
  await press('Control+KeyJ')
  await page.getByTestId('customer-card').waitFor()
})

test('[SEAT-8] a desktop notification for what nobody looks at, and only for that; privacy hides it', async () => {
  const { page } = browser
  await row('张三丰').click()
  phone.write({ account, peer: zhang, text: '正在看的会话' })
  phone.write({ account, peer: li, text: '没人看的会话' })
  await expect.poll(noticesSaid).toMatchObject([{ title: '李小龙', body: '没人看的会话' }])
  await press('Control+Comma')
  await page.getByRole('radio', { name: '都不显示' }).check()
  await press('Escape')
  phone.write({ account, peer: li, text: '我的卡号是 6222' })
  await expect.poll(async () => (await noticesSaid()).length).toBe(2)
  expect(JSON.stringify((await noticesSaid()).slice(1))).not.toMatch(/6222|李小龙/)
  await page.evaluate(`lastNotice.dispatchEvent(new Event('click'))`)
  await page.getByRole('heading', { name: '李小龙' }).first().waitFor()
})

test('[SEAT-8] of two tabs one notifies, and neither what the other looks at', async () => {
  const { page, context } = browser
  const second = await context.newPage()
  await second.goto(hub.url)
  await second.getByTestId('conversation-row').filter({ hasText: '沉默客户' }).click()
  const before = (await noticesSaid()).length
  phone.write({ account, peer: silent, text: '第二个页面正在看' })
  phone.write({ account, peer: zhang, text: '两个页面都没看' })
  const said = async () => [...await noticesSaid(), ...await second.evaluate<unknown[]>('globalThis.saidNotices')]
  await expect.poll(async () => (await said()).length).toBe(before + 1)
  await second.getByTestId('message').filter({ hasText: '第二个页面正在看' }).waitFor()
  expect(await second.evaluate('globalThis.saidNotices')).toEqual([])
  await second.close()
  await page.bringToFront()
  expect(browser.errors).toEqual([])
})
