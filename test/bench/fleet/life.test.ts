import { afterEach, beforeEach, expect, test } from 'vitest'
import { hastyDelays } from '../../../bench/fleet/come-back.ts'
import { control } from '../../../bench/fleet/control.ts'
import { newWorld } from '../../../bench/fleet/demo/world.ts'
import { Dice } from '../../../bench/fleet/dice.ts'
import type { Member } from '../../../bench/fleet/fleet.ts'
import { Life } from '../../../bench/fleet/life.ts'
import { newPhoneState } from '../../../bench/fleet/phone-state.ts'
import { SimulatedPhone } from '../../../bench/fleet/phone.ts'
import { Timers } from '../../../bench/fleet/timers.ts'
import { accountOnline, messageReceived } from '../../../protocol/events/phone.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import { FakeHub } from './fake-hub.ts'

const [account] = newWorld({ seed: 1, nowMs: Date.UTC(2026, 5, 1), avatars: [] })
let hub: FakeHub
let member: Member
let life: Life
let timers: Timers
const troubles: string[] = []

beforeEach(async () => {
  if (account === undefined) throw new Error('an empty world')
  hub = await FakeHub.start()
  const state = newPhoneState({ device: account.device, key: 'k' })
  const phone = new SimulatedPhone({ hubs: [hub.url], state, delays: hastyDelays })
  phone.logIn(account.profile)
  member = { number: 1, account, phone, refusal: null }
  timers = new Timers(1_000)
  life = new Life({
    members: [member], dice: new Dice('life'), timers, perMinute: 60,
    onTrouble: (what) => troubles.push(what),
  })
  await phone.connect()
})

afterEach(async () => {
  timers.stop()
  await member.phone.stop()
  await hub.stop()
})

test('customers write by themselves, all of it valid and numbered', async () => {
  life.start()
  await heard(20)
  expect(hub.faults).toEqual([])
  expect(said().every((values) => values[2] === account?.account)).toBe(true)
})

test('a customer answers what an agent sends', async () => {
  const peer = account?.friends[0]?.wxid as PeerId
  const send = {
    kind: 'sendMessage', peer, type: 'text', text: '您好，请问需要什么？', media: null, body: Uint8Array.of(0x80),
  } as const
  hub.ask('tab.1', send, account?.account)
  await expect.poll(
    () => said().some((values) => values[3] === peer && values[5] === 'in'), { interval: 5 },
  ).toBe(true)
})

test('the control says what phones do and makes them misbehave', async () => {
  const parts = { members: [member], life }
  expect(control(parts, 'phones')).toMatchObject([{ phone: 1, connected: true }])
  expect(control(parts, 'phones 9 cut')).toEqual({ fault: 'there is no phone 9' })
  expect(control(parts, 'phones 1 constructor')).toMatchObject({
    fault: expect.stringContaining('misbehave') as string,
  })
  expect(control(parts, 'phones 1 misbehave nicely')).toMatchObject({
    fault: expect.stringContaining('malformed') as string,
  })
  expect(control(parts, 'pace 12')).toEqual({ perMinute: 12 })
  control(parts, 'phones/1/cut')
  expect(member.phone.live).toBe(false)
  control(parts, 'phones 1 connect')
  await member.phone.connected()
  control(parts, 'phones 1 misbehave unknownFact')
  await expect.poll(() => hub.kept().some(([code]) => code === 0x7e), { interval: 5 }).toBe(true)
  control(parts, 'phones 1 refuse tooFrequent')
  expect(member.refusal).toMatchObject({ code: 'tooFrequent' })
  expect(hub.kept()[0]?.[0]).toBe(accountOnline.code)
})

function said(): unknown[][] {
  return hub.kept().filter(([code]) => code === messageReceived.code)
}

function heard(count: number): Promise<void> {
  return expect.poll(() => said().length, { interval: 5, timeout: 8_000 }).toBeGreaterThanOrEqual(count)
}
