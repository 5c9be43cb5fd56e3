import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SimulatedPhone } from '../../bench/fleet/phone.ts'
import { packBody } from '../../protocol/bodies.ts'
import type { PeerId } from '../../protocol/ids.ts'
import { type Pool, newPool } from '../../storage/pool.ts'
import { type TestHub, type TestInstallation, startHub } from '../support/hub.ts'
import { account, friend, phoneWith, room, seatAt } from '../support/people.ts'
import type { TestSeat } from '../support/seat.ts'

const our = account('watched')
let one: TestInstallation
let two: TestHub
let phone: SimulatedPhone
let seats: TestSeat[]
let pool: Pool

beforeAll(async () => {
  one = await startHub()
  two = await one.second()
  phone = await phoneWith(one, our, { hubs: [one.url, two.url] })
  seats = [await seatAt(one), await seatAt(two)]
  if (!('url' in one.database)) throw new Error('no database')
  pool = newPool({ url: one.database.url, max: 1, onError: () => undefined })
  await add('block', ['微信号', '转账'])
  await add('alert', ['返现'])
})

afterAll(async () => {
  await Promise.all([phone.stop(), ...seats.map((seat) => seat.stop())])
  await pool.end()
  await one[Symbol.asyncDispose]()
})

async function add(effect: 'block' | 'alert', words: string[]): Promise<void> {
  expect((await one.call('createSensitiveWords', { words, effect }, await one.signIn())).status).toBe(200)
  // Each hub goes by a word once it has read of it.
  await vi.waitFor(async () => {
    for (const hub of [one, two]) {
      const { body } = await hub.call('trySensitiveWords', { text: words.join(' ') }, await one.signIn())
      expect((body as { places: { word: string }[] }).places.map(({ word }) => word)).toEqual(words)
    }
  }, { timeout: 10_000 })
}

type Row = Record<string, unknown>

/** Once so many are stored: what was done with somebody, in its order. */
async function recorded(peer: PeerId | null, count: number): Promise<Row[]> {
  const read = async (): Promise<Row[]> => (await pool.query<Row>(`
    select kind, app_user is not null as "hasSeat", device is not null as "hasDevice", direction, blocked, text, words,
      media, state
    from sensitive_operation where peer is not distinct from $1 order by position, kind`, [peer])).rows
  await vi.waitFor(async () => {
    const rows = await read()
    if (rows.length < count) throw new Error(JSON.stringify(rows.map(({ kind, direction }) => [kind, direction])))
  }, { timeout: 10_000 })
  return read()
}

const said = { kind: 'word', hasSeat: true, hasDevice: true, direction: 'out', media: null, state: 'open' }

test('[RISK-1] [P84] a console on either hub is refused with the words; nothing leaves, it is kept once', async () => {
  const peer = friend('blocked')
  phone.write({ account: our, peer, text: '怎么联系?' })
  for (const [index, seat] of seats.entries()) {
    await seat.sees((message) => message.peer === peer)
    const text = `加我微 信号${index},转账给我`
    const { sequence } = seat.send({ account: our, peer, text })
    expect(await seat.refused(sequence)).toMatchObject({ code: 'sensitiveWord', field: 'text', reason: '微信号\n转账' })
    // The refusal is the event: it is acked as any other, and repeated after a break it is still one.
    await seat.acked(sequence)
    seat.dropTheLine()
    await seat.connected()
  }
  const { task } = (seats[0] as TestSeat).send({ account: our, peer, text: '请打电话' })
  await (seats[0] as TestSeat).sees((message) => message.task === task && message.state === 'sent')
  expect(await recorded(peer, 2)).toEqual([0, 1].map((index) => {
    return { ...said, blocked: true, text: `加我微 信号${index},转账给我`, words: ['微信号', '转账'] }
  }))
  expect(phone.commands.filter(({ name }) => name === 'sendMessage')).toHaveLength(1)
})

test('[RISK-1] what only alerts is sent; what is typed on the phone can’t be stopped: both are recorded', async () => {
  const peer = friend('alerted')
  phone.write({ account: our, peer, text: '有返现吗?' })
  const seat = seats[1] as TestSeat
  await seat.sees((message) => message.peer === peer)
  const { task } = seat.send({ account: our, peer, text: '有返现' })
  await seat.sees((message) => message.task === task && message.state === 'sent')
  phone.write({ account: our, peer, direction: 'out', text: '我的微信号是 abc' })
  expect(await recorded(peer, 2)).toEqual([
    { ...said, blocked: false, text: '有返现', words: ['返现'] },
    { ...said, blocked: false, text: '我的微信号是 abc', words: ['微信号'] },
  ])
})

test('[RISK-1] words in titles, descriptions, file names and merged histories are found as in texts', async () => {
  const peer = friend('bodies')
  phone.write({ account: our, peer, text: '发我看看' })
  const seat = seats[0] as TestSeat
  await seat.sees((message) => message.peer === peer)
  const history = packBody('mergedHistory', { title: '聊天记录', lines: ['你好', '转 账给我'] })
  const refused = seat.send({ account: our, peer, type: 'mergedHistory', text: '聊天记录', body: history }).sequence
  expect(await seat.refused(refused)).toMatchObject({ code: 'sensitiveWord', reason: '转账' })
  const link = packBody('link', { title: '活动', description: '满百返现' })
  const { task } = seat.send({ account: our, peer, type: 'link', text: '活动', body: link })
  await seat.sees((message) => message.task === task && message.state === 'sent')
  phone.write({ account: our, peer, direction: 'out', type: 'file', text: '资料', body: { name: '微信号.txt' } })
  expect(await recorded(peer, 3)).toEqual([
    { ...said, blocked: true, text: '聊天记录\n你好\n转 账给我', words: ['转账'] },
    { ...said, blocked: false, text: '活动\n满百返现', words: ['返现'] },
    { ...said, blocked: false, text: '资料\n微信号.txt', words: ['微信号'] },
  ])
})

test('[RISK-1] a word that is deleted or changed holds no more, on both hubs and over a restart', async () => {
  const peer = friend('changed')
  const list = { resource: 'sensitiveWords', filters: { search: '转账' } }
  const { body } = await one.call('listRows', list, await one.signIn())
  const { rows } = body as { rows: { id: string; version: number }[] }
  const [row] = rows
  expect((await two.call('changeSensitiveWord', {
    word: row?.id, version: row?.version, text: '打款', effect: 'block',
  }, await one.signIn())).status).toBe(200)
  for (const seat of seats) {
    await expect.poll(async () => {
      const { sequence } = seat.send({ account: our, peer, text: '打款' })
      await seat.acked(sequence)
      return seat.refusals.some((one) => one.sequence === sequence)
    }).toBe(true)
  }
  await two.kill()
  await two.restart()
  const seat = seats[1] as TestSeat
  await seat.connected()
  const refused = seat.send({ account: our, peer, text: '打 款' }).sequence
  expect(await seat.refused(refused)).toMatchObject({ reason: '打款' })
  const { task } = seat.send({ account: our, peer, text: '转账' })
  await seat.sees((message) => message.task === task && message.state === 'sent')
})

test('[RISK-2] [P85] every kind is recorded once with its evidence, also when hubs die meanwhile', async () => {
  const peer = friend('everything')
  const types = ['redPacket', 'transfer', 'card', 'location', 'audioCall', 'videoCall'] as const
  phone.say('friendChanged', { account: our, friend: { wxid: peer, nickname: '某人' } })
  for (const type of types) phone.write({ account: our, peer, type, text: `一个${type}`, direction: 'out' })
  await phone.drained()
  const kills = (async () => {
    await one.kill()
    await one.restart()
  })()
  const now = { account: our, peer, media: null, detail: null, occurredAtMs: Date.now() }
  for (const type of types) phone.write({ account: our, peer, type, text: `收到${type}` })
  phone.say('friendChanged', { account: our, friend: { wxid: peer, blocked: true } })
  phone.say('sensitiveOperation', { ...now, operation: 'chatDeleted', detail: '清空了聊天记录' })
  phone.say('friendRemoved', { account: our, peer })
  phone.dropTheLine()
  await kills
  const media = 'a'.repeat(64) as never
  phone.say('sensitiveOperation', { ...now, operation: 'chatroomCreated', peer: room('private'), detail: '我、某人' })
  for (const operation of ['photoTaken', 'codeScanned', 'logoutTried'] as const) {
    phone.say('sensitiveOperation', { ...now, operation, account: null, peer: null, media, detail: operation })
  }
  await phone.drained()
  const kinds = ['money', 'money', 'card', 'location', 'call', 'call']
  const all = await recorded(peer, 15)
  expect(all.map(({ kind, direction }) => [kind, direction])).toEqual([
    ...kinds.map((kind) => [kind, 'out']), ...kinds.map((kind) => [kind, 'in']),
    ['friendBlocked', null], ['chatDeleted', null], ['friendDeleted', null],
  ])
  expect(all[0]).toMatchObject({ text: '一个redPacket', hasSeat: true, hasDevice: true, state: 'open' })
  expect(await recorded(room('private'), 1)).toMatchObject([{ kind: 'chatroomCreated', text: '我、某人', hasSeat: true }])
  expect((await recorded(null, 3)).map(({ kind, hasSeat, text }) => [kind, hasSeat, text])).toEqual([
    ['photoTaken', true, 'photoTaken'], ['codeScanned', true, 'codeScanned'], ['logoutTried', true, 'logoutTried'],
  ])
})
