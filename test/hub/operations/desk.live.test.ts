import { afterAll, beforeAll, expect, test } from 'vitest'
import { initialsOf } from '../../../hub/search/initials.ts'
import type { AccountId, PeerId, Position, UserId } from '../../../protocol/ids.ts'
import { writeAssignments } from '../../../storage/writers/assignments.ts'
import { indexContacts } from '../../../storage/writers/contact-search.ts'
import { writeFriends } from '../../../storage/writers/friends.ts'
import { addAccount, addDevice, addSession, addUser } from '../support/company.ts'
import { type HttpHub, startHttpHub } from '../support/http-hub.ts'

let hub: HttpHub
let lina: { cookie: string }
let wang: { cookie: string }
const position = 1 as Position

beforeAll(async () => {
  hub = await startHttpHub()
  for (const id of ['lina', 'wang']) {
    await addUser(hub, { id, permissions: ['chat'] })
    await addDevice(hub, { id: `d${id}`, keeper: id })
    await addAccount(hub, { id: `wx_${id}`, device: `d${id}` })
  }
  lina = { cookie: await addSession(hub, 'lina') }
  wang = { cookie: await addSession(hub, 'wang') }
  await hub.pool.query(`insert into contact_group (kind, name) values ('friend', '老客户'), ('friend', '意向')`)
  await befriend('wx_lina', 'p1', '张三丰', '武当')
  await befriend('wx_lina', 'p2', '', 'Anna 13912345678')
  await befriend('wx_lina', 'wxid_3', '单雄信', '')
  await befriend('wx_wang', 'p4', '王大锤', '')
  await hub.pool.query(`update friend set contact_group = (select min(id) from contact_group)
    where peer in ('p1', 'p4')`)
  await hub.pool.transaction((inside) => indexContacts(inside, { rowsMax: 100, initialsOf }))
})
afterAll(() => hub[Symbol.asyncDispose]())

async function befriend(account: string, peer: string, remark: string, nickname: string): Promise<void> {
  const profile = { wxid: peer as PeerId, remark, nickname }
  await writeFriends(hub.pool, [{
    account: account as AccountId, peer: profile.wxid, profile, removed: false, snapshot: '', changedAt: position,
  }])
}

async function found(input: object, by = lina): Promise<string[]> {
  return (await hub.call('listFriends', input, by)).body.rows.map(({ peer }) => peer)
}

test('[SEAT-1] friends are found by remark, nickname, id and first letters of their names', async () => {
  expect(await found({ search: '三丰' })).toEqual(['p1'])
  expect(await found({ search: 'ＡＮＮＡ' })).toEqual(['p2'])
  expect(await found({ search: 'zsf' })).toEqual(['p1'])
  expect(await found({ search: 'WD' })).toEqual(['p1'])
  expect(await found({ search: '%' })).toEqual([])
  expect(await found({ search: 'xid_3' })).toEqual(['wxid_3'])
})

test('[SEAT-1] friends are looked for by the grams of their names: who is in no index isn’t looked at', async () => {
  const { rows: [kept] } = await hub.pool.query(`delete from contact_search where peer = 'p1' returning *`)
  expect(await Promise.all(['三丰', 'zsf', '武'].map((search) => found({ search })))).toEqual([[], [], []])
  await hub.pool.query(`insert into contact_search
    select * from jsonb_populate_record(null::contact_search, $1)`, [kept])
  expect(await found({ search: '三丰' })).toEqual(['p1'])
})

test('[SEAT-1] they come by name, page by page, each once', async () => {
  const first = await hub.call('listFriends', { rows: 2 }, lina)
  expect(first.body.rows.map(({ peer, initials }) => [peer, initials])).toEqual([['p2', 'anna'], ['wxid_3', 'sxx']])
  expect(await found({ rows: 2, after: first.body.next })).toEqual(['p1'])
  expect((await hub.call('listFriends', { after: 'x' }, lina)).status).toBe(400)
})

test('[SEAT-1] [GRP-1] groups say how many of this seat’s friends they hold', async () => {
  const { body } = await hub.call('listFriendGroups', {}, lina)
  expect(body.rows).toMatchObject([{ name: '老客户', friends: 1 }, { id: null, name: '', friends: 2 }])
  expect(await found({ group: body.rows[0]?.id })).toEqual(['p1'])
  expect(await found({ ungrouped: true })).toEqual(['p2', 'wxid_3'])
  expect((await hub.call('listFriends', { group: body.rows[0]?.id, ungrouped: true }, lina)).status).toBe(400)
})

test('[SEAT-1] a seat sees the friends it serves: none of others, and what is assigned away is gone', async () => {
  expect(await found({}, wang)).toEqual(['p4'])
  const friend = { account: 'wx_lina' as AccountId, peer: 'p1' as PeerId }
  const row = { ...friend, by: null, reason: 'rules', assignedMs: 1, position }
  await writeAssignments(hub.pool, [{ ...row, seat: 'wang' as UserId }])
  expect([await found({}), await found({}, wang)]).toEqual([['p2', 'wxid_3'], ['p4', 'p1']])
  expect((await hub.call('listFriendGroups', {}, wang)).body.rows).toMatchObject([{ name: '老客户', friends: 2 }])
  await writeAssignments(hub.pool, [{ ...row, seat: null }])
})

test('a name that changed gets other letters', async () => {
  await befriend('wx_lina', 'p1', '李四', '武当')
  await hub.pool.transaction((inside) => indexContacts(inside, { rowsMax: 100, initialsOf }))
  expect([await found({ search: 'zsf' }), await found({ search: 'ls' })]).toEqual([[], ['p1']])
})

test('[SEAT-8] preferences are kept per user and are no view of a list', async () => {
  expect((await hub.call('readDesk', {}, lina)).body).toMatchObject({ pins: [], drafts: [], preferences: {} })
  const keys = [{ command: 'palette', keys: 'Ctrl+J' }]
  const preferences = { notify: true, notifyShows: 'nothing', volume: 40, keys }
  expect((await hub.call('savePreferences', { preferences }, lina)).status).toBe(200)
  expect((await hub.call('readDesk', {}, lina)).body.preferences).toEqual(preferences)
  expect((await hub.call('readDesk', {}, wang)).body.preferences).toEqual({})
  const wrong = await hub.call('savePreferences', { preferences: { volume: 101 } }, lina)
  expect([wrong.status, wrong.body.code]).toEqual([400, 'badInput'])
  expect((await hub.call('readView', { list: '@console' }, lina)).status).toBe(400)
})
