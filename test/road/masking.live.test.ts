import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBody } from '../../protocol/bodies.ts'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { operations } from '../../protocol/operations/index.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const our = account('masked')
const peer = friend('caller')
const thread = { account: our, peer }
const [number, hidden] = ['13800138000', '***********']
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
/** At hub two; the settings are changed at hub one. */
let seat: TestSeat

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  phone = await phoneWith(one, our)
  phone.contacts.set(our, { friends: [{ wxid: peer, nickname: '来电', phones: [number] }], chatrooms: [] })
  await phone.acked(phone.listContacts(our))
  seat = await seatAt(two)
})

afterAll(async () => {
  await Promise.all([phone.stop(), seat.stop()])
  await one[Symbol.asyncDispose]()
})

async function maskConsole(pattern: string): Promise<void> {
  const cookie = await one.signIn()
  const { body } = await one.call('getSettings', {}, cookie)
  const told = seat.hears('configChanged', ({ area }) => area === 'setting')
  const { version } = body as { version: number }
  expect((await one.call('changeSettings', { version, maskConsole: pattern }, cookie)).status).toBe(200)
  await told
}

/** The other hub reads the pattern again a moment after the journal told it to. */
async function shown(): Promise<string | undefined> {
  return (await seat.api.call('listConversations', {})).rows[0]?.lastText
}

test('[SET-4] every way out to a seat’s console masks what was there before and what comes', async () => {
  phone.write({ ...thread, text: `打我电话 ${number}` })
  await seat.sees(({ text }) => text.includes(number))
  await maskConsole('1[0-9]{10}')
  await expect.poll(shown).toBe(`打我电话 ${hidden}`)
  phone.write({ ...thread, type: 'quote', text: `再说一遍 ${number}`, body: { text: `引用 ${number}` } })
  const quote = await seat.sees(({ text }) => text === `再说一遍 ${hidden}`)
  expect(readBody('quote', quote.body)).toMatchObject({ text: `引用 ${hidden}` })
  const { task } = seat.send({ ...thread, text: `我的是 ${number}` })
  await seat.sees((message) => message.task === task && message.text === `我的是 ${hidden}`)
  await phone.received(({ command }) => command?.kind === 'sendMessage' && command.text === `我的是 ${number}`)
  // A way out that is new has to be thought of here.
  const read: Record<string, () => Promise<unknown>> = {
    listConversations: () => seat.api.call('listConversations', { atLeast: seat.cursor }),
    getConversation: () => seat.api.call('getConversation', { ...thread, atLeast: seat.cursor }),
    listMessages: () => seat.api.call('listMessages', { ...thread, atLeast: seat.cursor }),
    getPeer: () => seat.api.call('getPeer', { ...thread, atLeast: seat.cursor }),
    listAccounts: () => seat.api.call('listAccounts', {}),
    getCustomer: () => seat.api.call('getCustomer', thread),
    listFriends: () => seat.api.call('listFriends', {}),
    listFriendGroups: () => seat.api.call('listFriendGroups', {}),
    listFriendRequests: () => seat.api.call('listFriendRequests', {}),
    listNotices: () => seat.api.call('listNotices', {}),
    readDesk: () => seat.api.call('readDesk', {}),
    listMentions: () => seat.api.call('listMentions', {}),
    listSeats: () => seat.api.call('listSeats', {}),
  }
  const ways = Object.values(operations)
    .filter(({ permission, effect }) => permission === 'chat' && effect === 'reads').map(({ name }) => name)
  expect(ways.toSorted()).toEqual(Object.keys(read).toSorted())
  for (const way of Object.values(read)) {
    const bytes = Buffer.from(JSON.stringify(await way()), 'utf8').toString()
    expect(bytes).not.toContain(number)
  }
  const messages = await seat.api.thread({ ...thread, atLeast: seat.cursor })
  expect(messages.map(({ text }) => text).toReversed())
    .toEqual([`打我电话 ${hidden}`, `再说一遍 ${hidden}`, `我的是 ${hidden}`])
})

test('[SET-4] what a console missed comes masked; without a pattern everything is plain again', async () => {
  seat.dropTheLine()
  phone.write({ ...thread, text: `断线时 ${number}` })
  await seat.connected()
  await seat.sees(({ text }) => text === `断线时 ${hidden}`)
  await maskConsole('')
  await expect.poll(shown).toBe(`断线时 ${number}`)
  const fresh = await seatAt(one)
  await expectLiveIsFresh(fresh)
  await fresh.stop()
})

test('[DEV-6] [SEAT-7] 显示好友微信号 and 微信聊天消息号码可见 of the phone hold in the console', async () => {
  const alias = async () => (await seat.api.call('getPeer', thread)).friend?.alias
  await phone.acked(phone.say('friendChanged', { account: our, friend: { wxid: peer, alias: 'caller-2026' } }))
  await seat.hears('friendChanged', ({ friend: { wxid } }) => wxid === peer)
  // Hidden where nobody has chosen, as the manual advises; numbers are shown.
  await expect.poll(alias).toBe('')
  expect(await shown()).toContain(number)
  const cookie = await one.signIn()
  const { configVersion } = (await one.call('getDeviceSetup', { device: phone.device }, cookie)).body as {
    configVersion: number
  }
  const told = seat.hears('configChanged', ({ area, key }) => area === 'device' && key === phone.device)
  const switches = ['friendAlias']
  const asked = await one.call('setDeviceSetup', { device: phone.device, configVersion, switches }, cookie)
  expect(asked.status).toBe(200)
  await told
  await expect.poll(alias).toBe('caller-2026')
  await expect.poll(shown).toBe(`断线时 ${hidden}`)
  phone.write({ ...thread, text: `新的号码 138-0013 8000 第12号` })
  await seat.sees(({ text }) => text === '新的号码 ************* 第12号')
})
