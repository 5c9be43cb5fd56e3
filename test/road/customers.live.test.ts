import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { NoticeId, UserId } from '../../protocol/ids.ts'
import type { Customer } from '../../protocol/operations/customers.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, addSeatUser, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const [our, others] = [account('ours'), account('theirs')]
const anna = friend('anna')
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
/** The other account's, kept by the helper. */
let elsewhere: SimulatedPhone
/** Keeps the phone; in two tabs, on two hubs. */
let tabs: [TestSeat, TestSeat]
let helper: TestSeat
let helperUser: UserId

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  if (!('url' in one.database)) throw new Error('no database')
  const added = await addSeatUser(one.database.url, 'helper')
  helperUser = added.user
  phone = await phoneWith(one, our)
  elsewhere = await phoneWith(two, others, { cookie: added.cookie })
  for (const [own, it] of [[our, phone], [others, elsewhere]] as const) {
    it.contacts.set(own, { friends: [{ wxid: anna, nickname: '安娜', addedAtMs: 1_700_000_000_000 }], chatrooms: [] })
    await it.acked(it.listContacts(own))
  }
  phone.write({ account: our, peer: anna, text: '你好' })
  tabs = [await seatAt(one), await seatAt(two)]
  helper = await seatAt(two, { cookie: added.cookie })
})

afterAll(async () => {
  await Promise.all([phone.stop(), elsewhere.stop(), helper.stop(), ...tabs.map((tab) => tab.stop())])
  await one[Symbol.asyncDispose]()
})

const thread = { account: our, peer: anna }
const customerOf = (seat: TestSeat): Promise<Customer> =>
  seat.api.call('getCustomer', { ...thread, atLeast: seat.cursor })

test('[SEAT-5] [P48] remark and labels are changed by the phone, once; every tab sees it', async () => {
  const asked = tabs.map((tab) => tab.hears('commandRequested', ({ peer }) => peer === anna))
  const told = tabs.map((tab) => tab.hears('friendChanged', ({ friend: { remark } }) => remark === '王阿姨 3号楼'))
  const done = tabs.map((tab) => tab.hears('taskFinished', ({ outcome }) => outcome === 'succeeded'))
  const { task } = await tabs[0].api.call('changeFriend', {
    ...thread, remark: '王阿姨 3号楼', labels: ['老客户', '老客户', '高意向'],
  })
  await Promise.all(asked)
  await Promise.all([...told, ...done])
  expect(phone.commands.filter(({ name }) => name === 'changeFriend')).toHaveLength(1)
  expect((await done[0])?.event).toMatchObject({ task, peer: anna })
  for (const tab of tabs) {
    expect((await tab.api.call('getPeer', { ...thread, atLeast: tab.cursor })).friend)
      .toMatchObject({ nickname: '安娜', remark: '王阿姨 3号楼', labels: ['老客户', '高意向'] })
    expect((await customerOf(tab)).edit).toBeNull()
  }
  await expectLiveIsFresh(...tabs)
})

test('[SEAT-5] a phone that is away changes it when it comes back: until then it is pending', async () => {
  await phone.stop()
  const { task } = await tabs[0].api.call('changeFriend', { ...thread, remark: '新备注' })
  await tabs[1].hears('commandRequested', (event) => event.task === task)
  expect((await customerOf(tabs[1])).edit).toMatchObject({ state: 'open', remark: '新备注', labels: null })
  const told = tabs[1].hears('friendChanged', ({ friend: { remark } }) => remark === '新备注')
  await phone.connect()
  await told
  await tabs[1].hears('taskFinished', (event) => event.task === task)
  expect((await customerOf(tabs[1])).edit).toBeNull()
})

test('[EXT-3] [SEAT-5] a value follows the friend to another seat, with what happened before', async () => {
  const cookie = await one.signIn()
  const { body } = await one.call('createExtensionField', { name: '客户状态', kind: 'single', choices: ['高意向'] }, cookie)
  const { field } = body as { field: string }
  for (const tab of tabs) await tab.hears('extensionFieldsChanged', () => true)
  const noted = tabs[1].hears('friendNoted', ({ peer }) => peer === anna)
  await tabs[0].api.call('setFriendField', { ...thread, field: field as never, value: '高意向' })
  await noted
  expect((await customerOf(tabs[1])).values).toEqual({ [field]: '高意向' })

  const customer = await customerOf(tabs[0])
  expect(customer.others).toEqual([{
    account: `昵称 ${others}`, seat: helperUser, seatName: 'helper', sinceMs: 1_700_000_000_000, own: null,
  }])
  const got = helper.hears('peersAssigned', ({ seat }) => seat === helperUser)
  await tabs[0].api.call('transferConversation', { ...thread, seat: helperUser })
  expect((await got).event).toMatchObject({ reason: 'transfer', notice: true, seatName: 'helper' })
  const theirs = await customerOf(helper)
  expect(theirs.values).toEqual({ [field]: '高意向' })
  expect(theirs.seats).toMatchObject([{ seat: 'helper', reason: 'transfer' }])
  expect(theirs.others).toMatchObject([{ seat: helperUser, own: others }])
  await expect(customerOf(tabs[0])).rejects.toMatchObject({ status: 403 })
  await expect(tabs[0].api.call('changeFriend', { ...thread, remark: 'x' })).rejects.toMatchObject({ status: 403 })
  await expectLiveIsFresh(...tabs, helper)
})

test('[NOTE-1] a notice goes to who is online, stays over a reload, is confirmed once in all tabs', async () => {
  const cookie = await one.signIn()
  await helper.stop()
  const send = (text: string, offline: boolean) => one.call('sendNotice', { text, offline }, cookie)
  // Whoever left is offline once storage has read so.
  await expect.poll(async () => (await send('开会', false)).body, { timeout: 10_000 }).toMatchObject({ seats: 1 })
  const heard = await Promise.all(tabs.map((tab) => tab.hears('noticeSent', ({ seats }) => seats.length === 1)))
  expect(heard[0]?.event).toMatchObject({ text: '开会', byName: expect.any(String) as string })
  const closed = () => tabs[0].told.filter(({ event }) => event.kind === 'noticeConfirmed')
  const waiting = async () => (await tabs[1].api.call('listNotices', {})).notices
  const last = (await waiting()).at(-1)
  expect(last).toMatchObject({ text: '开会' })
  const confirmed = tabs.map((tab) => tab.hears('noticeConfirmed', ({ notice }) => notice === last?.id))
  await Promise.all(tabs.map((tab) => tab.api.call('confirmNotice', { notice: last?.id })))
  await Promise.all(confirmed)
  expect((await waiting()).map(({ id }) => id)).not.toContain(last?.id)
  expect(closed()).toHaveLength(1)

  const { body } = await send('给所有人', true)
  expect(body).toMatchObject({ seats: 2 })
  const { notice } = body as { notice: NoticeId }
  const asked = { resource: 'noticeReceipts', filters: { notice: [notice] } }
  const rows = async () => ((await one.call('listRows', asked, cookie)).body as { rows: object[] }).rows
  expect(await rows()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
  await helper.connect()
  await helper.api.call('confirmNotice', { notice })
  await helper.hears('noticeConfirmed', (event) => event.notice === notice)
  expect(await rows()).toMatchObject([{ state: 'waiting' }, { seat: 'helper', state: 'confirmed' }])
  await tabs[0].api.call('confirmNotice', { notice: '999999' as NoticeId })
  expect(closed()).toHaveLength(1)
})
