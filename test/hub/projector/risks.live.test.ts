import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyBody } from '../../../protocol/bodies.ts'
import { peersAssigned, sensitiveWordsChanged, settingsChanged } from '../../../protocol/events/outbox.ts'
import {
  accountOnline, friendChanged, friendRemoved, friendsListed, messageReceived, messageRecalled, messageSynced,
  sensitiveOperation,
} from '../../../protocol/events/phone.ts'
import { seatRefused } from '../../../protocol/events/seat.ts'
import type { FieldSet, Fields } from '../../../protocol/fields.ts'
import type {
  DeviceId, MsgSvrId, PeerId, Position, TabId, TaskId, UserId,
} from '../../../protocol/ids.ts'
import { outboxSource } from '../../../protocol/ids.ts'
import type { Fact } from '../../../protocol/events/fact.ts'
import type { MessageType } from '../../../protocol/kinds.ts'
import { updateDevice } from '../../../storage/queries/device-changes.ts'
import type { Cast, Speaker } from './support/cast.ts'
import { type Rig, type TestProjector, addDevices, startRig } from './support/rig.ts'
import { account, finish, hear, send } from './support/talk.ts'

let rig: Rig
let projector: TestProjector
let cast: Cast
let phone: Speaker
let tab: Speaker
let outbox: Speaker
let ids = 0

beforeAll(async () => {
  rig = await startRig()
  projector = await rig.projector()
  cast = await rig.cast('h1')
  phone = await cast.phone('d1' as DeviceId, 'i1')
  tab = await cast.tab('u1' as UserId, 'tab1' as TabId)
  outbox = cast.speaker(outboxSource)
  phone.say(accountOnline, { account, profile: { wxid: account } })
  tell(sensitiveWordsChanged, { changes: [
    { word: '微信号', effect: 'block' }, { word: '返现', effect: 'alert' }, { word: '旧词', effect: 'alert' },
  ] })
  tell(sensitiveWordsChanged, { changes: [{ word: '旧词', effect: 'gone' }] })
  await stored()
})
afterAll(async () => { await rig[Symbol.asyncDispose]() })

const peer = (name: string): PeerId => name as PeerId

test('[RISK-1] what our side writes is looked at, however it was sent; the customer’s is not', async () => {
  const who = peer('words')
  hear(phone, { peer: who, id: newId(), text: '返现多少' })
  send(tab, { peer: who, text: '可以返 现' })
  typed(who, { text: '加我微信号' })
  typed(who, { text: '旧词' })
  const [, sent, onPhone] = await stored()
  const ours = { kind: 'word', app_user: 'u1', blocked: false, direction: 'out' }
  expect(await operationsWith(who)).toEqual([
    { ...ours, position: sent, words: ['返现'], text: '可以返 现' },
    { ...ours, position: onPhone, words: ['微信号'], text: '加我微信号' },
  ])
})

test('[RISK-1] a refused send is kept whole where nothing else has it', async () => {
  const who = peer('refused')
  const blocked = { account, peer: who, type: 'text' as const, text: '我的微信号是…', words: ['微信号'] }
  tab.say(seatRefused, { refusedCode: 0, code: 'sensitiveWord', field: 'text', reason: '微信号', blocked })
  tab.say(seatRefused, { refusedCode: 0, code: 'notServed', field: 'peer', reason: '', blocked: null })
  await stored()
  const { text, words } = blocked
  expect(await operationsWith(who)).toMatchObject([{ blocked: true, text, words, app_user: 'u1' }])
})

test('[RISK-2] messages are sensitive by their kind, both ways; old chats and repeats are not', async () => {
  const who = peer('kinds')
  const types: MessageType[] = ['redPacket', 'transfer', 'card', 'location', 'audioCall', 'videoCall', 'picture']
  for (const type of types) typed(who, { type, direction: 'in' })
  const again = newId()
  typed(who, { type: 'card', id: again, text: '返现' })
  typed(who, { type: 'card', id: again, text: '返现' })
  phone.say(messageSynced, message(who, { type: 'transfer' }))
  await stored()
  expect((await operationsWith(who)).map(({ kind, direction }) => [kind, direction])).toEqual([
    ...['money', 'money', 'card', 'location', 'call', 'call'].map((kind) => [kind, 'in']),
    ['card', 'out'], ['word', 'out'],
  ])
})

test('[RISK-2] a retry is no second one; what a phone told of a console’s send goes with it', async () => {
  const who = peer('retried')
  const task = send(tab, { peer: who, text: '返现' })
  finish(phone, task, { outcome: 'failed', code: 'tooFrequent' })
  await stored()
  send(tab, { peer: who, text: '返现', retryOf: task })
  const id = newId()
  typed(who, { id, text: '返现' })
  await stored()
  expect(await operationsWith(who)).toHaveLength(2)
  finish(phone, task, { outcome: 'succeeded', msgSvrId: id })
  await stored()
  expect(await operationsWith(who)).toHaveLength(1)
})

test('[RISK-2] friends are deleted and blocked when that is new; a first list tells what was', async () => {
  const who = peer('friend')
  list('s1', { wxid: who }, { wxid: peer('old'), blocked: true })
  phone.say(friendChanged, { account, friend: { wxid: who, blocked: true } })
  phone.say(friendChanged, { account, friend: { wxid: who, blocked: true, remark: '再说一次' } })
  await stored()
  phone.say(friendRemoved, { account, peer: who })
  phone.say(friendRemoved, { account, peer: who })
  await stored()
  list('s2', { wxid: who, blocked: false })
  list('s3', { wxid: who, blocked: true })
  phone.say(friendRemoved, { account, peer: peer('stranger') })
  await stored()
  expect((await operationsWith(who)).map(({ kind }) => kind))
    .toEqual(['friendBlocked', 'friendDeleted', 'friendBlocked'])
  expect(await operationsWith(peer('old'))).toEqual([])
  expect(await operationsWith(peer('stranger'))).toMatchObject([{ kind: 'friendDeleted', app_user: 'u1' }])
})

test('[RISK-2] what people do on a phone is as the phone tells it', async () => {
  const occurredAtMs = Date.parse('2026-03-01T08:00:00Z')
  const media = 'a'.repeat(64) as never
  const empty = { account: null, peer: null, detail: null, media: null, occurredAtMs }
  phone.say(sensitiveOperation, { ...empty, operation: 'photoTaken', media })
  phone.say(sensitiveOperation, { ...empty, operation: 'chatDeleted', account, peer: peer('deleted') })
  await stored()
  const { rows } = await rig.pool.query(`select kind, device, app_user, account, media, occurred_ms
    from sensitive_operation where occurred_ms = $1 order by position`, [occurredAtMs])
  const both = { device: 'd1', app_user: 'u1', occurred_ms: occurredAtMs }
  expect(rows).toEqual([
    { ...both, kind: 'photoTaken', account: null, media }, { ...both, kind: 'chatDeleted', account, media: null },
  ])
})

test('response times: who answered, where, and from when it was theirs', async () => {
  const who = peer('asked')
  tell(settingsChanged, { types: ['voice'], words: [] })
  await hearAt(0, who)
  await hearAt(5_000, who)
  cast.nowMs += 5_000
  send(tab, { peer: who, text: '在' })
  await stored()
  await hearAt(1_000, who)
  cast.nowMs += 2_000
  assign(who, 'u2')
  await stored()
  cast.nowMs += 3_000
  typed(who, { text: '在' })
  await stored()
  cast.nowMs += 1_000
  typed(who, { type: 'voice', direction: 'in' })
  typed(who, { text: '没人问' })
  await stored()
  expect(await responsesTo(who)).toEqual([
    { app_user: 'u1', via: 'console', ms: 10_000 }, { app_user: 'u2', via: 'phone', ms: 3_000 },
  ])
})

test('response times: who had it already has no new turn; what was taken back waits for nobody', async () => {
  const who = peer('same')
  await hearAt(0, who)
  cast.nowMs += 2_000
  assign(who, 'u1')
  assign(who, 'u1')
  await stored()
  cast.nowMs += 2_000
  send(tab, { peer: who, text: '在' })
  await stored()
  const id = await hearAt(0, who)
  phone.say(messageRecalled, { account, peer: who, msgSvrId: id })
  cast.nowMs += 1_000
  send(tab, { peer: who, text: '?' })
  await stored()
  expect(await responsesTo(who)).toEqual([{ app_user: 'u1', via: 'console', ms: 4_000 }])
})

test('response times: a phone’s new keeper answers for its own part of the wait', async () => {
  const who = peer('kept')
  await hearAt(0, who)
  cast.nowMs += 60_000
  await rig.pool.query(`update device set keeper_since_ms = $1 where id = 'd1'`, [cast.nowMs])
  cast.nowMs += 5_000
  typed(who, { text: '在' })
  await stored()
  await rig.pool.query(`update device set keeper_since_ms = 0 where id = 'd1'`)
  expect(await responsesTo(who)).toEqual([{ app_user: 'u1', via: 'phone', ms: 5_000 }])
})

test('wrong response times: an account goes to another keeper’s phone while a customer waits', async () => {
  await addDevices(rig.pool, ['d8', 'd9'])
  await rig.pool.query(`insert into app_user (id, login_name, password, real_name, department)
    select 'u2', 'u2', '', 'u2', department from app_user where id = 'u1' on conflict do nothing`)
  await rig.pool.query(`update device set keeper = 'u2' where id in ('d8', 'd9')`)
  const other = await cast.phone('d8' as DeviceId, 'i8')
  const third = await cast.phone('d9' as DeviceId, 'i9')
  const [batches, oneBatch] = [peer('moved'), peer('movedAtOnce')]
  await hearAt(0, batches)
  cast.nowMs += 60_000
  logIn(other)
  await stored()
  cast.nowMs += 4_000
  // The same keeper’s other phone: no new turn.
  logIn(third)
  await stored()
  cast.nowMs += 1_000
  third.say(messageReceived, message(batches, {}))
  logIn(phone)
  await hearAt(0, oneBatch)
  cast.nowMs += 10_000
  logIn(other)
  other.say(messageReceived, message(oneBatch, {}))
  logIn(phone)
  await stored()
  expect(await responsesTo(batches)).toEqual([{ app_user: 'u2', via: 'phone', ms: 5_000 }])
  expect(await responsesTo(oneBatch)).toEqual([{ app_user: 'u2', via: 'phone', ms: 0 }])
  // Typed before that, on the phone that lost it; and told by the one that got it.
  for (const [teller, inBetween] of [[phone, stored], [phone, nothing], [other, stored], [other, nothing]] as const) {
    const late = peer(`moved${newId()}`)
    const askedMs = cast.nowMs += 1_000
    await hearAt(0, late)
    cast.nowMs += 60_000
    logIn(other)
    await inBetween()
    cast.nowMs += 1_000
    teller.say(messageReceived, message(late, { sentAtMs: askedMs + 20_000 }))
    logIn(phone)
    await stored()
    expect(await responsesTo(late)).toEqual([{ app_user: 'u1', via: 'phone', ms: 20_000 }])
  }
})

test('wrong response times: what is told late is theirs who had the customer when it was typed', async () => {
  // Said in one record, it is said at one time.
  for (const [inBetween, ms] of [[stored, 5_000], [nothing, 0]] as const) {
    const who = peer(`late${newId()}`)
    const askedMs = cast.nowMs += 1_000
    await hearAt(0, who)
    await hearAt(40_000, who)
    cast.nowMs += 20_000
    assign(who, 'u2')
    await inBetween()
    cast.nowMs += 5_000
    send(tab, { peer: who, text: '在' })
    await inBetween()
    typed(who, { sentAtMs: askedMs + 20_000 })
    await stored()
    const first = { app_user: 'u1', via: 'phone', ms: 20_000 }
    expect(await responsesTo(who)).toEqual([first, { app_user: 'u1', via: 'console', ms }])
    typed(who, { sentAtMs: askedMs + 50_000 })
    await stored()
    expect(await responsesTo(who)).toEqual([first, { ...first, ms: 10_000 }])
  }
})

test('wrong response times: what was typed before a phone got another keeper is the former one’s', async () => {
  const who = peer('keptLate')
  const keepBy = async (keeper: string): Promise<void> => {
    const values = { remark: '', group: null, keeper: keeper as UserId }
    await updateDevice(rig.pool, { id: 'd1' as DeviceId, values })
    await rig.pool.query(`update device set keeper_since_ms = $1 where id = 'd1'`, [cast.nowMs])
  }
  const askedMs = cast.nowMs += 1_000
  await hearAt(0, who)
  cast.nowMs += 60_000
  await keepBy('u2')
  typed(who, { sentAtMs: askedMs + 20_000 })
  await hearAt(1_000, who)
  cast.nowMs += 3_000
  typed(who, {})
  await stored()
  await keepBy('u1')
  expect(await responsesTo(who)).toEqual([
    { app_user: 'u1', via: 'phone', ms: 20_000 }, { app_user: 'u2', via: 'phone', ms: 3_000 },
  ])
})

const nothing = async (): Promise<void> => undefined

function logIn(on: Speaker): void {
  on.say(accountOnline, { account, profile: { wxid: account } })
}

function tell<Name extends string, S extends FieldSet>(fact: Fact<Name, S>, value: Fields<S>): void {
  outbox.say(fact, value)
}

function assign(who: PeerId, seat: string): void {
  tell(peersAssigned, {
    account, peers: [who], seat: seat as UserId, seatName: seat, by: null, byName: null, reason: 'manual',
    notice: false, note: null,
  })
}

function newId(): MsgSvrId {
  ids += 1
  return String(ids) as MsgSvrId
}

interface Typed { type?: MessageType; text?: string; direction?: 'in' | 'out'; id?: MsgSvrId; sentAtMs?: number }

function message(
  who: PeerId, { type = 'text', text = '', direction = 'out', id = newId(), sentAtMs = cast.nowMs }: Typed,
) {
  return {
    account, peer: who, msgSvrId: id, direction, sender: null, type, rawType: null, text, media: null, thumbnail: null,
    sentAtMs, body: emptyBody,
  }
}

function typed(who: PeerId, fields: Typed): void {
  phone.say(messageReceived, message(who, fields))
}

async function hearAt(afterMs: number, who: PeerId): Promise<MsgSvrId> {
  cast.nowMs += afterMs
  const id = newId()
  typed(who, { direction: 'in', id })
  await stored()
  return id
}

function list(snapshot: string, ...friends: Fields<typeof friendsListed.fields>['friends']): void {
  phone.say(friendsListed, { account, snapshot: snapshot as TaskId, part: 0, last: true, friends })
}

async function stored(): Promise<Position[]> {
  const positions = await cast.flush()
  await projector.reached(positions.at(-1) as Position)
  return positions
}

async function operationsWith(who: PeerId): Promise<Record<string, unknown>[]> {
  const { rows } = await rig.pool.query(`select position, kind, app_user, words, text, blocked, direction
    from sensitive_operation where peer = $1 order by position, kind`, [who])
  return rows
}

async function responsesTo(who: PeerId): Promise<Record<string, unknown>[]> {
  const { rows } = await rig.pool.query('select app_user, via, ms from response where peer = $1 order by at', [who])
  return rows
}
