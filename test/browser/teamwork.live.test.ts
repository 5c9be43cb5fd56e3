import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { Permission } from '../../protocol/permissions.ts'
import { type TestBrowser, seriousFindings, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, addSeatUser, friend, phoneWith } from '../support/people.ts'

const our = account('team')
const peer = friend('zhang')
let hub: TestInstallation
let phone: SimulatedPhone
/** An agent, and the supervisor: two browsers played against each other. */
let [anna, chief] = [] as unknown as [TestBrowser, TestBrowser]

beforeAll(async () => {
  hub = await startHub()
  const [agent, supervisor] = [await person('安娜'), await person('主管', ['chat', 'supervise', 'companyScope'])]
  phone = await phoneWith(hub, our, { cookie: agent.cookie })
  phone.contacts.set(our, { friends: [{ wxid: peer, nickname: '张女士' }], chatrooms: [] })
  await phone.acked(phone.listContacts(our))
  ;[anna, chief] = [await open(agent.cookie), await open(supervisor.cookie)]
})
afterAll(async () => {
  await phone.stop()
  await Promise.all([anna[Symbol.asyncDispose](), chief[Symbol.asyncDispose]()])
  await hub[Symbol.asyncDispose]()
})

async function person(name: string, permissions?: Permission[]) {
  if (!('url' in hub.database)) throw new Error('no database')
  const id = { 安娜: 'anna', 主管: 'chief' }[name] as string
  const added = await addSeatUser(hub.database.url, id, permissions, name)
  await hub.call('whoAmI', {}, added.cookie)
  return added
}

async function open(cookie: string): Promise<TestBrowser> {
  const browser = await startBrowser()
  const [name, value] = cookie.split('=') as [string, string]
  await browser.context.addCookies([{ name, value, url: hub.url }])
  await browser.page.goto(hub.url)
  return browser
}

const conversation = ({ page }: TestBrowser) => page.getByTestId('conversation-row').filter({ hasText: '张女士' })
const input = ({ page }: TestBrowser) => page.getByTestId('composer-input')
const said = ({ page }: TestBrowser, text: string) => page.getByTestId('message').filter({ hasText: text })
const note = ({ page }: TestBrowser, text: string) => page.getByTestId('note').filter({ hasText: text })
const pushed = () => phone.commands.flatMap(({ command }) => command?.kind === 'sendMessage' ? [command.text] : [])

test('a supervisor sees a conversation live and whispers; the agent is told, the customer isn’t', async () => {
  phone.write({ account: our, peer, text: '这台车多少钱?' })
  await conversation(anna).click()
  await said(anna, '这台车多少钱').waitFor()
  await chief.page.goto(`${hub.url}/admin/supervision`)
  await chief.page.getByRole('link', { name: '在客服工作台打开' }).click()
  await chief.page.locator('button[data-seat=anna]').click()
  await chief.page.locator(`button[data-peer=${peer}]`).click()
  await said(chief, '这台车多少钱').waitFor()
  await anna.page.getByTestId('company').filter({ hasText: '主管(主管)' }).waitFor()
  phone.write({ account: our, peer, text: '可以分期吗' })
  await said(chief, '可以分期吗').waitFor()
  expect(await chief.page.getByTestId('message-more').count()).toBe(0)
  await input(anna).fill('您好,这台车现在')
  await chief.page.getByTestId('company').filter({ hasText: '安娜 正在输入' }).waitFor()
  await chief.page.getByTestId('note-input').fill('先问预算,别报底价')
  await chief.page.getByTestId('note-save').click()
  await note(anna, '先问预算').waitFor()
  await note(chief, '先问预算').waitFor()
  expect(await seriousFindings(chief.page)).toEqual([])
  expect(pushed()).toEqual([])
})

test('drafts lost: a conversation that is taken over leaves what was written to its agent', async () => {
  await chief.page.getByTestId('take-over').click()
  await chief.page.getByTestId('take-why').fill('大客户,我来谈')
  await chief.page.getByTestId('take-confirm').click()
  const gone = anna.page.getByTestId('transferred')
  await gone.filter({ hasText: '您好,这台车现在' }).waitFor()
  expect(await gone.innerText()).toContain('原因：大客户,我来谈')
  await input(chief).fill('您好,我是主管,给您最优惠的价格')
  await input(chief).press('Enter')
  await said(chief, '最优惠的价格').waitFor()
  await chief.page.getByTestId('give-back').click()
  await conversation(anna).click()
  await said(anna, '最优惠的价格').waitFor()
  expect(await input(anna).inputValue()).toBe('您好,这台车现在')
})

test('two agents answering the same customer: the second is asked once, and nothing is lost', async () => {
  await input(anna).fill('您好,这台车现在有优惠')
  await input(anna).press('Enter')
  const question = anna.page.getByTestId('answer-question')
  await question.filter({ hasText: '主管刚刚回复了这位客户' }).waitFor()
  expect(await seriousFindings(anna.page)).toEqual([])
  expect(pushed()).not.toContain('您好,这台车现在有优惠')
  await anna.page.getByTestId('send-anyway').click()
  await said(anna, '现在有优惠').waitFor()
  await expect.poll(pushed).toContain('您好,这台车现在有优惠')
  expect(await question.count()).toBe(0)
})

test('[SEAT-6] a note beside the conversation, then a transfer with its reason', async () => {
  await anna.page.getByTestId('note-open').click()
  await anna.page.getByTestId('note-input').fill('@主管 客户预算二十万')
  await anna.page.getByTestId('note-save').click()
  await note(anna, '客户预算二十万').waitFor()
  await anna.page.keyboard.press('Control+Shift+P')
  await anna.page.getByTestId('palette-input').fill('>转接')
  await anna.page.keyboard.press('Enter')
  await anna.page.locator('ark-transfer-dialog input[data-seat=chief]').check()
  await anna.page.getByTestId('transfer-note').fill('要谈合同')
  expect(await seriousFindings(anna.page)).toEqual([])
  await anna.page.getByTestId('transfer-confirm').click()
  await anna.page.getByTestId('transferred').waitFor()
  await conversation(chief).click()
  await note(chief, '安娜 把会话转给 主管').filter({ hasText: '要谈合同' }).waitFor()
  await note(chief, '客户预算二十万').waitFor()
  expect(pushed().filter((text) => text.includes('预算') || text.includes('合同'))).toEqual([])
})

test('a colleague who was mentioned finds the note again after a reload, and its conversation', async () => {
  await chief.page.reload()
  await chief.page.locator('ark-user-menu .me').click()
  await chief.page.getByTestId('mentions').click()
  const mention = chief.page.getByTestId('mention').filter({ hasText: '客户预算二十万' })
  await mention.waitFor()
  expect(await seriousFindings(chief.page)).toEqual([])
  await mention.getByRole('button', { name: '打开会话' }).click()
  await note(chief, '客户预算二十万').waitFor()
})
