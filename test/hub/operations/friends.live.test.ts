import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountId, DeviceId, PeerId, Position } from '../../../protocol/ids.ts'
import type { ChatroomProfile, FriendProfile } from '../../../protocol/kinds.ts'
import { writeAccounts } from '../../../storage/writers/accounts.ts'
import { writeChatrooms } from '../../../storage/writers/chatrooms.ts'
import { writeFriends } from '../../../storage/writers/friends.ts'
import { addDepartments, addPerson } from '../support/admin-company.ts'
import { type HttpHub, startHttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let boss: { cookie: string }
let manager: { cookie: string }
const position = 1 as Position

beforeAll(async () => {
  hub = await startHttpHub()
  const { top, sales, east, service } = await addDepartments(hub)
  boss = { cookie: await addPerson(hub, { id: 'boss', department: top, permissions: ['admin'] }) }
  manager = {
    cookie: await addPerson(hub, {
      id: 'manager', department: sales,
      permissions: ['friends', 'friendsManage', 'chatrooms', 'chatroomsManage', 'departmentScope'],
    }),
  }
  await addPerson(hub, { id: 'seller', department: east })
  await addPerson(hub, { id: 'server', department: service })
  await hub.pool.query(`insert into device (id, key_hash, keeper, info) values
    ('d-east', '', 'seller', '{}'), ('d-service', '', 'server', '{}')`)
  for (const [id, device] of [['wx-east', 'd-east'], ['wx-service', 'd-service']]) {
    await writeAccounts(hub.pool, [{
      id: id as AccountId, device: device as DeviceId, loggedIn: true, profile: { nickname: `昵称${id}` },
      offlineReason: '', changedAt: position,
    }])
  }
  await befriend('wx-east', { wxid: 'anna' as PeerId, nickname: '安娜Anna', alias: 'ANNA-1', remark: '老客户', gender: 2,
    labels: ['重要', '复购'], country: 'CN', province: '江苏', city: '南京', source: 1_000_030,
    addedAtMs: 1_700_000_000_000 })
  await befriend('wx-east', { wxid: 'bob' as PeerId, nickname: 'ＢＯＢ', gender: 1, source: 14,
    addedAtMs: 1_700_000_100_000 })
  await befriend('wx-service', { wxid: 'carl' as PeerId, nickname: '卡尔', source: 99 })
  await join('wx-east', { chatroom: 'r1@chatroom' as PeerId, name: '华东团购群', owner: 'anna' as PeerId, state: 'active',
    remark: '重点群', members: [{ wxid: 'anna' as PeerId, nickname: '安娜' }, { wxid: 'bob' as PeerId, isAdmin: true }] })
  await join('wx-service', { chatroom: 'r2@chatroom' as PeerId, name: '售后群', state: 'dismissed' })
})
afterAll(() => hub[Symbol.asyncDispose]())

/** As the projector writes what a phone says. */
async function befriend(account: string, profile: FriendProfile, removed = false): Promise<void> {
  await writeFriends(hub.pool, [{
    account: account as AccountId, peer: profile.wxid, profile, removed, snapshot: '', changedAt: position,
  }])
}

async function join(account: string, profile: ChatroomProfile): Promise<void> {
  await writeChatrooms(hub.pool, [{
    account: account as AccountId, peer: profile.chatroom, profile, snapshot: '', changedAt: position,
  }])
}

async function idsOf(resource: 'friends' | 'chatrooms' | 'chatroomMembers', filters: object, by = boss) {
  const { body } = await hub.call('listRows', { resource, filters }, by)
  return body.rows.map(({ id }) => id.split(' ').at(-1))
}

async function rowOf(resource: 'friends' | 'chatrooms', id: string): Promise<Record<string, unknown>> {
  const { body } = await hub.call('readRows', { resource, ids: [id] }, boss)
  return body.rows[0] ?? {}
}

async function runBulk(action: string, selection: object, { group, by = manager }: {
  group: string | null; by?: { cookie: string }
}) {
  const { body } = await hub.call('startBulk', { action, selection, input: { group } }, by)
  await expect.poll(async () => (await hub.call('getJob', { job: body.job }, by)).body.job.state).toBe('succeeded')
  return (await hub.call('getJob', { job: body.job }, by)).body.job
}

async function newGroup(name: string, kind: 'friend' | 'chatroom'): Promise<string> {
  return (await hub.call('createContactGroup', { kind, name }, boss)).body.group
}

describe('friends', () => {
  test('[FRND-1] tells who a friend is, whose, and how they came; the newest first', async () => {
    expect(await rowOf('friends', 'wx-east anna')).toMatchObject({
      nickname: '安娜Anna', remark: '老客户', alias: 'ANNA-1', gender: 'female', labels: ['重要', '复购'], region: '江苏 南京',
      account: '昵称wx-east', seat: '姓名seller', group: '', groupId: null, source: '对方通过扫一扫添加',
      addedMs: 1_700_000_000_000,
    })
    expect(await rowOf('friends', 'wx-service carl')).toMatchObject({
      gender: 'unknown', labels: [], region: '', source: '其他(99)', addedMs: null,
    })
    expect(await idsOf('friends', {})).toEqual(['bob', 'anna', 'carl'])
  })

  test('[FRND-2] is searched by any part of a name, width and capitals alike', async () => {
    for (const search of ['安', '安娜', '娜a', 'anna', 'ANNA-1', '老客', '客户']) {
      expect(await idsOf('friends', { search })).toEqual(['anna'])
    }
    for (const search of ['bob', 'ＢＯ', 'b']) expect(await idsOf('friends', { search })).toEqual(['bob'])
    // Its characters and pairs are there, but not in this order; a pattern's signs are plain.
    for (const search of ['娜安', '安娜安', '%', '_']) expect(await idsOf('friends', { search })).toEqual([])
  })

  test('[FRND-2] is filtered by account, gender, source, seat and time', async () => {
    expect(await idsOf('friends', { account: ['wx-service'] })).toEqual(['carl'])
    expect(await idsOf('friends', { gender: ['female'] })).toEqual(['anna'])
    expect(await idsOf('friends', { gender: ['male', 'unknown'] })).toEqual(['bob', 'carl'])
    expect(await idsOf('friends', { source: ['chatroom'] })).toEqual(['bob'])
    expect(await idsOf('friends', { source: ['qrCode', 'other'] })).toEqual(['anna', 'carl'])
    expect(await idsOf('friends', { added: { from: 1_700_000_050_000 } })).toEqual(['bob'])
    expect(await idsOf('friends', { seat: ['seller'] })).toEqual(['bob', 'anna'])
    await hub.pool.query(`insert into assignment (account, peer, seat, assigned_ms, reason, position)
      values ('wx-east', 'bob', 'server', 1, 'manual', 1)`)
    expect(await idsOf('friends', { seat: ['seller'] })).toEqual(['anna'])
    expect(await rowOf('friends', 'wx-east bob')).toMatchObject({ seat: '姓名server', seatId: 'server' })
  })

  test('[FRND-1] a user sees the friends of the accounts in their scope; who left is gone', async () => {
    expect(await idsOf('friends', {}, manager)).toEqual(['bob', 'anna'])
    await befriend('wx-east', { wxid: 'gone' as PeerId, nickname: '走了' }, true)
    expect(await idsOf('friends', { search: '走了' })).toEqual([])
  })

  test('[FRND-4] a group for the selected or for all that a search finds, of friends in the scope', async () => {
    const [group, rooms] = [await newGroup('重点客户', 'friend'), await newGroup('群', 'chatroom')]
    expect(await runBulk('setFriendsGroup', { rows: ['wx-east anna', 'wx-service carl'] }, { group }))
      .toMatchObject({ done: 1, failed: 0 })
    expect(await idsOf('friends', { group: [group] })).toEqual(['anna'])
    await befriend('wx-east', { wxid: 'anna' as PeerId, nickname: '安娜' })
    expect(await rowOf('friends', 'wx-east anna')).toMatchObject({ nickname: '安娜', group: '重点客户', groupId: group })
    expect(await runBulk('setFriendsGroup', { filters: {} }, { group })).toMatchObject({ done: 2, failed: 0 })
    expect(await runBulk('setFriendsGroup', { filters: {} }, { group: rooms })).toMatchObject({ done: 2, failed: 2 })
    expect(await runBulk('setFriendsGroup', { filters: { search: 'bob' } }, { group: null })).toMatchObject({ done: 1 })
    expect(await idsOf('friends', { group: [group] })).toEqual(['anna'])
    const { rows } = await hub.pool.query<{ count: number }>(`
      select count(*) as count from audit where operation = 'setFriendsGroup' and subject_kind = 'friend'`)
    expect(rows[0]?.count).toBe(3)
  })
})

describe('chatrooms', () => {
  test('[ROOM-1] tells name, owner, members, state and whose it is', async () => {
    expect(await rowOf('chatrooms', 'wx-east r1@chatroom')).toMatchObject({
      name: '华东团购群', owner: '安娜', members: 2, state: 'active', remark: '重点群', account: '昵称wx-east',
      seat: '姓名seller',
    })
    const other = await rowOf('chatrooms', 'wx-service r2@chatroom')
    expect(other).toMatchObject({ owner: '', members: 0, state: 'dismissed' })
    const { body } = await hub.call('listRows', {
      resource: 'chatroomMembers', filters: { chatroom: ['wx-east r1@chatroom'] },
    }, manager)
    expect(body.rows).toMatchObject([
      { wxid: 'anna', nickname: '安娜', isOwner: true, isAdmin: false }, { wxid: 'bob', isOwner: false, isAdmin: true },
    ])
  })

  test('[ROOM-2] is searched by name, account, group, seat and state, within the scope', async () => {
    expect(await idsOf('chatrooms', { search: '团购' })).toEqual(['r1@chatroom'])
    expect(await idsOf('chatrooms', { search: '重点' })).toEqual(['r1@chatroom'])
    expect(await idsOf('chatrooms', { account: ['wx-service'] })).toEqual(['r2@chatroom'])
    expect(await idsOf('chatrooms', { state: ['dismissed'] })).toEqual(['r2@chatroom'])
    expect(await idsOf('chatrooms', { seat: ['seller'] })).toEqual(['r1@chatroom'])
    expect(await idsOf('chatrooms', {}, manager)).toEqual(['r1@chatroom'])
    expect(await idsOf('chatroomMembers', { chatroom: ['wx-service r2@chatroom'] }, manager)).toEqual([])
  })

  test('[ROOM-4] a group for one or many', async () => {
    const group = await newGroup('团购', 'chatroom')
    await runBulk('setChatroomsGroup', { rows: ['wx-east r1@chatroom'] }, { group })
    expect(await idsOf('chatrooms', { group: [group] })).toEqual(['r1@chatroom'])
    const { body } = await hub.call('readRows', { resource: 'contactGroups', ids: [group] }, boss)
    expect(body.rows).toMatchObject([{ members: 1 }])
  })
})
