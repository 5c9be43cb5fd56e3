import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'

const account = 'wxid_sales' as AccountId
const peer = 'wxid_customer' as PeerId

let hub: TestInstallation
let phone: SimulatedPhone
let browser: TestBrowser

beforeAll(async () => {
  hub = await startHub()
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  await phone.connect()
  phone.logIn({ wxid: account, nickname: '销售小王' })
  phone.contacts.set(account, { friends: [{ wxid: peer, nickname: '张女士', gender: 2 }], chatrooms: [] })
  await phone.acked(phone.listContacts(account))
  browser = await startBrowser()
  await signInPage(browser.page, { url: hub.url, loginName: 'admin', password: hub.password })
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const texts = (): Promise<string[]> => browser.page.getByTestId('message').allInnerTexts()
const timesShown = async (text: string): Promise<number> => (await texts()).filter((one) => one.includes(text)).length
const message = (text: string) => browser.page.getByTestId('message').filter({ hasText: text })

test('a phone’s message arrives, the agent answers, the phone has it once, the console says it was sent', async () => {
  const { page } = browser
  phone.write({ account, peer, text: '你好,这款还有货吗?' })
  const row = page.getByTestId('conversation-row').filter({ hasText: '张女士' })
  await row.click()
  await message('这款还有货吗').waitFor()
  await page.getByTestId('composer-input').fill('有的,今天可以发货')
  await page.getByTestId('composer-input').press('Enter')
  const received = await phone.received(({ command }) =>
    command?.kind === 'sendMessage' && command.text === '有的,今天可以发货')
  expect(received.command).toMatchObject({ kind: 'sendMessage', peer, type: 'text' })
  await page.locator('[data-testid=message][data-state=sent]').filter({ hasText: '今天可以发货' }).waitFor()
  expect(await timesShown('今天可以发货')).toBe(1)
})

test('a hub that is killed in the middle: no hole and no double, and what was typed meanwhile is sent', async () => {
  const { page } = browser
  await hub.kill()
  phone.write({ account, peer, text: '断线时说的话' })
  await page.getByTestId('composer-input').fill('断线时的回答')
  await page.getByTestId('composer-input').press('Enter')
  await hub.restart()
  await message('断线时说的话').waitFor({ timeout: 30_000 })
  const sentMessages = page.locator('[data-testid=message][data-state=sent]')
  await sentMessages.filter({ hasText: '断线时的回答' }).waitFor({ timeout: 30_000 })
  await phone.drained()
  expect(await timesShown('断线时说的话')).toBe(1)
  expect(await timesShown('断线时的回答')).toBe(1)
  const pushed = phone.commands.filter(({ command }) =>
    command?.kind === 'sendMessage' && command.text === '断线时的回答')
  expect(pushed.length).toBe(1)
})

test('a reload shows the same messages, and keeps the draft', async () => {
  const { page } = browser
  const before = await page.getByTestId('message').count()
  await page.getByTestId('composer-input').fill('写了一半')
  await page.reload()
  await page.getByTestId('conversation-row').filter({ hasText: '张女士' }).click()
  await message('断线时说的话').waitFor()
  expect(await page.getByTestId('composer-input').inputValue()).toBe('写了一半')
  expect(await page.getByTestId('message').count()).toBe(before)
  await page.getByTestId('composer-input').fill('')
})

test('Enter while an input method is composing does not send', async () => {
  const { page } = browser
  const session = await browser.context.newCDPSession(page)
  await page.getByTestId('composer-input').focus()
  await session.send('Input.imeSetComposition', { text: 'zaijian', selectionStart: 7, selectionEnd: 7 })
  await session.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229,
  })
  await session.send('Input.insertText', { text: '再见' })
  expect(await page.getByTestId('composer-input').inputValue()).toBe('再见')
  // An Enter right behind a composition is the input method's own; a person's comes later.
  await page.waitForTimeout(150)
  await page.getByTestId('composer-input').press('Enter')
  await page.locator('[data-testid=message][data-state=sent]').filter({ hasText: '再见' }).waitFor()
  const sent = phone.commands.flatMap(({ command }) => command?.kind === 'sendMessage' ? [command.text] : [])
  expect(sent.filter((text) => text.includes('zaijian'))).toEqual([])
  expect(sent.filter((text) => text === '再见').length).toBe(1)
})

test('a picture that the agent picks reaches the phone byte for byte', async () => {
  const { page } = browser
  const bytes = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64',
  )
  await page.getByTestId('picture-input').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: bytes })
  await page.getByTestId('file-send').click()
  const { command } = await phone.received((one) =>
    one.command?.kind === 'sendMessage' && one.command.type === 'picture')
  if (command?.kind !== 'sendMessage' || command.media === null) throw new Error('no picture')
  expect(Buffer.from((await phone.download(command.media)).bytes)).toEqual(bytes)
  await page.locator('[data-testid=message][data-state=sent] img').last().waitFor()
})

test('axe finds nothing serious, light and dark, and nothing was thrown in the page', async () => {
  const { page } = browser
  expect(await seriousFindings(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await seriousFindings(page)).toEqual([])
  expect(browser.errors).toEqual([])
})
