import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { PeerId, UserId } from '../../protocol/ids.ts'
import { type Pool, newPool } from '../../storage/pool.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, addSeatUser, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const our = account('prompt')
let hub: TestInstallation
let phone: SimulatedPhone
let keeper: TestSeat
let helper: TestSeat
let helperUser: UserId
let pool: Pool

beforeAll(async () => {
  hub = await startHub()
  phone = await phoneWith(hub, our)
  if (!('url' in hub.database)) throw new Error('no database')
  const added = await addSeatUser(hub.database.url, 'helper')
  helperUser = added.user
  keeper = await seatAt(hub)
  helper = await seatAt(hub, { cookie: added.cookie })
  pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
})

afterAll(async () => {
  await Promise.all([phone.stop(), keeper.stop(), helper.stop()])
  await pool.end()
  await hub[Symbol.asyncDispose]()
})

async function give(peer: PeerId): Promise<void> {
  const cookie = await hub.signIn()
  const selection = { rows: [`${our} ${peer}`] }
  const input = { action: 'assignFriends', selection, input: { seat: helperUser, notice: true } }
  const { job } = (await hub.call('startBulk', input, cookie)).body as { job: string }
  const state = async () => ((await hub.call('getJob', { job }, cookie)).body as { job: { state: string } }).job.state
  await expect.poll(state, { timeout: 10_000 }).toBe('succeeded')
}

interface Response { seat: string; via: string; since_ms: number; ms: number }

async function responsesTo(peer: PeerId, count: number): Promise<Response[]> {
  const read = async (): Promise<Response[]> => (await pool.query<Response>(
    'select app_user as seat, via, since_ms, ms from response where peer = $1 order by at', [peer])).rows
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(count)
  return read()
}

test('wrong response times: a customer waits over a kill; who gets them answers for its own part', async () => {
  const peer = friend('waiting')
  phone.contacts.set(our, { friends: [{ wxid: peer, nickname: '等待的人' }], chatrooms: [] })
  await phone.acked(phone.listContacts(our))
  phone.write({ account: our, peer, text: '在吗?' })
  phone.write({ account: our, peer, text: '急' })
  const first = await keeper.sees(({ text }) => text === '在吗?')
  await hub.kill()
  await hub.restart()
  await Promise.all([keeper.connected(), helper.connected()])
  const { task } = keeper.send({ account: our, peer, text: '在的' })
  const sent = await keeper.sees((message) => message.task === task)
  // Storage comes back later than the road: what is assigned is looked for there.
  await responsesTo(peer, 1)
  phone.write({ account: our, peer, text: '还有个问题' })
  await keeper.sees(({ text }) => text === '还有个问题')
  const assigned = helper.hears('peersAssigned')
  await give(peer)
  const { journalMs: assignedMs } = await assigned
  phone.write({ account: our, peer, direction: 'out', text: '手机上回复' })
  const [own, theirs] = await responsesTo(peer, 2)
  expect(own).toMatchObject({ via: 'console', since_ms: first.journalMs, ms: sent.journalMs - first.journalMs })
  expect(theirs).toMatchObject({ seat: helperUser, via: 'phone', since_ms: assignedMs })
})

test('wrong response times: who takes back all that waited waits no more, on every console as in storage', async () => {
  const peer = friend('regrets')
  const { msgSvrId } = phone.write({ account: our, peer, text: '发错了' })
  await keeper.sees(({ text }) => text === '发错了')
  expect(keeper.view.conversations.get(`${our} ${peer}`)?.waitingSinceMs).not.toBeNull()
  phone.recall({ account: our, peer, msgSvrId })
  await keeper.sees((message) => message.msgSvrId === msgSvrId && message.state === 'recalled')
  expect(keeper.view.conversations.get(`${our} ${peer}`)?.waitingSinceMs).toBeNull()
  await expectLiveIsFresh(keeper)
  const { task } = keeper.send({ account: our, peer, text: '没关系' })
  await keeper.sees((message) => message.task === task && message.state === 'sent')
  phone.write({ account: our, peer, text: '谢谢' })
  await keeper.sees(({ text }) => text === '谢谢')
  const { task: last } = keeper.send({ account: our, peer, text: '不客气' })
  await keeper.sees((message) => message.task === last && message.state === 'sent')
  await responsesTo(peer, 1)
})

test('wrong response times: a phone that was offline tells late what was asked and answered on it', async () => {
  const peer = friend('meanwhile')
  phone.pullTheCable()
  const askedMs = Date.now() - 3_600_000
  phone.write({ account: our, peer, text: '在吗?', sentAtMs: askedMs })
  phone.write({ account: our, peer, direction: 'out', text: '在的', sentAtMs: askedMs + 90_000 })
  await phone.connect()
  expect(await responsesTo(peer, 1)).toMatchObject([{ via: 'phone', since_ms: askedMs, ms: 90_000 }])
})

test('wrong response times: typed on an offline phone before a transfer, it is no answer of the new seat', async () => {
  const peer = friend('given')
  phone.contacts.set(our, { friends: [{ wxid: peer, nickname: '转走的人' }], chatrooms: [] })
  await phone.acked(phone.listContacts(our))
  phone.write({ account: our, peer, text: '在吗?' })
  const { journalMs } = await keeper.sees((message) => message.peer === peer)
  phone.pullTheCable()
  const assigned = helper.hears('peersAssigned')
  await give(peer)
  await assigned
  phone.write({ account: our, peer, direction: 'out', text: '在的', sentAtMs: journalMs + 1 })
  await phone.connect()
  const [response] = await responsesTo(peer, 1)
  expect(response?.seat).not.toBe(helperUser)
  expect(Number(response?.since_ms) + Number(response?.ms)).toBe(journalMs + 1)
  await expect.poll(() => helper.view.conversations.get(`${our} ${peer}`)?.waitingSinceMs).toBeNull()
})
