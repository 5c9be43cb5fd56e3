import { afterAll, beforeAll, expect, test } from 'vitest'
import { mediaStored } from '../../../protocol/events/hub.ts'
import {
  accountOffline, accountOnline, chatroomChanged, chatroomLeft, chatroomsListed, deviceReported, friendChanged,
  friendRemoved, friendRequested, friendsListed,
} from '../../../protocol/events/phone.ts'
import type { AccountId, DeviceId, MediaId, PeerId, Position, TaskId } from '../../../protocol/ids.ts'
import type { ChatroomProfile, FriendProfile } from '../../../protocol/kinds.ts'
import { readPeer } from '../../../storage/queries/peers.ts'
import type { Cast, Speaker } from './support/cast.ts'
import { type Rig, type TestProjector, startRig } from './support/rig.ts'
import { account, peerId } from './support/talk.ts'

let rig: Rig
let projector: TestProjector
let cast: Cast
let phone: Speaker
beforeAll(async () => {
  rig = await startRig()
  projector = await rig.projector()
  cast = await rig.cast('h1')
  phone = await cast.phone('d1' as DeviceId, 'i1')
})
afterAll(async () => { await rig[Symbol.asyncDispose]() })

test('a profile is merged key by key', async () => {
  friend({ wxid: peerId('f1'), nickname: '小红', remark: '老客户', gender: 2 })
  await stored()
  friend({ wxid: peerId('f1'), nickname: '红' })
  friend({ wxid: peerId('f1'), labels: ['vip'] })
  await stored()
  expect((await readPeer(rig.pool, { account, peer: peerId('f1') })).friend)
    .toEqual({ wxid: 'f1', nickname: '红', remark: '老客户', gender: 2, labels: ['vip'], deleted: false })
  expect(await rig.row(`select nickname, remark, gender, removed from friend where peer = 'f1'`))
    .toEqual({ nickname: '红', remark: '老客户', gender: 2, removed: false })
})

test('a whole list removes whom it doesn’t name, but nobody who changed since it began', async () => {
  for (const wxid of ['gone', 'named', 'kept']) friend({ wxid: peerId(wxid) })
  await stored()
  listFriends('s1', { part: 0, last: false, named: ['named', 'f1'] })
  friend({ wxid: peerId('newcomer') })
  phone.say(friendRemoved, { account, peer: peerId('nobody') })
  await stored()
  expect(await removed()).toEqual([])
  listFriends('s1', { part: 1, last: true, named: ['kept'] })
  await stored()
  expect(await removed()).toEqual(['gone'])
  friend({ wxid: peerId('gone'), nickname: 'back' })
  phone.say(friendRemoved, { account, peer: peerId('named') })
  await stored()
  expect(await removed()).toEqual(['named'])
})

test('a list with a part missing removes nobody', async () => {
  listFriends('s2', { part: 1, last: true, named: ['kept'] })
  await stored()
  expect(await removed()).toEqual(['named'])
})

test('chatrooms: what is left out stays, members come whole, what the list leaves out was left', async () => {
  const room = 'r1@chatroom' as PeerId
  chatroom({ chatroom: room, name: '群', owner: peerId('f1'),
    members: [{ wxid: peerId('f1') }, { wxid: peerId('f2') }] })
  chatroom({ chatroom: 'r2@chatroom' as PeerId, name: 'left later' })
  await stored()
  chatroom({ chatroom: room, notice: 'hello', members: [{ wxid: peerId('f2'), isAdmin: true, displayName: 'two' }] })
  await stored()
  expect((await readPeer(rig.pool, { account, peer: room })).chatroom).toMatchObject({
    name: '群', owner: 'f1', notice: 'hello', state: 'active',
    members: [{ wxid: 'f2', displayName: 'two', inviter: null, isAdmin: true }],
  })
  const list = { account, snapshot: 'c1' as TaskId, part: 0, last: true, chatrooms: [{ chatroom: room }] }
  phone.say(chatroomsListed, list)
  await stored()
  expect(await states()).toEqual({ 'r1@chatroom': 'active', 'r2@chatroom': 'left' })
  phone.say(chatroomLeft, { account, peer: room, reason: 'dismissed' })
  phone.say(chatroomLeft, { account, peer: 'unknown@chatroom' as PeerId, reason: 'left' })
  await stored()
  expect(await states()).toEqual({ 'r1@chatroom': 'dismissed', 'r2@chatroom': 'left' })
  phone.say(chatroomsListed, { ...list, snapshot: 'c2' as TaskId })
  await stored()
  expect(await states()).toEqual({ 'r1@chatroom': 'active', 'r2@chatroom': 'left' })
})

test('a friend request told twice is one row', async () => {
  const request = {
    account, request: 'q1' as TaskId, person: peerId('v3_x@stranger'), nickname: 'x', greeting: 'hi', sourceCode: 30,
    avatar: null, receivedAtMs: 1_767_225_600_000,
  }
  phone.say(friendRequested, request)
  phone.say(friendRequested, { ...request, greeting: 'hi again' })
  await stored()
  expect((await rig.pool.query('select greeting, source_code, state from friend_request')).rows)
    .toEqual([{ greeting: 'hi again', source_code: 30, state: 'pending' }])
})

test('an account is on the phone that said so last; the other one can’t log it out', async () => {
  const other = await cast.phone('d2' as DeviceId, 'i2')
  const id = 'wxid_moving' as AccountId
  phone.say(accountOnline, { account: id, profile: { wxid: id, nickname: 'one', alias: 'a' } })
  other.say(accountOnline, { account: id, profile: { wxid: id, nickname: 'two' } })
  phone.say(accountOffline, { account: id, reason: 'kicked' })
  await stored()
  const columns = 'device, logged_in, nickname, alias, offline_reason'
  expect(await rig.row(`select ${columns} from account where id = 'wxid_moving'`))
    .toEqual({ device: 'd2', logged_in: true, nickname: 'two', alias: 'a', offline_reason: '' })
  other.say(accountOffline, { account: id, reason: 'left' })
  await stored()
  expect(await rig.row(`select ${columns} from account where id = 'wxid_moving'`))
    .toEqual({ device: 'd2', logged_in: false, nickname: 'two', alias: 'a', offline_reason: 'left' })
})

test('[ACCT-8] [ACCT-9] [ACCT-10] what managers set outlives what phones tell; online ends a removal', async () => {
  const id = 'wxid_managed' as AccountId
  const kept = 'admin_remark, contact_group, version, hidden_at is not null as hidden'
  phone.say(accountOnline, { account: id, profile: { wxid: id } })
  phone.say(friendsListed, {
    account: id, snapshot: 'm1' as TaskId, part: 0, last: true, friends: [{ wxid: peerId('in-a-group') }],
  })
  await stored()
  await rig.pool.query(`update account set admin_remark = '主号', contact_group = 7, hidden_at = now(), version = 2
    where id = '${id}'`)
  await rig.pool.query(`update friend set contact_group = 8 where peer = 'in-a-group'`)
  phone.say(accountOffline, { account: id, reason: 'left' })
  phone.say(friendsListed, {
    account: id, snapshot: 'm2' as TaskId, part: 0, last: true,
    friends: [{ wxid: peerId('in-a-group'), nickname: '新' }],
  })
  await stored()
  expect(await rig.row(`select ${kept} from account where id = '${id}'`))
    .toEqual({ admin_remark: '主号', contact_group: 7, version: 2, hidden: true })
  phone.say(accountOnline, { account: id, profile: { wxid: id, nickname: '回来' } })
  await stored()
  expect(await rig.row(`select ${kept} from account where id = '${id}'`))
    .toEqual({ admin_remark: '主号', contact_group: 7, version: 2, hidden: false })
  expect(await rig.row(`select nickname, contact_group from friend where peer = 'in-a-group'`))
    .toEqual({ nickname: '新', contact_group: 8 })
})

test('reports of a device are merged; media are rows', async () => {
  const media = 'b'.repeat(64) as MediaId
  phone.say(deviceReported, { status: { batteryPercent: 50, charging: true } })
  phone.say(deviceReported, { status: { batteryPercent: 49 } })
  cast.hub.say(mediaStored, { media, bytes: 10, mime: 'image/png', width: 1, height: 2, uploader: 'd/d1' })
  cast.hub.say(mediaStored, { media, bytes: 10, mime: 'image/png', width: 1, height: 2, uploader: 'u/u1' })
  await stored()
  expect(await rig.row(`select status from device where id = 'd1'`))
    .toEqual({ status: { batteryPercent: 49, charging: true } })
  expect((await rig.pool.query('select id, uploader from media')).rows).toEqual([{ id: media, uploader: 'd/d1' }])
})

function friend(profile: FriendProfile): void {
  phone.say(friendChanged, { account, friend: profile })
}

function chatroom(profile: ChatroomProfile): void {
  phone.say(chatroomChanged, { account, chatroom: profile })
}

function listFriends(
  snapshot: string, { part, last, named }: { part: number; last: boolean; named: readonly string[] },
): void {
  const friends = named.map((wxid) => ({ wxid: peerId(wxid) }))
  phone.say(friendsListed, { account, snapshot: snapshot as TaskId, part, last, friends })
}

async function removed(): Promise<unknown[]> {
  return (await rig.pool.query('select peer from friend where removed order by peer')).rows.map(({ peer }) => peer)
}

async function states(): Promise<Record<string, unknown>> {
  const { rows } = await rig.pool.query<{ peer: string; state: string }>('select peer, state from chatroom')
  return Object.fromEntries(rows.map(({ peer, state }) => [peer, state]))
}

async function stored(): Promise<void> {
  await projector.reached((await cast.flush()).at(-1) as Position)
}
