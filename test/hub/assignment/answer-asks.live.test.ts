import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { recordInOutbox } from '../../../hub/outbox.ts'
import type { RuleTarget } from '../../../protocol/assignment.ts'
import { seatDisconnected } from '../../../protocol/events/hub.ts'
import { assignmentRulesChanged, configChanged, peersAssigned } from '../../../protocol/events/outbox.ts'
import { accountOnline, friendChanged, friendRemoved, friendsListed } from '../../../protocol/events/phone.ts'
import { seatModeChanged } from '../../../protocol/events/seat.ts'
import type { AccountId, DeviceId, PeerId, TabId, TaskId, UserId } from '../../../protocol/ids.ts'
import { dayMs } from '../../../protocol/local-day.ts'
import type { OutboxEntry } from '../../../hub/outbox.ts'
import type { Cast, Speaker } from '../projector/support/cast.ts'
import { type Rig, type TestProjector, startRig } from '../projector/support/rig.ts'
import { account, hear, peerId } from '../projector/support/talk.ts'

let rig: Rig
let projector: TestProjector
let cast: Cast
let phone: Speaker
let other: Speaker
const second = 'wxid_second' as AccountId
const [anna, bert] = ['anna', 'bert'] as UserId[] as [UserId, UserId]

beforeAll(async () => {
  rig = await startRig()
  projector = await rig.projector()
  cast = await rig.cast('h1')
  phone = await cast.phone('d1' as DeviceId, 'i1')
  other = await cast.phone('d2' as DeviceId, 'i2')
  await rig.pool.query(`
    insert into app_user (id, login_name, password, real_name, department, permissions)
    select id, id, '', id, (select min(id) from department), '{chat}' from unnest(array['anna', 'bert']) n (id)`)
  phone.say(accountOnline, { account, profile: { wxid: account } })
  other.say(accountOnline, { account: second, profile: { wxid: second } })
  await stored()
})
afterAll(async () => { await rig[Symbol.asyncDispose]() })

beforeEach(async () => {
  await rig.pool.query('delete from assignment_cap')
  await rig.pool.query('delete from assignment_rule')
  await rig.pool.query('delete from assignment_given')
})

async function stored(): Promise<void> {
  const last = (await cast.flush()).at(-1)
  if (last !== undefined) await projector.reached(last)
}

interface NewRule { target?: RuleTarget; scope?: string; onlineOnly?: boolean; turns?: string }

/** The rules that hold from now on. */
async function setRules(...rules: NewRule[]): Promise<void> {
  for (const [index, { target = 'all', scope = 'all', onlineOnly = false, turns = 'sequential' }] of rules.entries()) {
    await rig.pool.query(`insert into assignment_rule (name, scope, target, turns, online_only)
      values ($1, $2, $3, $4, $5)`, [`规则 ${index + 1}`, scope, target, turns, onlineOnly])
  }
  await tell({ fact: assignmentRulesChanged, value: {} })
}

/** Facts of the outbox, once storage has them. */
async function tell(...entries: OutboxEntry[]): Promise<void> {
  const before = Date.now()
  await rig.pool.transaction((inside) => recordInOutbox(inside, entries, before))
  await rig.row('select count(*) as left from outbox', (row) => row?.['left'] === 0)
}

function add(wxid: string, of: { by?: Speaker; account?: AccountId } = {}): PeerId {
  (of.by ?? phone).say(friendChanged, { account: of.account ?? account, friend: { wxid: peerId(wxid) } })
  return peerId(wxid)
}

/** Who has it, once the decision has come back through the journal. */
async function seatOf(peer: string, of: AccountId = account): Promise<unknown> {
  await stored()
  await rig.row(`select pending from assignment_decision where account = '${of}' and peer = '${peer}'`,
    (row) => row?.['pending'] === false)
  const { rows } = await rig.pool.query(`select seat from assignment where account = $1 and peer = $2`, [of, peer])
  return rows[0]?.['seat'] ?? null
}

async function waiting(): Promise<string[]> {
  await stored()
  return (await rig.pool.query<{ peer: string }>('select peer from assignment_waiting order by place')).rows
    .map(({ peer }) => peer)
}

const change = (user: UserId): OutboxEntry =>
  ({ fact: configChanged, value: { area: 'user', key: user, version: 1 } })

test('without rules nobody is decided on, and nothing is kept', async () => {
  add('nobody1')
  hear(phone, { peer: peerId('nobody1'), id: '1' })
  await stored()
  expect((await rig.pool.query('select from assignment_decision')).rows).toEqual([])
})

test('[RULE-1] [RULE-4] friends go to the seats in turn, over a restart; the reason is kept', async () => {
  await setRules({ target: 'keeperSubDepartments' }, {})
  expect([await seatOf(add('turn1')), await seatOf(add('turn2'))]).toEqual([anna, bert])
  await projector.stop()
  projector = await rig.projector('p2')
  expect([await seatOf(add('turn3')), await seatOf(add('turn4'))]).toEqual([anna, bert])
  const { rows } = await rig.pool.query(`
    select rule_name, seat_name, why from assignment_decision where peer = 'turn3'`)
  expect(rows).toMatchObject([{ rule_name: '规则 2', seat_name: 'anna', why: {
    preference: 'turn', verdicts: [{ outcome: 'nobody', named: 0 }, { outcome: 'yielded', named: 2 }],
  } }])
})

test('many in one batch are given in turn too, and each once', async () => {
  await setRules({})
  for (let index = 0; index < 40; index++) add(`many${index}`)
  await seatOf('many39')
  const { rows } = await rig.pool.query(`
    select seat, count(*) as many from assignment_history where peer like 'many%' group by seat order by seat`)
  expect(rows).toEqual([{ seat: anna, many: 20 }, { seat: bert, many: 20 }])
})

test('[RULE-7] a friend who was there, or whom the first list names, is not a new one', async () => {
  await setRules({})
  const list = (snapshot: string, ...friends: string[]) => other.say(friendsListed, {
    account: second, snapshot: snapshot as TaskId, part: 0, last: true,
    friends: friends.map((wxid) => ({ wxid: peerId(wxid) })),
  })
  list('s1', 'first1')
  list('s2', 'first1', 'later1')
  expect(await seatOf('later1', second)).not.toBeNull()
  add('first1', { by: other, account: second })
  await stored()
  expect((await rig.pool.query(`select from assignment_decision where peer = 'first1'`)).rows).toEqual([])
  other.say(friendRemoved, { account: second, peer: peerId('first1') })
  add('first1', { by: other, account: second })
  expect(await seatOf('first1', second)).not.toBeNull()
})

test('[RULE-7] a chatroom is given when somebody has spoken in it, whoever that was', async () => {
  await setRules({ target: 'departments' }, {})
  hear(phone, { peer: peerId('talk@chatroom'), id: '77' })
  expect(await seatOf('talk@chatroom')).not.toBeNull()
  hear(phone, { peer: peerId('talk@chatroom'), id: '78' })
  await stored()
  expect((await rig.pool.query(`select from assignment_history where peer = 'talk@chatroom'`)).rows.length).toBe(1)
})

test('[RULE-5] whom nobody online can have waits, until a seat comes; who is away is not there', async () => {
  await setRules({ onlineOnly: true })
  const tab = await cast.tab(bert, 't1' as TabId)
  tab.say(seatModeChanged, { away: true, autoReply: false })
  add('wait1')
  expect(await waiting()).toEqual(['wait1'])
  tab.say(seatModeChanged, { away: false, autoReply: false })
  expect([await seatOf('wait1'), await waiting()]).toEqual([bert, []])
  cast.hub.say(seatDisconnected, { user: bert, tab: 't1' as TabId, connection: tab.epoch, reason: 'gone' })
  const [one, two] = [add('wait2'), add('wait3')]
  expect(await waiting()).toEqual([one, two])
  await tell({ fact: peersAssigned, value: {
    account, peers: [one], seat: bert, seatName: '', by: null, byName: null, reason: 'manual', notice: false,
  } })
  expect(await waiting()).toEqual([two])
  await cast.tab(anna, 't2' as TabId)
  expect([await seatOf(one), await seatOf(two), await waiting()]).toEqual([bert, anna, []])
})

test('[RULE-6] caps are exact; the rest waits for midnight, or for more room', async () => {
  await rig.pool.query(`insert into assignment_cap (app_user, per_day) values ('anna', 1), ('bert', 1), ('u1', 0)`)
  await setRules({})
  for (const wxid of ['cap1', 'cap2', 'cap3', 'cap4', 'cap5']) add(wxid)
  expect(await waiting()).toEqual(['cap3', 'cap4', 'cap5'])
  await rig.pool.query(`update assignment_cap set per_day = 2 where app_user = 'bert'`)
  await tell({ fact: assignmentRulesChanged, value: {} })
  expect([await seatOf('cap3'), await waiting()]).toEqual([bert, ['cap4', 'cap5']])
  cast.nowMs += dayMs
  hear(phone, { peer: peerId('cap1'), id: '90' })
  await stored()
  expect([await seatOf('cap4'), await seatOf('cap5'), await waiting()]).not.toContain(null)
  expect(await waiting()).toEqual([])
})

test('[RULE-3] a friend of another account goes to the seat that has this person already', async () => {
  await setRules({ target: 'duplicateSeat' }, { scope: 'duplicates', target: 'keeper' })
  await tell({ fact: peersAssigned, value: {
    account, peers: [add('twice')], seat: bert, seatName: '', by: null, byName: null, reason: 'manual', notice: false,
  } })
  expect(await seatOf(add('twice', { by: other, account: second }), second)).toBe(bert)
})

test('[RULE-4] 随机 prefers who followed this person first', async () => {
  await setRules({ turns: 'random' })
  await tell({ fact: peersAssigned, value: {
    account, peers: [add('known')], seat: bert, seatName: '', by: null, byName: null, reason: 'manual', notice: false,
  } })
  expect(await seatOf(add('known', { by: other, account: second }), second)).toBe(bert)
})

test('what a disabled user had is decided anew, and nobody keeps what nobody sees', async () => {
  await setRules({})
  await rig.pool.query(`update app_user set disabled = true where id = 'anna'`)
  await tell(change(anna))
  await rig.row(`select count(*) as left from assignment where seat = 'anna'`, (row) => row?.['left'] === 0)
  expect(await waiting()).toEqual([])
  await rig.pool.query('delete from assignment_rule')
  await tell({ fact: assignmentRulesChanged, value: {} })
  await rig.pool.query(`update app_user set disabled = id = 'bert' where id in ('anna', 'bert')`)
  await tell(change(bert))
  await rig.row('select count(*) as left from assignment', (row) => row?.['left'] === 0)
})
