import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import type { MessagePart } from '../../protocol/message-part.ts'
import type { OperationName } from '../../protocol/operations/index.ts'
import { type Pool, newPool } from '../../storage/pool.ts'
import { type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'
import { expectLiveIsFresh } from './support.ts'

const [our, sister] = [account('auto'), account('sister')]
let hub: TestInstallation
let pool: Pool
let phone: SimulatedPhone
let seat: TestSeat

beforeAll(async () => {
  hub = await startHub()
  if (!('url' in hub.database)) throw new Error('no database')
  pool = newPool({ url: hub.database.url, max: 1, onError: () => undefined })
  phone = await phoneWith(hub, our)
  await phone.acked(phone.logIn({ wxid: sister, nickname: '姐妹号' }))
  seat = await seatAt(hub)
})

afterAll(async () => {
  await Promise.all([phone.stop(), seat.stop()])
  await pool.end()
  await hub[Symbol.asyncDispose]()
})

async function ask(operation: OperationName, input: object): Promise<Record<string, unknown>> {
  const { status, body } = await hub.call(operation, input, await hub.signIn())
  expect([operation, status, status === 200 ? '' : JSON.stringify(body)]).toEqual([operation, 200, ''])
  return body as Record<string, unknown>
}

const text = (words: string): MessagePart => ({ type: 'text', text: words })
const accepted = () => phone.commands.filter(({ name }) => name === 'acceptFriend').length
/** What was sent to somebody, by the phone's own account of it. */
const sentTo = (peer: PeerId, from: AccountId = our) => phone.commands.flatMap(({ command, account: by }) => {
  return command?.kind === 'sendMessage' && command.peer === peer && by === from ? [command.text] : []
})

async function setGreeting(messages: MessagePart[], own?: AccountId): Promise<void> {
  const { version } = own === undefined
    ? (await ask('getAutoReplies', {}))['greeting'] as { version: number } : await ask('getGreeting', { account: own })
  const list = messages.length === 0 ? null : messages
  await ask('setGreeting', { version, messages: list, ...own === undefined ? {} : { account: own } })
}

const requestStates = async () => (await pool.query<{ state: string }>(
  'select state from friend_request order by received_ms, request')).rows.map(({ state }) => state)

test('[AUTO-1] so many in a period; the others wait for the next one', async () => {
  await setGreeting([])
  const cookie = await hub.signIn()
  const set = (version: number, perPeriod: number) => hub.call('setAutoAccept', {
    account: our, version, enabled: true, periodMinutes: 60, perPeriod,
  }, cookie)
  expect((await set(0, 2)).body).toEqual({ version: 1 })
  const { status, body } = await set(0, 1000)
  expect([status, body]).toMatchObject([409, {
    code: 'conflict', current: { version: 1, enabled: true, periodMinutes: 60, perPeriod: 2 },
  }])
  for (let count = 0; count < 5; count += 1) {
    phone.beAsked({ account: our, friend: { wxid: friend(`asks${count}`), nickname: `第${count}位` } })
  }
  await expect.poll(requestStates, { timeout: 10_000 })
    .toEqual(['accepted', 'accepted', 'pending', 'pending', 'pending'])
  await pool.query('update auto_accept set began_ms = began_ms - 3600000')
  await expect.poll(requestStates, { timeout: 10_000 })
    .toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'pending'])
  expect(accepted()).toBe(4)
})

test('[AUTO-2] [AUTO-3] a new friend gets the list once and in order, of the account if it has its own', async () => {
  await setGreeting([text('{客户昵称},您好,欢迎'), { type: 'link', title: '新品', url: 'https://example.com/a' }, text('请问需要什么')])
  await setGreeting([text('姐妹号欢迎您')], sister)
  const added = Date.now()
  for (const [who, name] of [[our, 'common'], [sister, 'own']] as const) {
    phone.say('friendChanged', { account: who, friend: { wxid: friend(name), nickname: name, addedAtMs: added } })
    phone.say('friendChanged', { account: who, friend: { wxid: friend(name), remark: '改了备注' } })
  }
  // Of long ago, though it is told only now.
  phone.say('friendChanged', { account: our, friend: { wxid: friend('old'), addedAtMs: added - 9 * 86_400_000 } })
  await expect.poll(() => sentTo(friend('common')), { timeout: 15_000 }).toEqual(['common,您好,欢迎', '新品', '请问需要什么'])
  expect(sentTo(friend('own'), sister)).toEqual(['姐妹号欢迎您'])
  expect(sentTo(friend('old'))).toEqual([])
  const greeted = await seat.sees((message) => message.peer === friend('common') && message.text === '请问需要什么'
    && message.state === 'sent')
  expect(greeted).toMatchObject({ origin: 'greeting', user: null, direction: 'out' })
  await expectLiveIsFresh(seat)
})

test('[AUTO-4] a keyword is answered while the seat’s switch is on; whoever waits goes on waiting', async () => {
  await ask('createAutoReplyRule', {
    keywords: ['多少钱'], matching: 'all', messages: [text('100 块'), text('包邮')], enabled: true,
  })
  await ask('createAutoReplyRule', { keywords: ['在吗'], matching: 'equals', messages: [text('在的')], enabled: true })
  expect((await ask('tryAutoReply', { text: '这件多少钱?' }))['rule']).toMatchObject({ keywords: ['多少钱'] })
  expect((await ask('tryAutoReply', { text: '在吗在吗' }))['rule']).toBeNull()
  const off = friend('off')
  phone.write({ account: our, peer: off, text: '多少钱' })
  await seat.sees(({ peer }) => peer === off)
  await seat.acked(seat.changeMode({ away: false, autoReply: true }))
  const on = friend('on')
  phone.write({ account: our, peer: on, text: '请问这个多少钱啊' })
  await expect.poll(() => sentTo(on), { timeout: 15_000 }).toEqual(['100 块', '包邮'])
  expect(sentTo(off)).toEqual([])
  await seat.sees((message) => message.peer === on && message.text === '包邮' && message.state === 'sent')
  const row = seat.view.rows().conversations.find(({ peer }) => peer === on)
  expect(row).toMatchObject({ unread: 1, lastText: '包邮', lastDirection: 'out' })
  expect(row?.waitingSinceMs).not.toBeNull()
  await expectLiveIsFresh(seat)
})

test('[AUTO-4] an answer of somebody of ours, from the console or on the phone, stops what waits', async () => {
  const [typed, sent, left] = ['typed', 'sent', 'left'].map(friend) as [PeerId, PeerId, PeerId]
  for (const peer of [typed, sent, left]) phone.write({ account: our, peer, text: '多少钱' })
  await seat.sees(({ peer }) => peer === left)
  phone.write({ account: our, peer: typed, text: '手机上先回了', direction: 'out' })
  const { sequence } = seat.send({ account: our, peer: sent, text: '客服先回了' })
  await seat.acked(sequence)
  // Asked last, answered last: what came before it would have been sent by then.
  await expect.poll(() => sentTo(left), { timeout: 15_000 }).toEqual(['100 块', '包邮'])
  expect(sentTo(typed)).toEqual([])
  expect(sentTo(sent)).toEqual(['客服先回了'])
})

test('[AUTO-4] our own accounts answer each other nothing; another machine is soon left alone', async () => {
  phone.write({ account: our, peer: sister as string as PeerId, text: '多少钱' })
  phone.write({ account: sister, peer: our as string as PeerId, text: '多少钱' })
  const robot = friend('robot')
  // It asks again at each answer.
  let answers = 0
  phone.on('executed', ({ command }) => {
    if (command?.kind !== 'sendMessage' || command.peer !== robot || command.text !== '在的') return
    answers += 1
    phone.write({ account: our, peer: robot, text: '在吗' })
  })
  for (let asked = 0; asked < 7; asked += 1) phone.write({ account: our, peer: robot, text: '在吗' })
  await expect.poll(() => answers, { timeout: 15_000 }).toBe(5)
  await phone.drained()
  const { rows } = await pool.query<{ used: number }>(`select used from auto_talk where peer = '${robot}'`)
  expect(rows).toEqual([{ used: 5 }])
  expect([...sentTo(sister as string as PeerId), ...sentTo(our as string as PeerId, sister)]).toEqual([])
})

test('[AUTO-1] [AUTO-4] kill -9 in the midst neither loses nor doubles an answer, nor forgets the period', async () => {
  const peers = Array.from({ length: 20 }, (_, count) => friend(`crash${count}`))
  for (const peer of peers) phone.write({ account: our, peer, text: '在吗' })
  await phone.drained()
  await expect.poll(() => peers.filter((peer) => sentTo(peer).length > 0).length, { timeout: 15_000 })
    .toBeGreaterThan(0)
  await hub.kill()
  await hub.restart()
  await phone.connected()
  await seat.connected()
  await expect.poll(() => peers.filter((peer) => sentTo(peer).length > 0).length, { timeout: 15_000 }).toBe(20)
  expect([accepted(), await requestStates()].flat()).toEqual([4, ...Array(4).fill('accepted'), 'pending'])
  await pool.query('update auto_accept set began_ms = began_ms - 3600000')
  await expect.poll(accepted, { timeout: 10_000 }).toBe(5)
  await expectLiveIsFresh(seat)
  for (const peer of peers) {
    const thread = await seat.api.thread({ account: our, peer, atLeast: seat.cursor })
    expect(thread.map(({ text: words, state }) => [words, state])).toEqual([['在的', 'sent'], ['在吗', 'received']])
  }
})
