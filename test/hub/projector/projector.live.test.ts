import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceDisconnected } from '../../../protocol/events/hub.ts'
import { accountOnline, mediaArrived, messageRecalled, messageStateChanged } from '../../../protocol/events/phone.ts'
import { conversationRead } from '../../../protocol/events/seat.ts'
import type {
  AccountId, DeviceId, MediaId, MsgSvrId, PeerId, Position, TabId, TaskId, UserId,
} from '../../../protocol/ids.ts'
import { readOpenCommands } from '../../../storage/queries/open-commands.ts'
import type { Cast, Speaker } from './support/cast.ts'
import { type Rig, type TestProjector, startRig } from './support/rig.ts'
import { account, finish, hear, send } from './support/talk.ts'

let rig: Rig
let projector: TestProjector
let cast: Cast
let phone: Speaker
let tab: Speaker
beforeAll(async () => {
  rig = await startRig()
  projector = await rig.projector()
  cast = await rig.cast('h1')
  phone = await cast.phone('d1' as DeviceId, 'i1')
  tab = await cast.tab('u1' as UserId, 'tab1' as TabId)
  phone.say(accountOnline, { account, profile: { wxid: account, nickname: '小明' } })
  await stored()
})
afterAll(async () => { await rig[Symbol.asyncDispose]() })

test('a received message is a row, and its conversation waits', async () => {
  const peer = 'p1' as PeerId
  hear(phone, { peer, id: '1', text: '你好' })
  const [position] = await stored()
  const [message] = await messagesOf(peer)
  expect(message).toMatchObject({ position, text: '你好', state: 'received', msg_svr_id: '1', changed_at: position })
  expect(await conversationOf(peer)).toMatchObject({ unread: 1, last_text: '你好', last_position: position })
})

test('the same message under a new number leaves one row, and is told as repeated', async () => {
  const peer = 'p2' as PeerId
  hear(phone, { peer, id: '2', text: 'once' })
  const [original] = await stored()
  hear(phone, { peer, id: '2', text: 'once' })
  hear(phone, { peer, id: '3', text: 'twice in one record' })
  hear(phone, { peer, id: '3', text: 'twice in one record' })
  await stored()
  expect((await messagesOf(peer)).map(({ text }) => text)).toEqual(['once', 'twice in one record'])
  expect(await conversationOf(peer)).toMatchObject({ unread: 2 })
  await outboxEmpty()
  expect(original).toBeDefined()
})

test('a send is a command until its one result, and success is final', async () => {
  const peer = 'p3' as PeerId
  const task = send(tab, { peer, text: 'out' })
  await stored()
  expect(await readOpenCommands(rig.pool, 'd1' as DeviceId)).toMatchObject([{ task, name: 'sendMessage', account }])
  finish(phone, task, { outcome: 'failed', code: 'tooFrequent' })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ state: 'failed', fault_code: 'tooFrequent' }])
  send(tab, { peer, text: 'out', retryOf: task })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ state: 'sending', fault_code: null }])
  expect(await readOpenCommands(rig.pool, 'd1' as DeviceId)).toMatchObject([{ task }])
  finish(phone, task, { outcome: 'succeeded', msgSvrId: '77' })
  finish(phone, task, { outcome: 'failed', code: 'late' })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ state: 'sent', msg_svr_id: '77' }])
  expect(await readOpenCommands(rig.pool, 'd1' as DeviceId)).toEqual([])
  expect(await commandOf(task)).toMatchObject({ state: 'succeeded' })
})

test('send and result in one record', async () => {
  const peer = 'p4' as PeerId
  const task = send(tab, { peer, text: 'quick' })
  finish(phone, task, { outcome: 'succeeded', msgSvrId: '88' })
  hear(phone, { peer, id: '88', text: 'quick' })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ state: 'sent', msg_svr_id: '88' }])
  await outboxEmpty()
})

test('a message told before the result that names it goes: the sent one keeps its place', async () => {
  const peer = 'p5' as PeerId
  const task = send(tab, { peer, text: 'echo' })
  const [sent] = await stored()
  hear(phone, { peer, id: '99', text: 'echo' })
  await stored()
  expect(await messagesOf(peer)).toHaveLength(2)
  finish(phone, task, { outcome: 'succeeded', msgSvrId: '99' })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ position: sent, state: 'sent', msg_svr_id: '99' }])
  phone.say(messageRecalled, { account, peer, msgSvrId: '99' as MsgSvrId })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ state: 'recalled' }])
  await outboxEmpty()
})

test('only the asked phone may answer', async () => {
  const peer = 'p6' as PeerId
  const other = await cast.phone('d2' as DeviceId, 'i2')
  const task = send(tab, { peer, text: 'mine' })
  finish(other, task, { outcome: 'succeeded' })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ state: 'sending' }])
  finish(phone, task, { outcome: 'unknown' })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ state: 'unknown' }])
})

test('a send that no phone can take fails at once', async () => {
  const peer = 'p7' as PeerId
  const stranger = 'wxid_stranger' as AccountId
  const task = send(tab, { peer, text: 'nobody', of: stranger })
  await stored()
  await outboxEmpty()
  const { rows } = await rig.pool.query('select state, fault_code from message where peer = $1', [peer])
  expect(rows).toEqual([{ state: 'failed', fault_code: 'noDevice' }])
  expect(await commandOf(task)).toMatchObject({ state: 'failed', code: 'noDevice', device: null })
})

test('media, recall and progress find their message, stored or in the same record', async () => {
  const peer = 'p8' as PeerId
  const media = 'a'.repeat(64) as MediaId
  hear(phone, { peer, id: '10', text: '[图片]' })
  phone.say(mediaArrived, { account, peer, msgSvrId: '10' as MsgSvrId, role: 'thumbnail', media })
  await stored()
  phone.say(mediaArrived, { account, peer, msgSvrId: '10' as MsgSvrId, role: 'original', media })
  phone.say(messageStateChanged, { account, peer, msgSvrId: '10' as MsgSvrId, state: 'played', raw: null })
  phone.say(messageRecalled, { account, peer, msgSvrId: '404' as MsgSvrId })
  await stored()
  expect(await messagesOf(peer)).toMatchObject([{ media, thumbnail: media, progress: 'played', state: 'received' }])
})

test('reading a conversation clears it, an unknown one stays unknown', async () => {
  const peer = 'p9' as PeerId
  hear(phone, { peer, id: '11', text: 'read me' })
  const [position] = await stored()
  tab.say(conversationRead, { account, peer, upTo: position as Position })
  tab.say(conversationRead, { account, peer: 'nobody' as PeerId, upTo: position as Position })
  await stored()
  expect(await conversationOf(peer)).toMatchObject({ unread: 0, read_up_to: position })
  expect(await conversationOf('nobody' as PeerId)).toBeUndefined()
})

test('a connection that was replaced ends nothing', async () => {
  const first = phone.epoch
  await cast.phone('d1' as DeviceId, 'i1', phone)
  cast.hub.say(deviceDisconnected, { device: 'd1' as DeviceId, connection: first, reason: 'gone' })
  await stored()
  const { rows } = await rig.pool.query(`select online, epoch, info from device where id = 'd1'`)
  expect(rows).toEqual([{ online: true, epoch: phone.epoch, info: { brand: 'brand', model: 'd1' } }])
})

/** Positions of what was said, once it is in the database. */
async function stored(): Promise<Position[]> {
  const positions = await cast.flush()
  await projector.reached(positions.at(-1) as Position)
  return positions
}

async function outboxEmpty(): Promise<void> {
  await rig.row('select count(*) as left from outbox', (row) => row?.['left'] === 0)
}

async function messagesOf(peer: PeerId): Promise<Record<string, unknown>[]> {
  const { rows } = await rig.pool.query(
    'select * from message where account = $1 and peer = $2 order by position', [account, peer])
  return rows
}

async function conversationOf(peer: PeerId): Promise<Record<string, unknown> | undefined> {
  return (await rig.pool.query('select * from conversation where account = $1 and peer = $2', [account, peer])).rows[0]
}

async function commandOf(task: TaskId): Promise<Record<string, unknown> | undefined> {
  return (await rig.pool.query('select * from command where task = $1', [task])).rows[0]
}
