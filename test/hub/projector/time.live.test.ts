import { afterEach, beforeEach, expect, test } from 'vitest'
import { deviceDisconnected, hubBeat, seatDisconnected } from '../../../protocol/events/hub.ts'
import { accountOnline } from '../../../protocol/events/phone.ts'
import type { DeviceId, Position, TabId, UserId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { hubLimits } from '../../../hub/limits.ts'
import { Acceptance } from '../../../hub/feed/acceptance.ts'
import { readAcceptanceSnapshot } from '../../../storage/queries/acceptance-snapshot.ts'
import { countOpenCommands } from '../../../storage/queries/open-commands.ts'
import { type Rig, type TestProjector, startRig } from './support/rig.ts'
import { account, hear, peerId, send } from './support/talk.ts'

let rig: Rig
let projector: TestProjector
beforeEach(async () => {
  rig = await startRig()
  projector = await rig.projector('p1', { tuning: { housekeepingMs: 50, hubBeatMs: 50, journalMarginRecords: 20 } })
})
afterEach(async () => { await rig[Symbol.asyncDispose]() })

test('a hub that stays silent while the journal advances is lost, and what it held is offline', async () => {
  const silent = await rig.cast('h1')
  await silent.phone('d1' as DeviceId, 'i1')
  await silent.tab('u1' as UserId, 'tab1' as TabId)
  const alive = await rig.cast('h2')
  await alive.phone('d2' as DeviceId, 'i2')
  alive.nowMs += hubLimits.hubLostMs - 1_000
  alive.hub.say(hubBeat, { run: alive.run })
  await projector.reached((await alive.flush()).at(-1) as Position)
  expect(await rig.row(`select state, losing from hub_run where run = 'h1'`))
    .toEqual({ state: 'alive', losing: false })
  alive.nowMs += 2_000
  alive.hub.say(hubBeat, { run: alive.run })
  await alive.flush()
  const beating = setInterval(() => {
    alive.nowMs += 100
    alive.hub.say(hubBeat, { run: alive.run })
    void alive.flush()
  }, 50)
  expect(await projector.hears('projector:hubLost')).toEqual({ kind: 'projector:hubLost', run: 'h1' })
  await rig.row(`select state from hub_run where run = 'h1'`, (row) => row?.['state'] === 'lost')
  clearInterval(beating)
  expect((await rig.pool.query('select id, online from device order by id')).rows)
    .toEqual([{ id: 'd1', online: false }, { id: 'd2', online: true }])
  expect(await rig.row('select online from seat_presence')).toEqual({ online: false })
  expect(await rig.row(`select count(*) as count from source where source = 'h/h1'`)).toEqual({ count: 0 })
  expect(projector.news.filter(({ kind }) => kind === 'projector:hubLost')).toHaveLength(1)
})

test('[ACCT-4] past midnight in Shanghai the conversations of the days before are counted', async () => {
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  const midnight = Math.ceil((cast.nowMs + shanghaiMs) / dayMs) * dayMs - shanghaiMs
  phone.say(accountOnline, { account, profile: { wxid: account } })
  cast.nowMs = midnight - 1
  hear(phone, { peer: peerId('one'), id: '1' })
  hear(phone, { peer: peerId('two'), id: '2' })
  await cast.flush()
  cast.nowMs = midnight
  hear(phone, { peer: peerId('one'), id: '3' })
  hear(phone, { peer: peerId('three'), id: '4' })
  await projector.reached((await cast.flush()).at(-1) as Position)
  expect(await rig.row('select yesterday, week, month from account_talks', (row) => row?.['yesterday'] === 2))
    .toEqual({ yesterday: 2, week: 2, month: 2 })
  cast.nowMs = midnight + 7 * dayMs
  cast.hub.say(hubBeat, { run: cast.run })
  await projector.reached((await cast.flush()).at(-1) as Position)
  expect(await rig.row('select yesterday, week, month from account_talks', (row) => row?.['yesterday'] === 0))
    .toEqual({ yesterday: 0, week: 2, month: 3 })
})

test('commands without a result end: unknown if the phone was there, failed if it never was', async () => {
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  const tab = await cast.tab('u1' as UserId, 'tab1' as TabId)
  const elsewhere = await cast.phone('d2' as DeviceId, 'i2')
  phone.say(accountOnline, { account, profile: { wxid: account } })
  elsewhere.say(accountOnline, { account: other, profile: { wxid: other } })
  cast.hub.say(deviceDisconnected, { device: 'd2' as DeviceId, connection: elsewhere.epoch, reason: 'gone' })
  await cast.flush()
  cast.nowMs += 1
  send(tab, { peer: peerId('seen'), text: 'to a phone that is there' })
  send(tab, { peer: peerId('unseen'), text: 'to a phone that is away', of: other })
  await projector.reached((await cast.flush()).at(-1) as Position)
  expect(await countOpenCommands(rig.pool)).toEqual(new Map([[account, 1], [other, 1]]))
  cast.nowMs += limits.commandExpiresMs + 10
  cast.hub.say(hubBeat, { run: cast.run })
  await projector.reached((await cast.flush()).at(-1) as Position)
  await rig.row(`select count(*) as open from command where state = 'open'`, (row) => row?.['open'] === 0)
  const { rows } = await rig.pool.query('select peer, state, fault_code from message order by position')
  expect(rows).toEqual([
    { peer: 'seen', state: 'unknown', fault_code: 'expired' },
    { peer: 'unseen', state: 'failed', fault_code: 'expired' },
  ])
  // Told once, however often the house was kept meanwhile.
  expect(await rig.row(`select last from source where source = 'o'`)).toEqual({ last: 2 })
})

test('a source that nobody used for long is expired and opens anew', async () => {
  const cast = await rig.cast('h1')
  const tab = await cast.tab('u1' as UserId, 'tab1' as TabId)
  send(tab, { peer: peerId('p1'), text: 'last words', of: other })
  await cast.flush()
  cast.hub.say(seatDisconnected, {
    user: 'u1' as UserId, tab: 'tab1' as TabId, connection: tab.epoch, reason: 'closed',
  })
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  cast.nowMs += limits.sourceExpiresMs + 10
  cast.hub.say(hubBeat, { run: cast.run })
  await projector.reached((await cast.flush()).at(-1) as Position)
  await rig.row(`select count(*) as left from source where source like 't/%'`, (row) => row?.['left'] === 0)
  expect(await rig.row('select count(*) as left from seat_presence')).toEqual({ left: 0 })
  // The phone is connected: silent, and none the less there.
  expect(await rig.row(`select last from source where source like 'p/%'`)).toEqual({ last: 0 })
  hear(phone, { peer: peerId('p2'), id: '1' })
  const again = await cast.tab('u1' as UserId, 'tab1' as TabId)
  send(again, { peer: peerId('p3'), text: 'first words', of: other })
  await projector.reached((await cast.flush()).at(-1) as Position)
  expect(await rig.row(`select last from source where source = 't/u1/tab1'`)).toEqual({ last: 1 })
})

test('what is stored leaves the journal but for a margin; ended runs are forgotten with their records', async () => {
  const ended = await rig.cast('h1')
  await ended.flush()
  const cast = await rig.cast('h2')
  cast.nowMs += hubLimits.hubLostMs + 1
  for (let runs = 0; runs !== 1; runs = Number((await rig.row('select count(*) as runs from hub_run'))?.['runs'])) {
    cast.nowMs += 100
    cast.hub.say(hubBeat, { run: cast.run })
    await projector.reached((await cast.flush()).at(-1) as Position)
  }
  const kept = projector.news.filter((one) => one.kind === 'projector:housekept').at(-1)
  expect(kept?.recordsPurgedBelow).toBeGreaterThan(1)
  expect(await rig.row('select run from hub_run')).toEqual({ run: 'h2' })
  // The outbox's run was forgotten with its records: it begins another, and goes on.
  cast.nowMs += limits.sourceExpiresMs
  const tab = await cast.tab('u1' as UserId, 'tab1' as TabId)
  send(tab, { peer: peerId('p1'), text: 'nobody has this account', of: other })
  await cast.flush()
  await rig.row('select state from message', (row) => row?.['state'] === 'failed')
})

test('the stored acceptance judges as the one in memory', async () => {
  const cast = await rig.cast('h1')
  const phone = await cast.phone('d1' as DeviceId, 'i1')
  hear(phone, { peer: peerId('p1'), id: '1' })
  await projector.reached((await cast.flush()).at(-1) as Position)
  const { snapshot, position, journalMs } = await rig.pool.transaction((inside) => readAcceptanceSnapshot(inside))
  const acceptance = new Acceptance(snapshot)
  const next = phone.say(accountOnline, { account, profile: { wxid: account } })
  expect(acceptance.judge({ ...next, epoch: phone.epoch - 1 }, position + 1, journalMs)).toBe('fenced')
  expect(acceptance.judge(next, position + 1, journalMs)).toBe('fresh')
  expect(acceptance.judge(next, position + 2, journalMs)).toBe('repeat')
  expect(acceptance.judgeRecord(cast.run, 2)).toBe('seen')
})

const other = 'wxid_other' as typeof account

const dayMs = 86_400_000
const shanghaiMs = 8 * 3_600_000
