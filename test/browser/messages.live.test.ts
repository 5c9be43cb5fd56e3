import { afterAll, beforeAll, expect, test } from 'vitest'
import { encode } from 'silk-wasm'
import { Dice } from '../../bench/fleet/dice.ts'
import { newPicture } from '../../bench/fleet/media/pictures.ts'
import { newVoiceNote } from '../../bench/fleet/media/voice-note.ts'
import { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { type MessageType } from '../../protocol/kinds.ts'
import { readBody } from '../../protocol/bodies.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { type TestBrowser, seriousFindings, signInPage, startBrowser } from '../support/browser.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'

const account = 'wxid_sales' as AccountId
const second = 'wxid_other' as AccountId
const peer = 'wxid_customer' as PeerId
const room = '1@chatroom' as PeerId
const dice = new Dice('messages')
const picture = newPicture(dice)

let hub: TestInstallation
let phone: SimulatedPhone
let otherPhone: SimulatedPhone
let browser: TestBrowser

beforeAll(async () => {
  hub = await startHub()
  phone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  otherPhone = await SimulatedPhone.enrol({ hubs: [hub.url], token: await hub.enrolmentToken() })
  await Promise.all([phone.connect(), otherPhone.connect()])
  phone.logIn({ wxid: account, nickname: '销售小王' })
  otherPhone.logIn({ wxid: second, nickname: '售后小李' })
  const members = [['wxid_m1', '张小伟'], ['wxid_m2', '陈晨'], [account, '销售小王']] as const
  phone.contacts.set(account, {
    friends: [{ wxid: peer, nickname: '张女士' }],
    chatrooms: [{
      chatroom: room, name: '业主群', members: members.map(([wxid, nickname]) => ({ wxid: wxid as PeerId, nickname })),
    }],
  })
  otherPhone.contacts.set(second, {
    friends: [{ wxid: 'wxid_wang' as PeerId, nickname: '王总' }],
    chatrooms: [{ chatroom: '2@chatroom' as PeerId, name: '团购群' }],
  })
  await phone.acked(phone.listContacts(account))
  await otherPhone.acked(otherPhone.listContacts(second))
  otherPhone.write({ account: second, peer: 'wxid_wang' as PeerId, text: '合同收到了' })
  phone.write({ account, peer: room, sender: 'wxid_m1' as PeerId, text: '大家好' })
  phone.write({ account, peer, text: '这款沙发有现货吗' })
  browser = await startBrowser()
  await signInPage(browser.page, { url: hub.url, loginName: 'admin', password: hub.password })
  await row('张女士').click()
})
afterAll(async () => {
  await phone.stop()
  await otherPhone.stop()
  await browser[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
})

/** What a page has and Node hasn't. */
interface PageGlobals {
  DataTransfer: new () => { items: { add: (file: File) => void } }
  DragEvent: new (name: string, init: object) => Event
  ClipboardEvent: new (name: string, init: object) => Event
}

const row = (name: string) => browser.page.getByTestId('conversation-row').filter({ hasText: name })
/** The list moves when something is sent: until it is the one that was meant. */
function open(name: string): Promise<void> {
  return expect.poll(async () => {
    await row(name).click()
    return browser.page.locator('ark-chat-pane header h2').textContent()
  }).toContain(name)
}

const message = (text: string) => browser.page.getByTestId('message').filter({ hasText: text })
const sent = (text: string) => browser.page.locator('[data-testid=message][data-state=sent]').filter({ hasText: text })
const input = () => browser.page.getByTestId('composer-input')
const action = (name: string) => browser.page.getByTestId('message-menu').locator(`[data-action=${name}]`)

async function say(text: string): Promise<void> {
  await input().fill(text)
  await input().press('Enter')
}

async function menuOf(text: string): Promise<void> {
  await message(text).last().locator('.body').click({ button: 'right' })
}

const heard = (by: SimulatedPhone, type: MessageType) => by.received(({ command }) => {
  return command?.kind === 'sendMessage' && command.type === type
})

async function sending(by: SimulatedPhone, type: MessageType) {
  const { command } = await heard(by, type)
  if (command?.kind !== 'sendMessage') throw new Error('not a send')
  return command
}

test('[SEAT-3] a reply quotes by keyboard alone, the phone knows what, and a click leads back to it', async () => {
  const { page } = browser
  await message('这款沙发有现货吗').waitFor()
  phone.write({ account, peer, text: '在吗' })
  await message('在吗').getByTestId('message-more').focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await action('copy').waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByTestId('quote-bar').getByText('张女士：这款沙发有现货吗').waitFor()
  await say('有的，三天内送到')
  const { body, text } = await sending(phone, 'quote')
  expect(text).toBe('有的，三天内送到')
  expect(readBody('quote', body)).toMatchObject({ sender: peer, kind: 'text', text: '这款沙发有现货吗' })
  await sent('三天内送到').locator('blockquote button').click()
  await page.locator('[data-flashed]').filter({ hasText: '这款沙发有现货吗' }).waitFor()
  expect(await page.getByTestId('quote-bar').count()).toBe(0)
})

test('[SEAT-4] one’s own is taken back on the phone, and its words go into the input again', async () => {
  const { page } = browser
  await say('价格写错了')
  await sent('价格写错了').waitFor()
  await menuOf('价格写错了')
  await action('recall').click()
  await phone.received(({ command }) => command?.kind === 'recallMessage')
  const line = page.locator('[data-testid=message][data-state=recalled]')
  await line.getByRole('button', { name: '重新编辑' }).click()
  await expect.poll(() => input().inputValue()).toBe('价格写错了')
  await input().fill('')
  // What the customer wrote isn't ours to take back.
  await message('这款沙发有现货吗').first().locator('.body').click({ button: 'right' })
  expect(await action('recall').count()).toBe(0)
  await page.keyboard.press('Escape')
})

test('[SEAT-4] a pasted picture is looked at before it goes; several go to another account’s customer', async () => {
  const { page } = browser
  const bytes = [...picture.original]
  await input().evaluate((field, content) => {
    const page = globalThis as unknown as PageGlobals
    const clipboardData = new page.DataTransfer()
    clipboardData.items.add(new File([new Uint8Array(content)], '截图.png', { type: 'image/png' }))
    const target: EventTarget = field
    target.dispatchEvent(new page.ClipboardEvent('paste', {
      clipboardData, bubbles: true, composed: true, cancelable: true,
    }))
  }, bytes)
  await page.getByTestId('file-send').click()
  const { media } = await sending(phone, 'picture')
  await page.locator('[data-testid=message][data-kind=picture][data-state=sent]').waitFor()
  await menuOf('三天内送到')
  await action('select').click()
  await page.locator('[data-kind=picture] .choice').check()
  await page.getByTestId('choosing-forward').click()
  const dialog = page.getByTestId('forward-dialog')
  await dialog.getByRole('searchbox').fill('王总')
  await dialog.getByTestId('forward-row').filter({ hasText: '售后小李' }).getByRole('checkbox').check()
  // Nobody has written there yet.
  await dialog.getByRole('searchbox').fill('团购')
  await dialog.getByTestId('forward-row').filter({ hasText: '还没有会话' }).getByRole('checkbox').check()
  await dialog.getByText('已选 2 / 9').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByTestId('forward-send').click()
  await otherPhone.received(({ command }) => command?.kind === 'sendMessage' && command.peer === '2@chatroom')
  expect((await sending(otherPhone, 'text')).text).toBe('有的，三天内送到')
  expect((await sending(otherPhone, 'picture')).media).toBe(media)
  await input().waitFor()
})

test('[SEAT-4] files dropped on the thread: one that is too large is named and stays, the others go', async () => {
  const { page } = browser
  await page.getByTestId('thread').evaluate((thread, tooMany) => {
    const globals = globalThis as unknown as PageGlobals
    const dataTransfer = new globals.DataTransfer()
    dataTransfer.items.add(new File([new Uint8Array(tooMany)], '全景.png', { type: 'image/png' }))
    dataTransfer.items.add(new File(['报价'], '报价.txt', { type: 'text/plain' }))
    const target: EventTarget = thread
    target.dispatchEvent(new globals.DragEvent('drop', {
      dataTransfer, bubbles: true, composed: true, cancelable: true,
    }))
  }, limits.pictureBytesMax + 1)
  const preview = page.locator('ark-file-preview')
  await preview.getByText('太大，最多 32.0 MB').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByTestId('file-send').click()
  const { text, media } = await sending(phone, 'file')
  if (media === null) throw new Error('no medium')
  expect([text, Buffer.from((await phone.download(media)).bytes).toString()]).toEqual(['报价.txt', '报价'])
  await sent('报价.txt').waitFor()
  expect(await message('全景.png').count()).toBe(0)
})

test('[SEAT-4] what one customer’s phone brought goes on to another phone by reference', async () => {
  const { page } = browser
  const media = await phone.upload(Buffer.from(picture.thumbnail), 'image/png')
  phone.write({ account, peer, type: 'picture', media, thumbnail: media, body: { width: 60, height: 45 } })
  const theirs = page.locator('[data-kind=picture][data-direction=in]')
  await theirs.locator('img').waitFor()
  await theirs.locator('.body').click({ button: 'right' })
  await action('forward').click()
  await page.getByTestId('forward-row').filter({ hasText: '王总' }).getByRole('checkbox').check()
  await page.getByTestId('forward-send').click()
  const task = await otherPhone.received(({ command }) => command?.kind === 'sendMessage' && command.media === media)
  await open('王总')
  const there = page.locator('[data-kind=picture][data-state=sent]')
  await expect.poll(() => there.count()).toBe(2)
  expect(task.account).toBe(second)
  await open('张女士')
})

test('[SEAT-3] an @ finds members by their initials, and the phone is told whom', async () => {
  const { page } = browser
  await open('业主群')
  await message('大家好').waitFor()
  await input().pressSequentially('@zxw')
  await page.getByTestId('mentions').getByText('张小伟').waitFor()
  await expect.poll(() => page.getByTestId('mentions').locator('li').count()).toBe(1)
  await input().press('Enter')
  await input().pressSequentially('明天上门')
  await input().press('Enter')
  await sent('@张小伟').waitFor()
  const { command } = await phone.received((one) => {
    return one.command?.kind === 'sendMessage' && one.command.text.startsWith('@')
  })
  if (command?.kind !== 'sendMessage') throw new Error('not a send')
  expect(command.text).toBe('@张小伟\u2005明天上门')
  expect(readBody('text', command.body)).toEqual({ mentions: ['wxid_m1'] })
  await open('张女士')
})

test('[SEAT-3] WeChat’s voice notes play, one after another, and lose their dots', async () => {
  const { page } = browser
  for (const seconds of [1, 2]) {
    const silk = Buffer.from((await encode(newVoiceNote(dice, seconds), 0)).data)
    const media = await phone.upload(silk, 'audio/silk')
    phone.write({ account, peer, type: 'voice', media, body: { durationMs: seconds * 1_000, bytes: silk.length } })
  }
  const dots = page.getByTestId('voice-new')
  await expect.poll(() => dots.count()).toBe(2)
  const voices = page.locator('[data-kind=voice] ark-voice button')
  await voices.first().click()
  await expect.poll(() => voices.last().getAttribute('data-playing')).toBe('true')
  expect(await dots.count()).toBe(0)
  await expect.poll(() => voices.last().getAttribute('data-playing')).toBe('false')
  expect(await page.locator('ark-voice .unplayable').count()).toBe(0)
})

test('[SEAT-4] a note is spoken, heard once more and sent; the phone has it as WeChat keeps it', async () => {
  const { page } = browser
  await page.getByRole('button', { name: '语音', exact: true }).click()
  const bar = page.getByTestId('voice-bar')
  await bar.getByRole('meter').waitFor()
  // It needs half a second of sound.
  await bar.getByText('1″').waitFor()
  await page.getByTestId('voice-finish').click()
  await bar.locator('audio').waitFor()
  await page.getByTestId('voice-send').click()
  const { media, body } = await sending(phone, 'voice')
  expect(readBody('voice', body).durationMs).toBeGreaterThan(500)
  if (media === null) throw new Error('no medium')
  const { bytes, mime } = await phone.download(media, 'silk')
  expect([mime, Buffer.from(bytes).toString('latin1', 1, 10)]).toEqual(['audio/silk', '#!SILK_V3'])
  await page.locator('[data-kind=voice][data-direction=out][data-state=sent]').waitFor()
})

test('[SEAT-3] large pictures: one’s way through them by keys; the original is fetched from the phone', async () => {
  const { page } = browser
  const thumbnail = await phone.upload(Buffer.from(newPicture(dice).thumbnail), 'image/png')
  const { msgSvrId } = phone.write({
    account, peer, type: 'picture', thumbnail, body: { width: picture.width, height: picture.height },
  })
  const original = newPicture(dice).original
  phone.keepOriginal(msgSvrId, { bytes: original, mime: 'image/png' })
  const theirs = page.locator('[data-kind=picture][data-direction=in] button.picture')
  await expect.poll(() => theirs.count()).toBe(2)
  await theirs.last().click()
  await phone.received(({ command }) => command?.kind === 'requestMedia' && command.msgSvrId === msgSvrId)
  const counter = page.locator('.pswp__counter')
  await expect.poll(() => counter.textContent()).toBe('3 / 3')
  const shown = page.locator('.pswp__item[aria-hidden=false] img.pswp__img').last()
  await expect.poll(() => shown.getAttribute('src')).not.toBe(`/media/${thumbnail}`)
  await expect.poll(() => page.locator('.ark-original').textContent()).toBe('')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => counter.textContent()).toBe('2 / 3')
  expect(await page.locator('.pswp__button--download').getAttribute('href')).toMatch(/^\/media\/[0-9a-f]{64}$/)
  await page.keyboard.press('Escape')
  await page.locator('.pswp').waitFor({ state: 'detached' })
})

test('[SET-4] what the console shows masked goes on whole, and isn’t written again', async () => {
  const { page } = browser
  const cookie = await hub.signIn()
  const { version } = (await hub.call('getSettings', {}, cookie)).body as { version: number }
  expect((await hub.call('changeSettings', { version, maskConsole: '1[0-9]{10}' }, cookie)).status).toBe(200)
  await expect.poll(async () => {
    phone.write({ account, peer, text: '我的电话 13800138000' })
    await message('我的电话').last().waitFor()
    return message('我的电话 ***********').count()
  }).toBeGreaterThan(0)
  await menuOf('我的电话 ***********')
  await action('forward').click()
  await page.getByTestId('forward-row').filter({ hasText: '王总' }).getByRole('checkbox').check()
  await page.getByTestId('forward-send').click()
  await otherPhone.received(({ command }) => command?.kind === 'sendMessage' && command.text === '我的电话 13800138000')
  await say('打给 13900139000')
  await sent('打给 ***********').waitFor()
  await menuOf('打给 ***********')
  await action('recall').click()
  await sent('打给 ***********').waitFor({ state: 'detached' })
  const line = page.locator('[data-testid=message][data-state=recalled]').last()
  await line.getByRole('button', { name: '重新编辑' }).click()
  await page.getByText('不能重新编辑').waitFor()
  expect(await input().inputValue()).toBe('')
})

test('axe finds nothing serious, light and dark, and nothing was thrown in the page', async () => {
  const { page } = browser
  await menuOf('三天内送到')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.emulateMedia({ colorScheme: 'dark' })
  await menuOf('三天内送到')
  expect(await seriousFindings(page)).toEqual([])
  expect(browser.errors).toEqual([])
})
