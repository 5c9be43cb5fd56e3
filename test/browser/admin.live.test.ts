import { encode } from 'uqr'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'

let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone | undefined

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
})
afterAll(async () => {
  await phone?.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const findings = async (): Promise<string[]> => {
  const { page } = browser
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await seriousFindings(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return [...dark, ...await seriousFindings(page)]
}

/** `x y` of each black square that a picture draws. */
const blackSquares = (path: string): string[] => {
  return [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].flatMap(([, x, y, width]) =>
    Array.from({ length: Number(width) }, (_, index) => `${Number(x) + index} ${y}`))
}
const blackOf = (content: string): string[] => {
  const { data } = encode(content, { ecc: 'M', border: 4 })
  return data.flatMap((row, y) => row.flatMap((black, x) => black ? [`${x} ${y}`] : []))
}

test('without a session there is the door, then an empty list', async () => {
  const { page } = browser
  const url = `${hub.url}/admin`
  await page.goto(url)
  await page.getByRole('heading', { name: '方舟管理后台' }).waitFor()
  await signInPage(page, { url, loginName: 'admin', password: hub.password })
  await page.getByTestId('no-phones').waitFor()
  expect(await findings()).toEqual([])
})

test('a phone enrols with the token of the dialog, appears by itself, and the code is renewed', async () => {
  const { page } = browser
  await page.getByTestId('add-phone').press('Enter')
  const field = page.getByTestId('enrol-token')
  const token = await field.inputValue()
  const picture = await page.locator('.qr path').getAttribute('d')
  expect(blackSquares(picture ?? '')).toEqual(blackOf(`${hub.url}/enrol#${token}`))
  expect(await page.getByTestId('enrol-left').innerText()).toMatch(/^(10:00|9:\d\d) /)
  expect(await findings()).toEqual([])
  const info = { brand: '小米', model: '14' }
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token, info, remark: '前台一号' })
  await phone.connect()
  await page.getByTestId('enrol-added').filter({ hasText: '前台一号' }).filter({ hasText: '在线' }).waitFor()
  await expect.poll(() => field.inputValue()).not.toBe(token)
  expect(await page.locator('.qr path').getAttribute('d')).not.toBe(picture)
  await page.keyboard.press('Escape')
  const row = page.locator('[data-testid=device-row][data-state=online]').filter({ hasText: '小米 14' })
  await row.waitFor()
  await page.locator('[data-testid=add-phone]:focus').waitFor()
  expect(await findings()).toEqual([])
})

test('a phone that is removed is closed for good, and shown as removed', async () => {
  const { page } = browser
  if (phone === undefined) throw new Error('no phone')
  const closed = phone.closed(20_000)
  await page.getByRole('button', { name: '移除 前台一号' }).press('Enter')
  await page.getByTestId('confirm-remove').waitFor()
  expect(await findings()).toEqual([])
  await page.getByTestId('confirm-remove').click()
  expect(await closed).toMatchObject({ code: 4500, next: 'never' })
  await page.locator('[data-testid=device-row][data-state=revoked]').filter({ hasText: '前台一号' }).waitFor()
  expect(await page.getByTestId('device-count').innerText()).toBe('共 0 部,0 部在线')
  await page.locator('[data-testid=add-phone]:focus').waitFor()
})

test('signing out leads back to the door, and nothing was thrown in the page', async () => {
  const { page } = browser
  await page.getByTestId('sign-out').click()
  await page.getByTestId('sign-in-name').waitFor()
  expect(browser.errors).toEqual([])
})
