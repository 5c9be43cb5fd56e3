import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { readBody } from '../../protocol/bodies.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { wavOf } from '../hub/support/upload.ts'
import { type TestBrowser, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { phoneWith } from '../support/people.ts'
import { adminPage } from './support/admin-page.ts'

const account = 'wxid_replies' as AccountId
const peer = 'wxid_asker' as PeerId
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64',
)
let hub: TestInstallation
let browser: TestBrowser
let phone: SimulatedPhone

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHub(), startBrowser()])
  phone = await phoneWith(hub, account)
  await signInPage(browser.page, { url: `${hub.url}/admin/materials`, loginName: 'admin', password: hub.password })
  await browser.page.getByTestId('new-group').waitFor()
})
afterAll(async () => {
  await phone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

const { findings } = adminPage(() => ({ hub, browser }))
const byId = (id: string) => browser.page.getByTestId(id)

async function newGroup(name: string): Promise<void> {
  await byId('new-group').click()
  await browser.page.locator('[data-field=name] input').fill(name)
  await byId('form-submit').click()
  await byId('form-dialog').waitFor({ state: 'detached' })
  await byId('library-group').filter({ hasText: name }).click()
}

describe('[MAT-1] 素材管理', () => {
  test('many files at once become materials of a group', async () => {
    await newGroup('门店图片')
    await byId('createMaterials').click()
    const wav = wavOf({ seconds: 2 })
    await byId('materials-file').setInputFiles([
      { name: '店面.png', mimeType: 'image/png', buffer: png },
      { name: '问候.wav', mimeType: 'audio/wav', buffer: wav },
      { name: '太长.wav', mimeType: 'audio/wav', buffer: wavOf({ seconds: 61, rate: 4_000 }) },
    ])
    await browser.page.getByText('语音有 61 秒').waitFor()
    await expect.poll(findings, { timeout: 5_000 }).toEqual([])
    await byId('materials-save').click()
    await byId('count').filter({ hasText: '共 2 条' }).waitFor()
    await byId('library-group').filter({ hasText: '门店图片2' }).waitFor()
  })
})

describe('[QR-1] [QR-2] 快捷回复', () => {
  test('a reply of several messages is put together: words, a material, a link; its faults are named', async () => {
    const { page } = browser
    await page.goto(`${hub.url}/admin/quick-replies`)
    await newGroup('价格类')
    await byId('createQuickReply').click()
    await page.locator('[data-field=title] input').fill('最新报价')
    await byId('part-text').fill('{客户昵称},您好,这是最新报价')
    await byId('add-material').click()
    await expect.poll(findings, { timeout: 5_000 }).toEqual([])
    await byId('material').filter({ hasText: '店面' }).click()
    await byId('add-link').click()
    await page.getByLabel('链接标题').fill('楼盘介绍')
    await page.getByLabel('网址').fill('example.com')
    await byId('form-submit').click()
    await page.getByText('第 3 条：请填写 http 或 https 开头的网址').waitFor()
    await page.getByLabel('网址').fill('https://example.com/a')
    await expect.poll(findings, { timeout: 5_000 }).toEqual([])
    await byId('form-submit').click()
    await byId('form-dialog').waitFor({ state: 'detached' })
    await byId('count').filter({ hasText: '共 1 条' }).waitFor()
    await expect.poll(findings, { timeout: 5_000 }).toEqual([])
  })

  test('a group with something in it can’t be deleted, and says so', async () => {
    const { page } = browser
    await page.getByRole('navigation', { name: '按分组查看' }).getByLabel('删除').click()
    await byId('ask-confirm').click()
    await byId('ask-dialog').getByText('分组里还有 1 条内容，请先删除或移走').waitFor()
    await byId('ask-dialog').getByText('取消').click()
    await page.goto(`${hub.url}/admin/subordinate-replies`)
    await page.getByText('下属还没有快捷回复').waitFor()
  })
})

describe('[SEAT-4] the agent', () => {
  test('types a slash, finds a reply by its initials, and the phone gets all its messages in order', async () => {
    const { page } = browser
    phone.contacts.set(account, { friends: [{ wxid: peer, nickname: '张女士' }], chatrooms: [] })
    await phone.acked(phone.listContacts(account))
    phone.write({ account, peer, text: '多少钱?' })
    await page.goto(hub.url)
    await byId('conversation-row').click()
    await page.getByTestId('message').filter({ hasText: '多少钱' }).waitFor()
    await byId('composer-input').press('/')
    await byId('reply-search').waitFor()
    expect(await byId('composer-input').inputValue()).toBe('')
    await page.keyboard.type('zxbj')
    await byId('reply').filter({ hasText: '最新报价' }).waitFor()
    await byId('quick-replies').locator('ark-parts-preview').getByText('张女士,您好,这是最新报价').waitFor()
    await expect.poll(findings, { timeout: 5_000 }).toEqual([])
    await page.keyboard.press('Enter')
    await phone.received(({ command }) => command?.kind === 'sendMessage' && command.type === 'link')
    const sent = phone.commands.flatMap(({ command }) => command?.kind === 'sendMessage' ? [command] : [])
    expect(sent.map(({ type, text }) => [type, text])).toEqual([
      ['text', '张女士,您好,这是最新报价'], ['picture', ''], ['link', '楼盘介绍'],
    ])
    await byId('quick-replies').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('[data-testid=message][data-state=sent]').count()).toBe(3)
  })

  test('makes replies of their own, and a text is put into the composer first', async () => {
    const { page } = browser
    await byId('replies-button').click()
    await byId('manage-replies').click()
    await byId('my-new-group').click()
    await byId('my-group-name').fill('常用')
    await byId('my-save').click()
    await byId('my-new-reply').click()
    await byId('my-title').fill('在的')
    await byId('part-text').fill('您好,在的')
    await expect.poll(findings, { timeout: 5_000 }).toEqual([])
    await byId('my-save').click()
    await byId('my-replies').getByText('1 条').waitFor()
    await page.keyboard.press('Escape')
    await byId('reply-search').fill('zd')
    await page.keyboard.press('Enter')
    await expect.poll(() => byId('composer-input').inputValue()).toBe('您好,在的')
    await page.keyboard.press('Enter')
    await phone.received(({ command }) => command?.kind === 'sendMessage' && command.text === '您好,在的')
    expect(browser.errors).toEqual([])
  })

  test('sends a material by itself', async () => {
    await byId('replies-button').click()
    await byId('send-material').click()
    await byId('material-picker').getByRole('button', { name: '语音' }).click()
    await byId('material').filter({ hasText: '问候' }).click()
    const { command } = await phone.received((one) =>
      one.command?.kind === 'sendMessage' && one.command.type === 'voice')
    if (command?.kind !== 'sendMessage') throw new Error('no message')
    expect(readBody('voice', command.body)).toEqual({ durationMs: 2_000, bytes: wavOf({ seconds: 2 }).length })
  })

  test('hears of what somebody else changes', async () => {
    const { page } = browser
    const cookie = await hub.signIn()
    const { body } = await hub.call('listQuickReplies', {}, cookie)
    const { groups } = body as { groups: { group: string; scope: string }[] }
    const group = groups.find(({ scope }) => scope === 'public')?.group
    await byId('composer-input').press('/')
    await byId('reply').first().waitFor()
    await hub.call('createQuickReply', { group, title: '刚刚新增', parts: [{ type: 'text', text: '新的' }] }, cookie)
    await byId('reply').filter({ hasText: '刚刚新增' }).waitFor()
    await page.keyboard.press('Escape')
    await byId('quick-replies').waitFor({ state: 'detached' })
  })
})
