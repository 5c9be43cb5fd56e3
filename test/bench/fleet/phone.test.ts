import { afterEach, expect, test } from 'vitest'
import { messageTypes } from '../../../protocol/kinds.ts'
import type { AccountId, DeviceId, PeerId } from '../../../protocol/ids.ts'
import { hastyDelays } from '../../../bench/fleet/come-back.ts'
import { SimulatedPhone, type PhoneOptions } from '../../../bench/fleet/phone.ts'
import { loadPhoneState, newPhoneState, savePhoneState } from '../../../bench/fleet/phone-state.ts'
import type { TaskOutcome } from '../../../bench/fleet/task-outcome.ts'
import { FakeHub } from './fake-hub.ts'

const me = 'wxid_me' as AccountId
const peer = 'wxid_peer' as PeerId
const open: (SimulatedPhone | FakeHub)[] = []

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop()
})

test('says hello, numbers what it says and is acked', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  phone.logIn({ wxid: me, nickname: '小方' })
  const { sequence } = phone.write({ account: me, peer, text: '在吗' })
  await phone.acked(sequence)
  expect(hub.kept().map((message) => message.slice(0, 2))).toEqual([[0x10, 1], [0x20, 2]])
  expect(hub.faults).toEqual([])
})

test('resends what was not acked after a cut cable, once and in order', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  hub.acks = false
  for (const text of ['一', '二', '三']) phone.write({ account: me, peer, text })
  await heard(hub, 3)
  phone.pullTheCable()
  phone.write({ account: me, peer, text: '四' })
  hub.acks = true
  await phone.connect()
  await phone.drained()
  expect(texts(hub)).toEqual(['一', '二', '三', '四'])
  expect(hub.faults).toEqual([])
})

test('never has more on the way than the window, also when it shrinks', async () => {
  const { hub, phone } = await both()
  hub.window = 3
  hub.acks = false
  await phone.connect()
  for (let index = 0; index < 20; index++) phone.write({ account: me, peer, text: String(index) })
  await heard(hub, 3)
  expect(hub.kept().length).toBe(3)
  hub.window = 1
  hub.ack(3)
  await heard(hub, 4)
  hub.window = 50
  hub.acks = true
  hub.ack(4)
  await phone.drained()
  expect(texts(hub)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)))
  expect(hub.faults).toEqual([])
})

test('a restored backup is noticed: a new install, and nothing said since is lost', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  phone.write({ account: me, peer, text: '一' })
  await phone.drained()
  phone.backUp()
  const before = phone.install
  phone.write({ account: me, peer, text: '二' })
  phone.write({ account: me, peer, text: '三' })
  await phone.drained()
  await phone.restoreBackup()
  // Even so many new messages that its numbers look as if nothing had happened.
  for (const text of ['新一', '新二', '新三', '新四']) phone.write({ account: me, peer, text })
  await phone.drained()
  expect(phone.install).not.toBe(before)
  expect(texts(hub, before)).toEqual(['一', '二', '三'])
  expect(texts(hub)).toEqual(['新一', '新二', '新三', '新四'])
  expect(hub.faults).toEqual([])
})

test('a hub that has forgotten acked numbers makes it start a new install', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  phone.write({ account: me, peer, text: '一' })
  await phone.drained()
  const before = phone.install
  hub.claims = 0
  phone.once('newInstall', () => { hub.claims = null })
  phone.pullTheCable()
  await phone.connect()
  expect(phone.install).not.toBe(before)
})

test('a task is executed once: repeats get the recorded result, also after a restart', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  phone.logIn({ wxid: me })
  await phone.drained()
  let executed = 0
  phone.on('executed', () => executed++)
  const send = {
    kind: 'sendMessage', peer, type: 'text', text: '您好', media: null, body: Uint8Array.of(0x80),
  } as const
  hub.ask('tab.1', send)
  await phone.received(({ task }) => task === 'tab.1')
  await heard(hub, 2)
  hub.ask('tab.1', send)
  await heard(hub, 3)
  await phone.drained()
  await phone.stop()
  const again = await newPhone({ hubs: [hub.url], state: loadPhoneState(savePhoneState(phone.state)) })
  await again.connect()
  hub.ask('tab.1', send)
  await heard(hub, 5)
  const results = hub.kept().filter(([code]) => code === 0x30)
  expect(executed).toBe(1)
  expect(results.length).toBe(3)
  expect(new Set(results.map((values) => JSON.stringify(values.slice(2)))).size).toBe(1)
  expect(results[0]?.slice(2, 6)).toEqual(['tab.1', me, peer, 'succeeded'])
})

test('[P52] what surely failed and was acked is done again when a person tries again; the unknown is not', async () => {
  const outcomes: TaskOutcome[] = [
    { outcome: 'failed', code: 'tooFrequent', reason: '' },
    { outcome: 'unknown', code: 'interrupted', reason: '' },
  ]
  const { hub, phone } = await both({ perform: async () => outcomes.shift() ?? { outcome: 'succeeded' } })
  await phone.connect()
  const send = {
    kind: 'sendMessage', peer, type: 'text', text: '您好', media: null, body: Uint8Array.of(0x80),
  } as const
  for (const count of [1, 2, 3]) {
    hub.ask('tab.1', send)
    await heard(hub, count)
    await phone.drained()
  }
  expect(hub.kept().map((values) => values[5])).toEqual(['failed', 'unknown', 'unknown'])
})

test('a phone that stopped in the middle of a task says so, and does not begin it again', async () => {
  const { hub, phone } = await both({ perform: () => new Promise<never>(() => undefined) })
  await phone.connect()
  hub.ask('tab.1', { kind: 'listContacts', reason: '' })
  await phone.received(({ task }) => task === 'tab.1')
  await phone.stop()
  const again = await newPhone({ hubs: [hub.url], state: loadPhoneState(savePhoneState(phone.state)) })
  await again.connect()
  await heard(hub, 1)
  await again.drained()
  expect(hub.kept().map((values) => values.slice(2, 7))).toEqual(
    [['tab.1', null, null, 'unknown', 'interrupted']],
  )
})

test('each wrong or late command ends in one failed result with its code', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  hub.ask(
    't.1', { kind: 'sendMessage', peer, type: 'text', text: '', media: null, body: new Uint8Array() },
    'wxid_other',
  )
  hub.ask('t.2', { kind: 'recallMessage', peer, msgSvrId: '77' as never }, 'wxid_other')
  phone.logIn({ wxid: me })
  hub.ask('t.3', { kind: 'recallMessage', peer, msgSvrId: '77' as never })
  hub.ask('t.4', { kind: 'requestMedia', peer, msgSvrId: '77' as never })
  await heard(hub, 5)
  const codes = hub.kept().filter(([code]) => code === 0x30).map((values) => values[6])
  expect(codes).toEqual(['accountOffline', 'accountOffline', 'tooLate', 'mediaMissing'])
})

test('goes to the other hub when one is gone', async () => {
  const { hub, phone } = await both()
  const other = await FakeHub.start()
  open.push(other)
  const wanderer = await newPhone({ hubs: [hub.url, other.url] })
  await wanderer.connect()
  wanderer.write({ account: me, peer, text: '在一号' })
  await wanderer.drained()
  // Both hubs know the same in truth: one journal.
  other.stored.set(wanderer.install, [...hub.kept(wanderer.install)])
  await hub.stop()
  await wanderer.closed()
  wanderer.write({ account: me, peer, text: '在二号' })
  await wanderer.drained()
  expect(texts(other)).toEqual(['在一号', '在二号'])
  await phone.stop()
})

test('close codes are obeyed: never means never, later means the named delay', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  hub.close(4200, 'hub-busy retry=1')
  expect(await phone.closed()).toMatchObject({ code: 4200, next: 1 })
  await phone.connected()
  hub.close(4500, 'device-revoked')
  expect(await phone.closed()).toMatchObject({ code: 4500, next: 'never' })
  hub.refusal = { status: 401, body: 'unknownKey' }
  const refused = await newPhone({ hubs: [hub.url] })
  await expect(refused.connect()).rejects.toThrow('401')
  expect(refused.lastClosed).toMatchObject({ status: 401, next: 'never' })
})

test('says of each logged in account after each welcome, once', async () => {
  const { hub, phone } = await both()
  phone.logIn({ wxid: me })
  phone.logIn({ wxid: 'wxid_second' as AccountId })
  await phone.connect()
  await phone.drained()
  phone.pullTheCable()
  phone.logOut('wxid_second' as AccountId)
  await phone.connect()
  await phone.drained()
  const said = hub.kept().map(([code, , account]) => [code, account])
  expect(said).toEqual([[0x10, me], [0x10, 'wxid_second'], [0x11, 'wxid_second'], [0x10, me]])
})

test('snapshots come in parts of at most 200, the last one marked', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  const friends = Array.from(
    { length: 450 }, (_, index) => ({ wxid: `wxid_${index}` as PeerId, nickname: `朋友${index}` }),
  )
  phone.contacts.set(me, { friends, chatrooms: [] })
  phone.listContacts(me)
  await phone.drained()
  const parts = hub.kept().map((values) => [values[0], values[4], values[5], (values[6] as unknown[]).length])
  expect(parts).toEqual(
    [[0x12, 0, false, 200], [0x12, 1, false, 200], [0x12, 2, true, 50], [0x13 + 2, 0, true, 0]],
  )
})

test('every kind of message is valid', async () => {
  const { hub, phone } = await both()
  await phone.connect()
  for (const type of messageTypes) phone.write({ account: me, peer, type, text: type })
  await phone.drained()
  expect(texts(hub)).toEqual([...messageTypes])
})

async function both(options: Partial<PhoneOptions> = {}): Promise<{ hub: FakeHub; phone: SimulatedPhone }> {
  const hub = await FakeHub.start()
  open.push(hub)
  return { hub, phone: await newPhone({ hubs: [hub.url], ...options }) }
}

async function newPhone(
  { hubs, ...options }: Partial<PhoneOptions> & Pick<PhoneOptions, 'hubs'>,
): Promise<SimulatedPhone> {
  const state = newPhoneState({ device: 'd1' as DeviceId, key: 'secret' })
  const phone = new SimulatedPhone({ hubs, state, delays: hastyDelays, ...options })
  open.push(phone)
  return phone
}

function heard(hub: FakeHub, count: number): Promise<void> {
  return expect.poll(() => hub.kept().length, { interval: 2, timeout: 5_000 }).toBeGreaterThanOrEqual(count)
}

function texts(hub: FakeHub, install?: string): unknown[] {
  return hub.kept(install).filter(([code]) => code === 0x20).map((values) => values[10])
}
