import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'

/** One agent with two computers. */
const account = 'wxid_sales' as AccountId
const [zhang, li, wang] = ['wxid_zhang', 'wxid_li', 'wxid_wang'] as PeerId[] as [PeerId, PeerId, PeerId]
let hub: TestInstallation
let phone: SimulatedPhone
let office: TestBrowser
let home: TestBrowser

beforeAll(async () => {
  hub = await startHub()
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '销售小王' })
  const friends = [{ wxid: zhang, nickname: '张三丰' }, { wxid: li, nickname: '李小龙' }, { wxid: wang, nickname: '王重阳' }]
  phone.contacts.set(account, { friends, chatrooms: [] })
  await phone.acked(phone.listContacts(account))
  phone.write({ account, peer: zhang, text: '在吗?' })
  phone.write({ account, peer: li, text: '有货吗?' })
  await phone.drained()
  office = await startBrowser()
  home = await startBrowser()
  const signIn = { url: hub.url, loginName: 'admin', password: hub.password }
  await Promise.all([signInPage(office.page, signIn), signInPage(home.page, signIn)])
  await Promise.all([row(office.page, '张三丰').waitFor(), row(home.page, '张三丰').waitFor()])
})
afterAll(async () => {
  await phone.stop()
  await office[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const row = (page: Page, name: string) => page.getByTestId('conversation-row').filter({ hasText: name })
const composer = (page: Page) => page.getByTestId('composer-input')
const firstRow = (page: Page, name: string) =>
  page.locator('[data-testid=conversation-row][data-index="0"]').filter({ hasText: name })

test('[SEAT-1] drafts lost: one begun at the office is there at home, also after both were reloaded', async () => {
  await row(office.page, '张三丰').click()
  await composer(office.page).fill('您好，报价单稍')
  await row(home.page, '张三丰').filter({ hasText: '[草稿] 您好，报价单稍' }).waitFor()
  await home.page.reload()
  await row(home.page, '张三丰').click()
  await expect.poll(() => composer(home.page).inputValue()).toBe('您好，报价单稍')
  await home.page.keyboard.press('End')
  await home.page.keyboard.type('后发您')
  await row(office.page, '李小龙').click()
  await row(office.page, '张三丰').filter({ hasText: '稍后发您' }).waitFor()
})

test('[SEAT-1] what another computer writes never replaces what is being written', async () => {
  await row(office.page, '张三丰').click()
  await composer(office.page).fill('我在公司写')
  await row(home.page, '李小龙').click()
  await row(home.page, '张三丰').filter({ hasText: '我在公司写' }).waitFor()
  await row(home.page, '张三丰').click()
  await composer(home.page).fill('我在家写')
  await office.page.getByTestId('draft-elsewhere').filter({ hasText: '我在家写' }).waitFor()
  expect(await composer(office.page).inputValue()).toBe('我在公司写')
  await office.page.getByRole('button', { name: '使用它' }).click()
  expect(await composer(office.page).inputValue()).toBe('我在家写')
  await composer(office.page).press('Enter')
  await expect.poll(() => home.page.locator('[data-testid=message]').filter({ hasText: '我在家写' }).count()).toBe(1)
  await row(home.page, '李小龙').click()
  expect(await row(home.page, '张三丰').filter({ hasText: '[草稿]' }).count()).toBe(0)
})

test('[SEAT-1] a pinned conversation stays on top, on the other computer too', async () => {
  await row(office.page, '李小龙').click({ button: 'right' })
  await office.page.getByRole('menuitem', { name: '置顶' }).click()
  await firstRow(home.page, '李小龙').waitFor()
  phone.write({ account, peer: zhang, text: '新消息' })
  await row(home.page, '张三丰').filter({ hasText: '新消息' }).waitFor()
  await firstRow(home.page, '李小龙').waitFor()
  await home.page.reload()
  await firstRow(home.page, '李小龙').waitFor()
})

test('[SEAT-1] marked unread it counts everywhere, until somebody looks', async () => {
  await row(office.page, '李小龙').click()
  await expect.poll(() => row(home.page, '李小龙').locator('.badge').count()).toBe(0)
  await row(office.page, '李小龙').click({ button: 'right' })
  await office.page.getByRole('menuitem', { name: '标为未读' }).click()
  await row(home.page, '李小龙').locator('.badge').waitFor()
  await row(office.page, '李小龙').locator('.badge').waitFor()
  await row(office.page, '李小龙').click()
  await expect.poll(() => row(home.page, '李小龙').locator('.badge').count()).toBe(0)
})

test('axe finds nothing serious, and nothing was thrown', async () => {
  await row(office.page, '李小龙').click({ button: 'right' })
  expect(await seriousFindings(office.page)).toEqual([])
  expect([office.errors, home.errors]).toEqual([[], []])
})
