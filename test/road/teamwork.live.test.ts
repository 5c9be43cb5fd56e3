import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { isTheir } from '../support/told.ts'
import type { PeerId, UserId } from '../../protocol/ids.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, addSeatUser, friend, phoneWith, seatAt } from '../support/people.ts'
import type { ApiFault } from '../support/seat-api.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const our = account('team')
const [anna, bert, carl] = ['anna', 'bert', 'carl'].map(friend) as [PeerId, PeerId, PeerId]
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
/** Keeps the phone; at hub one. */
let keeper: TestSeat
/** A colleague, at hub two. */
let helper: TestSeat
/** Supervises the company, at hub two. */
let chief: TestSeat
let [keeperUser, helperUser, chiefUser] = ['', '', ''] as [UserId, UserId, UserId]

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  if (!('url' in one.database)) throw new Error('no database')
  const { url } = one.database
  const people = await Promise.all([
    addSeatUser(url, 'keeper'), addSeatUser(url, 'helper'),
    addSeatUser(url, 'chief', ['chat', 'supervise', 'companyScope']),
  ])
  ;[keeperUser, helperUser, chiefUser] = people.map(({ user }) => user) as [UserId, UserId, UserId]
  // Written past the hubs: each reads a user with the first session it sees.
  for (const { cookie } of people) for (const hub of [one, two]) await hub.call('whoAmI', {}, cookie)
  phone = await phoneWith(one, our, { cookie: people[0].cookie })
  const friends = [anna, bert, carl].map((wxid) => ({ wxid, nickname: `昵称 ${wxid}` }))
  phone.contacts.set(our, { friends, chatrooms: [] })
  await phone.acked(phone.listContacts(our))
  keeper = await seatAt(one, { cookie: people[0].cookie })
  helper = await seatAt(two, { cookie: people[1].cookie })
  chief = await seatAt(two, { cookie: people[2].cookie })
})

afterAll(async () => {
  await Promise.all([phone.stop(), keeper.stop(), helper.stop(), chief.stop()])
  await one[Symbol.asyncDispose]()
})

const of = (peer: PeerId) => ({ account: our, peer })
/** What the phone was told to send. */
const asked = () => phone.commands.filter(({ name }) => name === 'sendMessage')
const refusal = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error)

async function notes(seat: TestSeat, peer: PeerId): Promise<string[]> {
  const { notes: rows } = await seat.api.call('listMessages', { ...of(peer), atLeast: seat.cursor })
  return rows.map(({ kind, userName, text, seatName }) => `${kind} ${userName} ${text} ${seatName}`.trim()).reverse()
}

/** From who serves it, with a word. */
async function transfer(from: TestSeat, to: TestSeat, { peer, seat, note }: {
  peer: PeerId; seat: UserId; note?: string
}): Promise<void> {
  const heard = to.hears('peersAssigned', (event) => {
    return event.peers.includes(peer) && event.seat === seat && event.note === (note ?? null)
  })
  await from.api.call('transferConversation', { ...of(peer), seat, note: note ?? null })
  await heard
}

test('[SEAT-6] [P88] a transfer goes to a colleague on another hub, with the reason as a private line', async () => {
  phone.write({ ...of(anna), text: '要发票' })
  await keeper.sees(({ text }) => text === '要发票')
  const seats = (await keeper.api.call('listSeats', {})).rows
  const row = seats.find(({ user }) => user === helperUser)
  expect(row).toMatchObject({ name: 'helper', online: true, supervised: false })
  const told = helper.hears('peersAssigned', ({ peers }) => peers.includes(anna))
  await transfer(keeper, helper, { peer: anna, seat: helperUser, note: '他要开发票,你熟' })
  expect((await told).event).toMatchObject({
    seat: helperUser, by: keeperUser, byName: 'keeper', reason: 'transfer', notice: true, note: '他要开发票,你熟',
  })
  await expectLiveIsFresh(keeper, helper)
  expect(await notes(helper, anna)).toEqual(['transfer keeper 他要开发票,你熟 helper'])
  expect(asked()).toEqual([])
})

test('[SEAT-6] only who serves a conversation transfers it, and only to a seat', async () => {
  const to = { ...of(anna), seat: keeperUser }
  expect(await refusal(keeper.api.call('transferConversation', to))).toMatchObject({
    status: 403, code: 'noRight',
  } satisfies Partial<ApiFault>)
  for (const seat of ['nobody', helperUser]) {
    const call = helper.api.call('transferConversation', { ...to, seat: seat as UserId })
    expect(await refusal(call)).toMatchObject({ status: 400, code: 'badInput' })
  }
})

test('notes are told to who serves the conversation and to whom they call; the customer gets none', async () => {
  const called = keeper.hears('noteWritten', ({ mentions }) => mentions.includes(keeperUser))
  helper.note({ ...of(anna), text: '@keeper 税号是多少', mentions: [keeperUser, helperUser] })
  expect((await called).event).toMatchObject({ text: '@keeper 税号是多少', as: 'seat', peer: anna })
  await helper.drained()
  expect(await notes(helper, anna)).toEqual(['transfer keeper 他要开发票,你熟 helper', 'note helper @keeper 税号是多少'])
  // Called, and yet not one of those who may look at the conversation.
  expect((await keeper.api.call('listMentions', {})).rows).toMatchObject([{ text: '@keeper 税号是多少', opens: null }])
  // Who names themselves is not called.
  expect((await helper.api.call('listMentions', {})).rows).toEqual([])
  const refused = keeper.note({ ...of(anna), text: '我也写' })
  expect(await keeper.refused(refused)).toMatchObject({ code: 'notServed' })
  await expectLiveIsFresh(keeper, helper)
  expect(asked()).toEqual([])
})

test('[P87] two agents answering the same customer: the journal’s order decides, everywhere alike', async () => {
  for (let round = 0; round < 6; round++) {
    const isEven = round % 2 === 0
    const [from, to] = isEven ? [keeper, helper] : [helper, keeper]
    const seat = isEven ? helperUser : keeperUser
    phone.write({ ...of(bert), text: `问题 ${round}` })
    const { position: seen } = await from.sees(({ text }) => text === `问题 ${round}`)
    // Both began to write before either answered; one of them has lost it by then, or is about to.
    const heard = to.hears('peersAssigned', ({ note }) => note === `第 ${round} 次`)
    await from.api.call('transferConversation', { ...of(bert), seat, note: `第 ${round} 次` })
    const late = from.send({ ...of(bert), text: `旧坐席 ${round}`, seen })
    await heard
    const quick = to.send({ ...of(bert), text: `新坐席 ${round}`, seen })
    await Promise.all([from.drained(), to.drained()])
    await to.settled()
    const refused = [...from.refusals.filter(({ sequence }) => sequence === late.sequence),
      ...to.refusals.filter(({ sequence }) => sequence === quick.sequence)]
    expect(refused).toHaveLength(1)
    const stored = await to.api.thread({ ...of(bert), atLeast: Math.max(to.cursor ?? 0, from.cursor ?? 0) })
    expect(stored.filter(({ text }) => text.endsWith(`坐席 ${round}`))).toHaveLength(1)
    await expectLiveIsFresh(to)
  }
  expect(asked()).toHaveLength(6)
  await transfer(keeper, helper, { peer: bert, seat: helperUser, note: '交给你' })
  await expectLiveIsFresh(keeper, helper)
})

test('[P87] a send after the other’s answer was seen, and one that is said to go in any case, are sent', async () => {
  phone.write({ ...of(carl), text: '在吗' })
  const { position: before } = await keeper.sees(({ text }) => text === '在吗')
  keeper.send({ ...of(carl), text: '在的', seen: before })
  const { position: answered } = await keeper.sees(({ text, state }) => text === '在的' && state === 'sent')
  await transfer(keeper, helper, { peer: carl, seat: helperUser })
  const refused = helper.send({ ...of(carl), text: '在的呢', seen: before })
  expect(await helper.refused(refused.sequence)).toMatchObject({ code: 'answeredMeanwhile', field: 'seen' })
  helper.send({ ...of(carl), text: '补充一下', seen: answered })
  helper.send({ ...of(carl), text: '再补充', seen: null })
  await helper.sees(({ text, state }) => text === '再补充' && state === 'sent')
  const texts = (await helper.api.thread({ ...of(carl), atLeast: helper.cursor })).map(({ text }) => text).reverse()
  expect(texts).toEqual(['在吗', '在的', '补充一下', '再补充'])
  await expectLiveIsFresh(keeper, helper)
})

test('colleagues see each other at a conversation, over hubs; who may not see it is told nothing', async () => {
  helper.attend(of(carl))
  chief.attend(of(carl), true)
  expect((await helper.isTold('attendance', ({ people }) => people.length > 0)).people).toEqual([
    { user: chiefUser, name: 'chief', role: 'supervisor', typing: true },
  ])
  keeper.attend(of(carl))
  expect(await keeper.isTold('watchEnded')).toMatchObject({ code: 'noRight', peer: carl })
  const gone = helper.company.length
  chief.attend(null)
  await helper.isTold('attendance', (told) => helper.company.indexOf(told) >= gone && told.people.length === 0)
})

test('a supervisor watches live, whispers, takes over and gives back; rights end with the scope', async () => {
  const rows = (await chief.api.call('listSeats', {})).rows.filter(({ supervised }) => supervised)
  expect(rows.map(({ user }) => user).sort()).toEqual(expect.arrayContaining([helperUser, keeperUser]))
  const theirs = await chief.api.call('listSeatConversations', { seat: helperUser })
  expect(theirs.rows.map(({ peer }) => peer)).toContain(carl)
  const served = await refusal(keeper.api.call('listMessages', of(carl)))
  expect(served).toMatchObject({ code: 'noRight' })
  chief.attend(of(carl))
  const { position } = await chief.isTold('watching', ({ peer }) => peer === carl)
  phone.write({ ...of(carl), text: '多少钱' })
  const watched = await chief.isTold('watched', isTheir('messageReceived'))
  expect(watched.position).toBeGreaterThan(position)
  chief.note({ ...of(carl), text: '先别报价', as: 'supervisor' })
  await helper.hears('noteWritten', ({ as }) => as === 'supervisor')
  await chief.drained()
  const taken = helper.hears('peersAssigned', ({ seat, peers }) => seat === chiefUser && peers.includes(carl))
  await chief.api.call('takeOverConversation', { ...of(carl), note: '我来谈' })
  expect((await taken).event).toMatchObject({ reason: 'takeOver', note: '我来谈' })
  expect(await chief.isTold('watchEnded', ({ peer }) => peer === carl)).toMatchObject({ code: 'served' })
  chief.send({ ...of(carl), text: '给您九折' })
  await chief.sees(({ text, state }) => text === '给您九折' && state === 'sent')
  const back = helper.hears('peersAssigned', ({ reason }) => reason === 'giveBack')
  expect(await chief.api.call('giveBackConversation', { ...of(carl), note: null })).toEqual({ seatName: 'helper' })
  await back
  expect(await refusal(chief.api.call('giveBackConversation', of(carl)))).toMatchObject({ code: 'noRight' })
  await expectLiveIsFresh(helper, keeper)
  expect((await notes(helper, carl)).slice(-3)).toEqual([
    'whisper chief 先别报价', 'takeOver chief 我来谈 chief', 'giveBack chief  helper',
  ])
})

test('after a restart of a hub the guard knows what it knew', async () => {
  phone.write({ ...of(carl), text: '还在吗' })
  const { position: seen } = await helper.sees(({ text }) => text === '还在吗')
  helper.send({ ...of(carl), text: '在', seen })
  await helper.sees(({ text, state }) => text === '在' && state === 'sent')
  await transfer(helper, keeper, { peer: carl, seat: keeperUser })
  await one.kill()
  await one.restart()
  await keeper.connected()
  const { sequence } = keeper.send({ ...of(carl), text: '在的', seen })
  expect(await keeper.refused(sequence)).toMatchObject({ code: 'answeredMeanwhile' })
  await expectLiveIsFresh(keeper, helper)
})
