import { readFile } from 'node:fs/promises'
import { encode } from 'uqr'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, signIn, startHub } from '../support/hub.ts'
import { adminPage } from './support/admin-page.ts'

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

const { field, cell, count, open, findings, fault } = adminPage(() => ({ hub, browser }))
const password = 'long-enough-1'

/** `x y` of each black square that a picture draws. */
const blackSquares = (path: string): string[] => {
  return [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].flatMap(([, x, y, width]) =>
    Array.from({ length: Number(width) }, (_, index) => `${Number(x) + index} ${y}`))
}
const blackOf = (content: string): string[] => {
  const { data } = encode(content, { ecc: 'M', border: 4 })
  return data.flatMap((row, y) => row.flatMap((black, x) => black ? [`${x} ${y}`] : []))
}

test('without a session there is the door; behind it the page that the address names', async () => {
  const { page } = browser
  const url = `${hub.url}/admin/departments`
  await page.goto(url)
  await page.getByRole('heading', { name: '方舟管理后台' }).waitFor()
  expect(await findings()).toEqual([])
  await signInPage(page, { url, loginName: 'admin', password: hub.password })
  await page.getByRole('heading', { name: '部门管理' }).waitFor()
  expect(page.url()).toBe(url)
  expect(await page.title()).toBe('部门管理 · 方舟管理后台')
})

test('[USER-1] [USER-2] a department is made below the top, and gets default rights', async () => {
  const { page } = browser
  await page.getByTestId('createDepartment').click()
  await field('name').fill('销售中心')
  await page.getByTestId('form-submit').click()
  await page.getByRole('treeitem', { name: '销售中心' }).click()
  await page.locator('[data-testid=department] h2', { hasText: '销售中心' }).waitFor()
  await page.getByLabel('操作日志').first().check()
  await page.getByRole('button', { name: '添加所选权限' }).click()
  expect(await findings()).toEqual([])
  await page.getByTestId('save-permissions').click()
  await page.getByText('默认权限已保存').waitFor()
  await page.reload()
  await page.getByText('默认分配的权限(1)').waitFor()
})

test('[USER-3] an account is made in two steps; what the hub refuses stands at its field', async () => {
  const { page } = browser
  await open('users')
  await page.getByTestId('createUser').click()
  await field('loginName').fill('zhangsan')
  await field('realName').fill('张三丰')
  await field('password').fill('short')
  await field('department').fill('销售')
  await page.getByRole('option', { name: '销售中心' }).click()
  expect(await findings()).toEqual([])
  await page.getByTestId('form-next').click()
  await page.getByTestId('form-submit').click()
  await fault('至少 8 个字符').waitFor()
  await field('password').fill(password)
  await page.getByTestId('form-next').click()
  await page.getByTestId('form-submit').click()
  await cell('张三丰').waitFor()
  await expect.poll(count).toBe('共 2 条')
})

test('a spreadsheet of accounts: right rows are taken, wrong ones named', async () => {
  const { page } = browser
  await page.getByTestId('import').click()
  const template = await page.request.get(`${hub.url}/template/users`)
  expect(template.ok()).toBe(true)
  const rows = ['账号,密码,真实姓名,所属部门', 'lisi,long-enough-2,李四,销售中心', 'wangwu,short,王五,销售中心']
  await page.getByTestId('import-file').setInputFiles({
    name: '账号.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${rows.join('\r\n')}\r\n`),
  })
  await page.getByTestId('import-start').click()
  const dialog = page.getByTestId('import-dialog')
  await dialog.getByText('成功 1 行，失败 1 行').waitFor()
  await dialog.getByTestId('failed-rows').waitFor()
  await dialog.getByRole('button', { name: '完成' }).click()
  await cell('李四').waitFor()
})

test('what is asked stands in the address: filters survive a reload, back takes them off', async () => {
  const { page } = browser
  await open('users')
  await cell('李四').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('张三')
  await expect.poll(count).toBe('共 1 条')
  expect(new URL(page.url()).searchParams.get('search')).toBe('张三')
  await page.reload()
  await cell('张三丰').waitFor()
  await expect.poll(count).toBe('共 1 条')
  await page.locator('[data-filter=search] input').fill('没有这个人')
  await page.getByTestId('nothing-found').waitFor()
  await page.goBack()
  await expect.poll(count).toBe('共 1 条')
  await page.getByRole('button', { name: '重置', exact: true }).click()
  await expect.poll(count).toBe('共 3 条')
})

test('columns and density are chosen once and kept for this user', async () => {
  const { page } = browser
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/api/saveView'))
  await page.locator('#columns-button').click()
  await page.getByTestId('column-chooser').getByLabel('邮箱', { exact: true }).check()
  await saved
  await page.reload()
  await page.locator('vaadin-grid').getByText('邮箱', { exact: true }).waitFor()
})

test('all of the search result is exported, with progress, to a file that holds it', async () => {
  const { page } = browser
  await page.getByLabel('选择这一行').first().check()
  await page.getByTestId('select-all').click()
  await page.getByTestId('selection').getByText('已选 3 条').waitFor()
  expect(await findings()).toEqual([])
  await page.getByTestId('export').click()
  const dialog = page.getByTestId('export-dialog')
  await dialog.getByLabel('文本表格(.csv)').check()
  expect(await findings()).toEqual([])
  await dialog.getByTestId('export-start').click()
  const link = dialog.getByTestId('job-download')
  await link.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const text = await readFile(await download.path(), 'utf8')
  expect(text.split('\r\n')[0]).toContain('账号')
  for (const name of ['管理员', '张三丰', '李四']) expect(text).toContain(name)
  await dialog.getByRole('button', { name: '完成' }).click()
})

test('a row that somebody changed meanwhile: the dialog shows what, and mine can still be saved', async () => {
  const { page } = browser
  await open('users?search=zhangsan')
  await cell('张三丰').waitFor()
  await page.getByTestId('row-changeUser').first().click()
  await field('realName').fill('张三')
  const { body } = await hub.call('listRows', { resource: 'users', filters: { search: 'zhangsan' } },
    await hub.signIn())
  const [row] = (body as { rows: { id: string; version: number }[] }).rows
  if (row === undefined) throw new Error('no such user')
  const change = { user: row.id, version: row.version, phone: '13800000000' }
  expect((await hub.call('changeUser', change, await hub.signIn())).status).toBe(200)
  await page.getByTestId('form-next').click()
  await page.getByTestId('form-submit').click()
  const conflict = page.getByTestId('conflict')
  await conflict.getByRole('cell', { name: '13800000000' }).first().waitFor()
  expect(await findings()).toEqual([])
  await page.getByTestId('conflict-mine').click()
  await page.getByText('已保存').waitFor()
  await cell('13800000000').waitFor()
  expect(await cell('zhangsan').isVisible()).toBe(true)
})

test('[DEV-2] a phone enrols with the code of the dialog and appears by itself; the code is renewed', async () => {
  const { page } = browser
  await open('devices')
  await page.getByTestId('nothing-yet').waitFor()
  await page.getByTestId('add-phone').press('Enter')
  const token = page.getByTestId('enrol-token')
  const first = await token.inputValue()
  const picture = await page.locator('.qr path').getAttribute('d')
  expect(blackSquares(picture ?? '')).toEqual(blackOf(`${hub.url}/enrol#${first}`))
  expect(await findings()).toEqual([])
  const info = { brand: '小米', model: '14' }
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: first, info, remark: '前台一号' })
  await phone.connect()
  await page.getByTestId('enrol-added').filter({ hasText: '前台一号' }).waitFor()
  await expect.poll(() => token.inputValue()).not.toBe(first)
  await page.keyboard.press('Escape')
  await cell('前台一号').waitFor()
  await page.locator('.state[data-value=online]').first().waitFor()
})

test('[DEV-6] a switch that is set on the page is applied by the phone', async () => {
  const { page } = browser
  await page.getByRole('button', { name: '更多操作' }).first().click()
  await page.getByTestId('row-setup-switches').click()
  await page.getByText('按需选择').first().waitFor()
  expect(await findings()).toEqual([])
  await page.getByRole('switch', { name: 'USB' }).uncheck()
  await page.getByTestId('form-submit').click()
  await expect.poll(() => phone?.state.configuration?.switches.includes('usb'), { timeout: 10_000 }).toBe(false)
})

test('[DEV-8] a phone that is deleted is closed for good', async () => {
  const { page } = browser
  if (phone === undefined) throw new Error('no phone')
  const closed = phone.closed(20_000)
  await page.getByTestId('row-removeDevice').first().click()
  await page.getByTestId('ask-confirm').waitFor()
  expect(await findings()).toEqual([])
  await page.getByTestId('ask-confirm').click()
  expect(await closed).toMatchObject({ code: 4500, next: 'never' })
  await page.getByTestId('nothing-yet').waitFor()
})

test('pages are found by a part of their name; the log tells before and after', async () => {
  const { page } = browser
  await page.keyboard.press('Control+k')
  await page.getByTestId('page-search').fill('日志')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '操作日志' }).waitFor()
  await cell('修改账户').click()
  await page.getByTestId('changes').getByText('张三', { exact: true }).waitFor()
  expect(await findings()).toEqual([])
  await page.getByRole('button', { name: '关闭' }).click()
})

test('a session that ends leads to the door and back to the same place', async () => {
  const { page } = browser
  await open('users?state=active')
  await expect.poll(count).toBe('共 3 条')
  await page.context().clearCookies()
  await page.getByRole('button', { name: '按账号排序' }).click()
  await page.getByTestId('sign-in-password').fill(hub.password)
  await page.getByTestId('sign-in-submit').click()
  await page.getByRole('heading', { name: '账户管理' }).waitFor()
  expect(page.url()).toContain('state=active')
  await expect.poll(count).toBe('共 3 条')
})

test('[USER-3] who has one right sees its page alone; the others say so', async () => {
  const { page } = browser
  await page.getByTestId('sign-out').click()
  // To leave the page at once would leave the session as it was.
  await page.getByTestId('sign-in-name').waitFor()
  await signInPage(page, { url: `${hub.url}/admin/users`, loginName: 'zhangsan', password })
  await page.getByTestId('no-right').waitFor()
  const links = await page.locator('.main-nav a').allInnerTexts()
  expect(links.map((text) => text.trim())).toEqual(['首页', '任务中心', '操作日志'])
  const cookie = await signIn(hub.url, { loginName: 'zhangsan', password })
  expect((await hub.call('listRows', { resource: 'users' }, cookie)).status).toBe(403)
  expect(await findings()).toEqual([])
})

test('nothing was thrown in the page', () => {
  expect(browser.errors).toEqual([])
})
