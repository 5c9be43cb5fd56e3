import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { PeerId, UserId } from '../../protocol/ids.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, addSeatUser, friend, phoneWith, room, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const our = account('ruled')
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
/** Keeps the phone. */
let keeper: TestSeat
const cookies = new Map<UserId, string>()
const [anna, bert] = ['anna', 'bert'] as UserId[] as [UserId, UserId]

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  phone = await phoneWith(one, our)
  if (!('url' in one.database)) throw new Error('no database')
  for (const name of ['anna', 'bert']) {
    const { user, cookie } = await addSeatUser(one.database.url, name)
    cookies.set(user, cookie)
  }
  keeper = await seatAt(one)
})

afterAll(async () => {
  await Promise.all([phone.stop(), keeper.stop()])
  await one[Symbol.asyncDispose]()
})

async function call(operation: string, input: object): Promise<Record<string, unknown>> {
  const { status, body } = await one.call(operation, input, await one.signIn())
  expect([operation, status, body]).toEqual([operation, 200, body])
  return body as Record<string, unknown>
}

const seatOf = (user: UserId, at: TestHub) => seatAt(at, { cookie: cookies.get(user) ?? '' })
const given = (seat: TestSeat, peer: PeerId) => seat.hears('peersAssigned', ({ peers }) => peers.includes(peer))
const peersOf = (seat: TestSeat) => seat.view.rows().conversations.map(({ peer }) => peer).toSorted()

function befriend(name: string): PeerId {
  const wxid = friend(name)
  phone.say('friendChanged', { account: our, friend: { wxid, nickname: `昵称 ${name}` } })
  return wxid
}

/** What the rules say of it, once they have spoken. */
async function decided(peer: PeerId): Promise<unknown> {
  const ask = async () => (await call('explainAssignment', { account: our, peer })) as {
    decision: { seat: UserId | null } | null; waits: boolean
  }
  await expect.poll(async () => (await ask()).decision !== null, { timeout: 10_000 }).toBe(true)
  const { decision, waits } = await ask()
  return waits ? 'waits' : decision?.seat
}

test('[P75] a seat’s mode reaches its other tabs on other hubs, and is what a later one begins with', async () => {
  const [here, there] = [await seatAt(one), await seatAt(two)]
  expect(await here.connected()).toMatchObject({ away: false, autoReply: false })
  const heard = there.hears('seatModeChanged')
  await here.acked(here.changeMode({ away: true, autoReply: true }))
  expect((await heard).event).toMatchObject({ away: true, autoReply: true })
  await Promise.all([here.stop(), there.stop()])
  const later = await seatAt(two)
  expect(await later.connected()).toMatchObject({ away: true, autoReply: true })
  await later.stop()
})

test('[RULE-4] [RULE-7] new friends go round the seats on both hubs, and on after a hub was killed', async () => {
  await call('createAssignmentRule', {
    name: '在线轮流', scope: 'all', target: 'all', turns: 'sequential', onlineOnly: true, enabled: true,
  })
  await using a = await seatOf(anna, one)
  await using b = await seatOf(bert, two)
  const first = befriend('first')
  const got = given(a, first)
  expect((await got).event).toMatchObject({ seat: anna, reason: 'rules', notice: true, by: null })
  phone.write({ account: our, peer: first, text: '你好' })
  await a.sees(({ text }) => text === '你好')
  const second = befriend('second')
  await given(b, second)
  await one.kill()
  await one.restart()
  await a.connected()
  const third = befriend('third')
  await given(a, third)
  for (const peer of [second, third]) phone.write({ account: our, peer, text: `我是 ${peer}` })
  await a.sees(({ text }) => text === `我是 ${third}`)
  await b.sees(({ text }) => text === `我是 ${second}`)
  await keeper.connected()
  await expectLiveIsFresh(keeper, a, b)
  expect([peersOf(keeper), peersOf(a), peersOf(b)]).toEqual([[], [first, third].toSorted(), [second]])
})

test('[RULE-5] [RULE-7] who finds nobody waits with the keeper until a seat comes, as a room that spoke', async () => {
  const waiting = befriend('waiting')
  expect(await decided(waiting)).toBe('waits')
  phone.write({ account: our, peer: waiting, text: '有人吗' })
  await keeper.sees(({ text }) => text === '有人吗')
  phone.say('chatroomChanged', { account: our, chatroom: { chatroom: room('silent'), name: '安静的群' } })
  phone.write({ account: our, peer: room('loud'), text: '大家好' })
  expect(await decided(room('loud'))).toBe('waits')
  const silent = await call('explainAssignment', { account: our, peer: room('silent') })
  expect(silent).toEqual({ decision: null, waits: false })
  await using b = await seatOf(bert, two)
  await Promise.all([given(b, waiting), given(b, room('loud'))])
  await expectLiveIsFresh(keeper, b)
  expect(peersOf(keeper)).toEqual([])
  expect(peersOf(b)).toEqual([friend('second'), waiting, room('loud')].toSorted())
})

test('[RULE-6] a cap holds for both hubs; a larger one lets those in who waited, in their order', async () => {
  await using b = await seatOf(bert, one)
  const today = ((await call('listSeatCaps', { search: 'bert' }))['rows'] as { given: number }[])[0]?.given ?? 0
  await call('setSeatCaps', { caps: [{ seat: bert, perDay: today + 1 }] })
  const peers = ['cap1', 'cap2', 'cap3'].map(befriend) as [PeerId, PeerId, PeerId]
  await given(b, peers[0])
  expect([await decided(peers[1]), await decided(peers[2])]).toEqual(['waits', 'waits'])
  const next = given(b, peers[1])
  await call('setSeatCaps', { caps: [{ seat: bert, perDay: today + 2 }] })
  await next
  expect(await decided(peers[2])).toBe('waits')
  await call('setSeatCaps', { caps: [{ seat: bert, perDay: null }] })
  await given(b, peers[2])
})

test('what a disabled seat had goes to who is there', async () => {
  await using a = await seatOf(anna, two)
  const taken = given(a, friend('second'))
  await call('setUserDisabled', { user: bert, disabled: true })
  await taken
  await expect.poll(() => peersOf(a).length, { timeout: 10_000 }).toBe(5)
  await expectLiveIsFresh(keeper, a)
})
