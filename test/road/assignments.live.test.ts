import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { PeerId, UserId } from '../../protocol/ids.ts'
import type { ApiFault } from '../support/seat-api.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, addSeatUser, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh, keepTalking, toldTexts } from './support.ts'

const our = account('shared')
const [anna, bert, carl] = ['anna', 'bert', 'carl'].map(friend) as [PeerId, PeerId, PeerId]
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
/** Keeps the phone; at hub one. */
let keeper: TestSeat
/** Gets some of its conversations; at hub two. */
let helper: TestSeat
let helperUser: UserId

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  phone = await phoneWith(one, our)
  const friends = [anna, bert, carl].map((wxid) => ({ wxid, nickname: `昵称 ${wxid}` }))
  phone.contacts.set(our, { friends, chatrooms: [] })
  await phone.acked(phone.listContacts(our))
  if (!('url' in one.database)) throw new Error('no database')
  const added = await addSeatUser(one.database.url, 'helper')
  helperUser = added.user
  keeper = await seatAt(one)
  helper = await seatAt(two, { cookie: added.cookie })
})

afterAll(async () => {
  await Promise.all([phone.stop(), keeper.stop(), helper.stop()])
  await one[Symbol.asyncDispose]()
})

async function assign(peers: readonly PeerId[], seat: UserId | null): Promise<void> {
  const cookie = await one.signIn()
  const { status, body } = await one.call('startBulk', {
    action: 'assignFriends', selection: { rows: peers.map((peer) => `${our} ${peer}`) }, input: { seat, notice: true },
  }, cookie)
  expect(status).toBe(200)
  const { job } = body as { job: string }
  const state = async () => {
    const answer = (await one.call('getJob', { job }, cookie)).body as { job: { state: string; done: number } }
    return [answer.job.state, answer.job.done]
  }
  await expect.poll(state, { timeout: 10_000 }).toEqual(['succeeded', peers.length])
}

const peersOf = (seat: TestSeat) => seat.view.rows().conversations.map(({ peer }) => peer)
const heard = (seat: TestSeat, peer: PeerId) => seat.hears('peersAssigned', ({ peers }) => peers.includes(peer))

test('[FRND-3] [P81] an assigned conversation leaves one seat and comes whole to another, on another hub', async () => {
  phone.write({ account: our, peer: anna, text: '安娜来了' })
  phone.write({ account: our, peer: bert, text: '贝特来了' })
  await keeper.sees(({ text }) => text === '贝特来了')
  const [lost, got] = [heard(keeper, anna), heard(helper, anna)]
  await assign([anna], helperUser)
  expect((await got).event).toMatchObject({ seat: helperUser, seatName: 'helper', notice: true, reason: 'manual' })
  await lost
  await expectLiveIsFresh(keeper, helper)
  expect([peersOf(keeper), peersOf(helper)]).toEqual([[bert], [anna]])
  phone.write({ account: our, peer: anna, text: '只给新客服' })
  phone.write({ account: our, peer: bert, text: '只给保管者' })
  await helper.sees(({ text }) => text === '只给新客服')
  await keeper.sees(({ text }) => text === '只给保管者')
  const { task } = helper.send({ account: our, peer: anna, text: '我来接待' })
  await helper.sees((message) => message.task === task && message.state === 'sent')
  await expectLiveIsFresh(keeper, helper)
  expect(toldTexts(keeper)).not.toContain('只给新客服')
  expect(toldTexts(helper)).not.toContain('只给保管者')
})

test('[P76] [P81] who lost a conversation can neither read it nor write into it', async () => {
  const { sequence } = keeper.send({ account: our, peer: anna, text: '还想说' })
  expect(await keeper.refused(sequence)).toMatchObject({ code: 'notServed', field: 'peer' })
  for (const name of ['listMessages', 'getPeer'] as const) {
    const refusal = await keeper.api.call(name, { account: our, peer: anna }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ status: 403, code: 'noRight' } satisfies Partial<ApiFault>)
  }
  expect(await keeper.api.call('getConversation', { account: our, peer: anna })).toMatchObject({ row: null })
  expect((await helper.api.call('listAccounts', {})).rows).toMatchObject([{ account: our, kept: false }])
})

test('a friend who was assigned before the first word is the new seat’s from that word on', async () => {
  const got = heard(helper, carl)
  await assign([carl], helperUser)
  await got
  phone.write({ account: our, peer: carl, text: '第一句话' })
  await helper.sees(({ text }) => text === '第一句话')
  await expectLiveIsFresh(keeper, helper)
  expect([peersOf(keeper), peersOf(helper)]).toEqual([[bert], [anna, carl]])
})

test('moved to and fro while all talk: nothing lost, nothing doubled, each console equals a fresh load', async () => {
  let said = 0
  const talk = keepTalking(() => {
    for (const peer of [anna, bert, carl]) phone.write({ account: our, peer, text: `${peer} ${said}` })
    said += 1
    // Perhaps on its way while the conversation goes: refused, or sent and told to its author.
    keeper.send({ account: our, peer: bert, text: `an ${said}` })
  }, { everyMs: 20 })
  for (const seat of [helperUser, null, helperUser, null]) await assign([anna, bert, carl], seat)
  await assign([bert], helperUser)
  talk.stop()
  await Promise.all([phone.drained(), keeper.drained()])
  await expectLiveIsFresh(keeper, helper)
  expect([peersOf(keeper), peersOf(helper)]).toEqual([[anna, carl], [bert]])
  const stored = await helper.api.thread({ account: our, peer: bert, atLeast: helper.cursor })
  const texts = stored.filter(({ direction }) => direction === 'in').map(({ text }) => text).reverse()
  expect(texts).toEqual(['贝特来了', '只给保管者', ...Array.from({ length: said }, (_, count) => `${bert} ${count}`)])
})

test('a console that was away hears of it when it comes back; after restarts all is as it was', async () => {
  keeper.dropTheLine()
  helper.dropTheLine()
  await assign([anna], helperUser)
  await Promise.all([keeper.connected(), helper.connected()])
  await expectLiveIsFresh(keeper, helper)
  await one.kill()
  await one.restart()
  phone.write({ account: our, peer: anna, text: '重启之后' })
  await helper.sees(({ text }) => text === '重启之后')
  await expectLiveIsFresh(keeper, helper)
  expect([peersOf(keeper), peersOf(helper)]).toEqual([[carl], [anna, bert]])
})
