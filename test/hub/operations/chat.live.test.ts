import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packBody, readBody } from '../../../protocol/bodies.ts'
import type { AccountId, PeerId, UserId } from '../../../protocol/ids.ts'
import type { MessageRow } from '../../../protocol/operations/chat.ts'
import { writeAssignments } from '../../../storage/writers/assignments.ts'
import { seatConversations } from '../../../storage/writers/conversations.ts'
import { statement } from '../../../storage/pool.ts'
import { addAccount, addDevice, addSession, addUser } from '../support/company.ts'
import { startHttpHub } from '../support/http-hub.ts'
import type { HttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let cookie = ''

/** Two accounts of lina, one of wang; five conversations with rising positions. */
beforeAll(async () => {
  hub = await startHttpHub()
  await addUser(hub, { id: 'lina', permissions: ['chat'] })
  await addUser(hub, { id: 'wang', permissions: ['chat'] })
  const { device } = await addDevice(hub, { id: 'dlina', keeper: 'lina' })
  await addDevice(hub, { id: 'dwang', keeper: 'wang' })
  await addAccount(hub, { id: 'wxid_a', device, nickname: '售后' })
  await addAccount(hub, { id: 'wxid_b', device })
  await addAccount(hub, { id: 'wxid_c', device: 'dwang' })
  cookie = await addSession(hub, 'lina', { lifeMs: 3_600_000 })
  for (const [account, peer, position] of [
    ['wxid_a', 'p1', 10], ['wxid_b', 'p2', 20], ['wxid_a', 'p3', 30], ['wxid_c', 'p4', 40],
    ['wxid_a', 'room@chatroom', 50],
  ] as const) await hub.pool.query(insertConversation, [account, peer, position])
  const profile = { wxid: 'p1', avatar: 'https://a/b', labels: ['vip'] }
  await hub.pool.query(insertFriend, ['wxid_a', 'p1', '王女士', '喵', JSON.stringify(profile)])
  await hub.pool.query(`insert into chatroom (account, peer, name, owner, changed_at)
    values ('wxid_a', 'room@chatroom', '车友群', 'p1', 1)`)
  await hub.pool.query(`insert into chatroom_member (account, chatroom, wxid, nickname, is_admin)
    values ('wxid_a', 'room@chatroom', 'p9', '老张', false), ('wxid_a', 'room@chatroom', 'p1', '喵', true)`)
  await hub.pool.query('update projector set position = 1000')
})
afterAll(() => hub[Symbol.asyncDispose]())

const insertConversation = statement('test_conversation', `
  insert into conversation (account, peer, unread, last_ms, last_text, last_type, last_direction, last_position,
    read_up_to, changed_at) values ($1, $2, 1, $3, '你好', 'text', 'in', $3, 0, $3)`)
const insertFriend = statement('test_friend', `
  insert into friend (account, peer, remark, nickname, profile, changed_at) values ($1, $2, $3, $4, $5, 1)`)
const insertMessage = statement('test_message', `
  insert into message (at, position, account, peer, direction, type, text, body, sent_ms, state, changed_at)
  values ($1, $2, $3, $4, 'in', 'picture', $5, $6, $7, 'received', $8)`)

describe('accounts', () => {
  test('are the seat’s own, with presence', async () => {
    const before = await hub.call('listAccounts', {}, { cookie })
    expect(before.body.rows).toMatchObject([
      { account: 'wxid_a', nickname: '售后', device: 'dlina', online: false, deviceOnline: false },
      { account: 'wxid_b' },
    ])
    const connection = { source: 'h/r1', run: 'r1', device: 'dlina', install: 'i', info: {}, claimed: 0 }
    const epoch = hub.happen('deviceConnected', connection)
    hub.happen('accountOffline', { source: 'p/dlina/i', account: 'wxid_b', reason: '' })
    const { body } = await hub.call('listAccounts', {}, { cookie })
    expect(body.rows.map(({ online, deviceOnline }) => [online, deviceOnline])).toEqual([[true, true], [false, true]])
    hub.happen('deviceDisconnected', { source: 'h/r1', device: 'dlina', connection: epoch, reason: '' })
    expect((await hub.call('listAccounts', {}, { cookie })).body.rows[0]?.online).toBe(false)
  })

  test('of a seat that serves none are an empty list with a position', async () => {
    await addUser(hub, { id: 'new', permissions: ['chat'] })
    const fresh = await addSession(hub, 'new')
    expect((await hub.call('listAccounts', {}, { cookie: fresh })).body).toEqual({ rows: [], position: 1000 })
    const conversations = await hub.call('listConversations', {}, { cookie: fresh })
    expect(conversations.body).toEqual({ rows: [], position: 1000, more: false })
  })
})

describe('conversations', () => {
  test('of all accounts, newest first, page by page', async () => {
    const first = await hub.call('listConversations', { rows: 2 }, { cookie })
    expect(first.body).toMatchObject({ position: 1000, more: true })
    expect(first.body.rows.map(({ lastPosition }) => lastPosition)).toEqual([50, 30])
    const second = await hub.call('listConversations', { rows: 2, before: 30 }, { cookie })
    expect(second.body).toMatchObject({ more: false })
    expect(second.body.rows.map(({ lastPosition }) => lastPosition)).toEqual([20, 10])
    const changed = await hub.call('listConversations', { changedAfter: 20 }, { cookie })
    expect(changed.body.rows.map(({ lastPosition }) => lastPosition)).toEqual([50, 30])
  })

  test('carry the peer’s name: remark, nickname, room, else the id', async () => {
    const { body } = await hub.call('listConversations', {}, { cookie })
    expect(body.rows.map(({ peerName, peerAvatar }) => [peerName, peerAvatar])).toEqual([
      ['车友群', ''], ['p3', ''], ['p2', ''], ['王女士', 'https://a/b'],
    ])
  })

  test('one whole, and one that isn’t there', async () => {
    const { body } = await hub.call('getConversation', { account: 'wxid_a', peer: 'p1' }, { cookie })
    expect(body).toEqual({ position: 1000, row: {
      account: 'wxid_a', peer: 'p1', unread: 1, waitingSinceMs: null, waiting: [], lastMs: 10, lastText: '你好',
      lastType: 'text', lastDirection: 'in', lastPosition: 10, readUpTo: 0, changedAt: 10,
      peerName: '王女士', peerAvatar: 'https://a/b',
    } })
    const none = await hub.call('getConversation', { account: 'wxid_a', peer: 'nobody' }, { cookie })
    expect(none.body).toEqual({ position: 1000, row: null })
  })
})

describe('messages', () => {
  const bodyBytes = Buffer.from(packBody('picture', { width: 3, height: 4 }))
  beforeAll(async () => {
    for (let count = 1; count <= 12; count += 1) {
      const at = new Date(Date.UTC(2026, 0, 3 * count))
      const values = [at, 100 + count, 'wxid_a', 'p1', `文字${count}`, bodyBytes, 1.7e12, count === 3 ? 500 : 100 + count]
      await hub.pool.query(insertMessage, values)
    }
  })
  const thread = { account: 'wxid_a', peer: 'p1' }

  test('of a thread, newest first, page by page, over chunks of time', async () => {
    const { body } = await hub.call('listMessages', { ...thread, rows: 5 }, { cookie })
    expect(body).toMatchObject({ more: true, position: 1000 })
    expect(body.rows.map(({ position }) => position)).toEqual([112, 111, 110, 109, 108])
    const below = { before: 108, beforeMs: Date.UTC(2026, 0, 24) }
    const rest = await hub.call('listMessages', { ...thread, rows: 200, ...below }, { cookie })
    expect(rest.body.rows.map(({ position }) => position)).toEqual([107, 106, 105, 104, 103, 102, 101])
    expect(rest.body.more).toBe(false)
  })

  test('are complete, the body in base64', async () => {
    const { body } = await hub.call('listMessages', { ...thread, rows: 1 }, { cookie })
    const row = body.rows[0] as MessageRow
    expect(readBody('picture', Buffer.from(row.body, 'base64'))).toEqual({ width: 3, height: 4 })
    expect(row).toMatchObject({
      position: 112, journalMs: Date.UTC(2026, 1, 5), account: 'wxid_a', peer: 'p1', direction: 'in', sender: null,
      user: null, type: 'picture', text: '文字12', media: null, thumbnail: null, sentAtMs: 1.7e12, msgSvrId: null,
      task: null, state: 'received', faultCode: null, faultReason: null, progress: null, synced: false, changedAt: 112,
    })
  })

  test('that changed since, the earliest change first', async () => {
    const { body } = await hub.call('listMessages', { ...thread, changedAfter: 110 }, { cookie })
    expect(body.rows.map(({ position }) => position)).toEqual([111, 112, 103])
    const both = await hub.call('listMessages', { ...thread, changedAfter: 1, before: 5 }, { cookie })
    expect(both.status).toBe(400)
    const half = await hub.call('listMessages', { ...thread, before: 5 }, { cookie })
    expect([half.status, half.body.code]).toEqual([400, 'badInput'])
  })

  test('the customer card: friend, room with members, nobody', async () => {
    const friend = await hub.call('getPeer', thread, { cookie })
    expect(friend.body).toEqual({
      account: 'wxid_a', position: 1000, chatroom: null, firstMs: Date.UTC(2026, 0, 3),
      friend: { wxid: 'p1', avatar: 'https://a/b', labels: ['vip'], deleted: false },
    })
    const room = await hub.call('getPeer', { account: 'wxid_a', peer: 'room@chatroom' }, { cookie })
    expect(room.body.chatroom).toMatchObject({
      chatroom: 'room@chatroom', name: '车友群', owner: 'p1', state: 'active',
      members: [{ wxid: 'p1', isAdmin: true, inviter: null }, { wxid: 'p9', nickname: '老张' }],
    })
    const nobody = await hub.call('getPeer', { account: 'wxid_a', peer: 'x' }, { cookie })
    expect(nobody.body).toEqual({ account: 'wxid_a', position: 1000, friend: null, chatroom: null, firstMs: null })
  })
})

describe('rights and waiting', () => {
  test('an account of another seat is refused, like one that doesn’t exist', async () => {
    for (const account of ['wxid_c', 'wxid_none']) {
      for (const name of ['listMessages', 'getPeer'] as const) {
        const { status, body } = await hub.call(name, { account, peer: 'p4' }, { cookie })
        expect([status, body.code]).toEqual([403, 'noRight'])
      }
      const { body } = await hub.call('getConversation', { account, peer: 'p4' }, { cookie })
      expect(body).toEqual({ row: null, position: 1000 })
    }
  })

  test('what is assigned is its seat’s, not the keeper’s, until it is given back', async () => {
    await addUser(hub, { id: 'helper', permissions: ['chat'] })
    const helper = await addSession(hub, 'helper')
    const own = { account: 'wxid_a' as AccountId, peer: 'p1' as PeerId }
    const row = { ...own, by: null, reason: 'rules', assignedMs: 1, position: 1 }
    const assign = async (seat: string | null): Promise<void> => {
      await writeAssignments(hub.pool, [{ ...row, seat: seat as UserId | null }])
      await seatConversations(hub.pool, [own])
    }
    const peers = async (by: string) => (await hub.call('listConversations', {}, { cookie: by })).body.rows
      .map(({ peer }) => peer)
    const reads = async (by: string) => [
      (await hub.call('getConversation', own, { cookie: by })).body.row !== null,
      (await hub.call('listMessages', own, { cookie: by })).status,
      (await hub.call('getPeer', own, { cookie: by })).status,
    ]
    await assign('helper')
    expect([await peers(helper), await peers(cookie)]).toEqual([['p1'], ['room@chatroom', 'p3', 'p2']])
    expect([await reads(helper), await reads(cookie)]).toEqual([[true, 200, 200], [false, 403, 403]])
    const { body } = await hub.call('listAccounts', {}, { cookie: helper })
    expect(body.rows).toMatchObject([{ account: 'wxid_a', kept: false }])
    await assign(null)
    expect([await peers(helper), (await peers(cookie)).includes(own.peer)]).toEqual([[], true])
    expect((await hub.call('listAccounts', {}, { cookie: helper })).body.rows).toEqual([])
  })

  test('an account that moves to another phone changes its seat', async () => {
    hub.happen('accountOnline', { source: 'p/dwang/i', account: 'wxid_b', profile: { wxid: 'wxid_b' } })
    await hub.pool.query(`update account set device = 'dwang' where id = 'wxid_b'`)
    expect((await hub.call('getPeer', { account: 'wxid_b', peer: 'p2' }, { cookie })).status).toBe(403)
    // What the old phone says late doesn't touch the new one.
    hub.happen('accountOffline', { source: 'p/dlina/i', account: 'wxid_b', reason: '' })
    hub.happen('deviceConnected', { source: 'h/r1', run: 'r1', device: 'dwang', install: 'i', info: {}, claimed: 0 })
    const wang = await addSession(hub, 'wang')
    const { body } = await hub.call('listAccounts', {}, { cookie: wang })
    expect(body.rows).toMatchObject([{ account: 'wxid_b', online: true }, { account: 'wxid_c' }])
    hub.happen('hubLost', { source: 'o', run: 'r1' })
    expect((await hub.call('listAccounts', {}, { cookie: wang })).body.rows[0]?.online).toBe(false)
  })

  test('atLeast waits until storage is there', async () => {
    const waiting = hub.call('listAccounts', { atLeast: 1_001 }, { cookie })
    const conversations = hub.call('listConversations', { atLeast: 1_002 }, { cookie })
    await hub.pool.query('update projector set position = 1002')
    expect((await waiting).body.position).toBe(1002)
    expect((await conversations).status).toBe(200)
  })

  test('atLeast that storage doesn’t reach is late', { timeout: 15_000 }, async () => {
    const { status, body, headers } = await hub.call('listAccounts', { atLeast: 5_000 }, { cookie })
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'projectorBehind', '1'])
  })

  test('the database away is named, and over when it is back', async () => {
    await hub.call('whoAmI', {}, { cookie })
    await hub.database.kill()
    const { status, body } = await hub.call('getPeer', { account: 'wxid_a', peer: 'p1' }, { cookie })
    expect([status, body.code]).toEqual([503, 'databaseAway'])
    expect((await hub.call('whoAmI', {}, { cookie })).status).toBe(200)
    const unknown = await hub.call('whoAmI', {}, { cookie: `ark_session=${'A'.repeat(43)}` })
    expect([unknown.status, unknown.body.code]).toEqual([503, 'databaseAway'])
    await hub.database.restart()
    expect((await hub.call('getPeer', { account: 'wxid_a', peer: 'p1' }, { cookie })).status).toBe(200)
  })
})
