import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignPeers } from '../../../hub/assignment/assign-peers.ts'
import type { UserEntry } from '../../../hub/directory/entries.ts'
import { Refusal } from '../../../hub/operations/refusal.ts'
import { recordInOutbox } from '../../../hub/outbox.ts'
import { accountOnline, friendChanged } from '../../../protocol/events/phone.ts'
import type { AccountId, DepartmentId, DeviceId, PeerId, Position, UserId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Permission } from '../../../protocol/permissions.ts'
import type { Cast, Speaker } from '../projector/support/cast.ts'
import { type Rig, type TestProjector, startRig } from '../projector/support/rig.ts'
import { account, peerId } from '../projector/support/talk.ts'

let rig: Rig
let projector: TestProjector
let cast: Cast
let phone: Speaker
let department: DepartmentId
const peers = ['f1', 'f2', 'f3'].map(peerId)
const u2 = 'u2' as UserId

beforeAll(async () => {
  rig = await startRig()
  projector = await rig.projector()
  cast = await rig.cast('h1')
  phone = await cast.phone('d1' as DeviceId, 'i1')
  const { rows } = await rig.pool.query<{ id: string }>('select min(id)::text as id from department')
  department = rows[0]?.id as DepartmentId
  await rig.pool.query(`
    insert into app_user (id, login_name, password, real_name, department, disabled, permissions)
    select id, id, '', id, $1::bigint, id = 'gone', case when id = 'mute' then '{}' else array['chat'] end
    from unnest(array['u2', 'u3', 'gone', 'mute']) n (id)`, [department])
  phone.say(accountOnline, { account, profile: { wxid: account } })
  for (const wxid of peers) phone.say(friendChanged, { account, friend: { wxid, nickname: `n-${wxid}` } })
  await projector.reached((await cast.flush()).at(-1) as Position)
})
afterAll(async () => { await rig[Symbol.asyncDispose]() })

test('who got whom is a row, who had whom before is history; the rules give back to the keeper', async () => {
  await assigned({ peers: peers.slice(0, 2), to: u2 })
  await assigned({ peers: peers.slice(1, 2), to: 'u3' as UserId })
  await history(3)
  expect(await rows('select peer, seat, by_user, reason from assignment order by peer')).toEqual([
    { peer: 'f1', seat: 'u2', by_user: 'u1', reason: 'manual' },
    { peer: 'f2', seat: 'u3', by_user: 'u1', reason: 'manual' },
  ])
  await assigned({ peers: peers.slice(1, 2), to: 'rules' })
  await history(4)
  expect(await rows('select peer, seat from assignment')).toEqual([{ peer: 'f1', seat: 'u2' }])
  expect(await rows(`select seat, reason from assignment_history where peer = 'f2' order by position`)).toEqual([
    { seat: 'u2', reason: 'manual' }, { seat: 'u3', reason: 'manual' }, { seat: null, reason: 'rules' },
  ])
})

test('a peer named twice is assigned once; many go in several facts', async () => {
  const many = Array.from({ length: limits.assignedPeersMax + 1 }, (_, index) => peerId(`m${index}`))
  for (const wxid of many) phone.say(friendChanged, { account, friend: { wxid } })
  await projector.reached((await cast.flush()).at(-1) as Position)
  const before = (await rows('select from assignment_history')).length
  const change = await assigned({ peers: [...many, ...many], to: u2 })
  expect(change.outbox?.length).toBe(2)
  expect(change.audit.length).toBe(many.length)
  await history(before + many.length)
  expect(await rows(`select count(*) as many from assignment where seat = 'u2' and peer like 'm%'`))
    .toEqual([{ many: many.length }])
})

test.each([
  ['an unknown account', { account: 'wxid_none' as AccountId }, 'notFound'],
  ['an account outside the scope', { by: user(u2, []) }, 'notFound'],
  ['a seat outside the scope', { by: user('u1' as UserId, []), to: u2 }, 'badInput'],
  ['an unknown seat', { to: 'nobody' as UserId }, 'badInput'],
  ['somebody who is no seat', { to: 'mute' as UserId }, 'badInput'],
  ['a disabled seat', { to: 'gone' as UserId }, 'badInput'],
  ['somebody the account doesn’t know', { peers: [peerId('f1'), peerId('stranger')] }, 'notFound'],
])('%s is refused', async (_, wrong, code) => {
  const refusal = await asked(wrong)
  expect(refusal).toBeInstanceOf(Refusal)
  expect((refusal as Refusal).fault.code).toBe(code)
})

interface Asked { account?: AccountId; peers?: readonly PeerId[]; to?: UserId | 'rules'; by?: UserEntry }

function asked(changes: Asked) {
  const by = user('u1' as UserId, ['companyScope'])
  return rig.pool.transaction(async (inside) => {
    const change = await assignPeers(inside, { account, peers, to: u2, by, notice: true, ...changes })
    if (!(change instanceof Refusal)) await recordInOutbox(inside, change.outbox ?? [], Date.now())
    return change
  })
}

async function assigned(changes: Asked) {
  const change = await asked(changes)
  if (change instanceof Refusal) throw new Error(change.fault.reason)
  return change
}

async function history(count: number): Promise<void> {
  await rig.row('select count(*) as count from assignment_history', (row) => row?.['count'] === count)
}

async function rows(sql: string): Promise<unknown[]> {
  return (await rig.pool.query(sql)).rows
}

function user(id: UserId, permissions: Permission[]): UserEntry {
  return {
    id, loginName: id, realName: id, departmentId: department, departmentPath: [department], department: 'company',
    permissions, disabled: false,
  }
}
