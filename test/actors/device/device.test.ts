import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Device, DeviceItem, OpenCommand } from '../../../actors/device/device.ts'
import { newDevice, receiveDevice } from '../../../actors/device/device.ts'
import type { DeviceOut } from '../../../actors/out.ts'
import { emptyBody } from '../../../protocol/bodies.ts'
import type { HubEvent } from '../../../protocol/events/index.ts'
import { type Decoded, decodeFrame, encodeFrame } from '../../../protocol/frame.ts'
import type { AccountId, DeviceId, InstallId, MsgSvrId, PeerId, TaskId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { CarriedUplink, PhoneUplink } from '../../../protocol/messages/phone.ts'
import { heartbeat, phoneCarrier, phoneDownlink, phoneHello, phoneUplink } from '../../../protocol/messages/phone.ts'
import { accountOnline, messageReceived } from '../../../protocol/events/phone.ts'
import { numbered } from '../../../protocol/events/fact.ts'

const account = 'wxid_a' as AccountId
const nowMs = Date.parse('2026-03-01T08:00:00Z')

/** An actor whose verbs are recorded. */
function recorded(full = false) {
  const sent: { kind: string }[] = []
  const appended: HubEvent[] = []
  const closes: string[] = []
  let hellos = 0
  const out: DeviceOut = {
    send: (messages) => {
      const frame = decodeFrame(encodeFrame(messages), phoneDownlink)
      if (frame.kind === 'frame') sent.push(...frame.messages)
    },
    close: ({ name }) => closes.push(name),
    append: (event) => {
      if (full) return 'full'
      appended.push(event)
      return 'taken'
    },
    carry: (stamp, { fact }) => {
      if (full) return 'full'
      appended.push({ kind: fact, ...stamp } as HubEvent)
      return 'taken'
    },
    connect: () => { hellos += 1 },
  }
  let state: Device = newDevice('d1' as DeviceId, nowMs)
  return {
    sent, appended, closes,
    get hellos() { return hellos },
    get state() { return state.state },
    tell: (...items: DeviceItem[]) => { state = receiveDevice(state, items, out) },
  }
}

const decoded = (values: unknown[]): Decoded<PhoneUplink>[] => {
  const frame = decodeFrame(encodeFrame([values]), phoneUplink)
  if (frame.kind === 'malformed') throw new Error(frame.reason)
  return frame.messages
}
const frame = (...values: unknown[][]): DeviceItem => ({
  type: 'frame', messages: values.flatMap(decoded), atMs: nowMs,
})
/** The same as the hub hands it over: undecoded where nobody reads it. */
const carriedFrame = (...values: unknown[][]): DeviceItem => ({
  type: 'frame', messages: phoneCarrier(encodeFrame(values)) as CarriedUplink[], atMs: nowMs,
})
const hello = (version = 1) => phoneHello.write({ version, install: 'i1' as InstallId, lastSequence: 0, info: {} })
const online = (sequence: number) => numbered(accountOnline).write({ sequence, account, profile: { wxid: account } })
const text = (sequence: number, { from = account, words = 'hello' } = {}) => numbered(messageReceived).write({
  sequence, account: from, peer: 'wxid_b' as PeerId, msgSvrId: String(sequence) as MsgSvrId, direction: 'in',
  sender: null, type: 'text', rawType: 1, sentAtMs: nowMs, text: words, media: null, thumbnail: null, body: emptyBody,
})
const welcome = (lastSequence = 0, commands: OpenCommand[] = []): DeviceItem => ({
  type: 'connected', epoch: 77, lastSequence, accounts: [account], commands, window: 100, atMs: nowMs,
})
const command = (name: string): OpenCommand => ({
  task: name as TaskId, name: 'sendMessage', account, expiresAtMs: nowMs, args: new Uint8Array([1]),
})

function live(lastSequence = 0, commands: OpenCommand[] = []) {
  const phone = recorded()
  phone.tell(frame(hello()))
  phone.tell(welcome(lastSequence, commands))
  phone.sent.length = 0
  return phone
}

test('a hello is answered by a welcome only after its event has its place', () => {
  const phone = recorded()
  phone.tell(frame(hello()))
  expect([phone.hellos, phone.sent]).toEqual([1, []])
  phone.tell(welcome(41))
  expect(phone.sent).toMatchObject([{ kind: 'welcome', lastSequence: 41, window: 100 }])
})

test('nothing is acked before it is durable; then cumulatively', () => {
  const phone = live()
  phone.tell(frame(text(1), text(2), text(3)))
  expect(phone.sent).toEqual([])
  expect(phone.appended.map(({ sequence, epoch }) => [sequence, epoch])).toEqual([[1, 77], [2, 77], [3, 77]])
  phone.tell({ type: 'durable', sequence: 2, window: 50 })
  expect(phone.sent).toMatchObject([{ kind: 'acked', sequence: 2, window: 50 }])
})

test('a message that is carried undecoded is numbered, stamped and refused like any other', () => {
  const phone = live()
  phone.tell(carriedFrame(text(1), text(2, { from: 'wxid_stranger' as AccountId }), text(3)))
  const stamp = { source: 'p/d1/i1', epoch: 77, atMs: nowMs }
  expect(phone.appended).toMatchObject([
    { kind: 'messageReceived', sequence: 1, ...stamp },
    { kind: 'uplinkRefused', sequence: 2, code: 'accountNotHere', ...stamp },
    { kind: 'messageReceived', sequence: 3, ...stamp },
  ])
  expect(phone.sent).toMatchObject([{ kind: 'refused', sequence: 2, code: 'accountNotHere' }])
  phone.tell(carriedFrame(text(3)), carriedFrame(text(5)))
  expect([phone.appended.length, phone.closes]).toEqual([3, ['sequence-hole']])
})

test('a repeat of what is durable is answered by the ack again, not stored again', () => {
  const phone = live(5)
  phone.tell(frame(text(4)))
  expect(phone.appended).toEqual([])
  expect(phone.sent).toMatchObject([{ kind: 'acked', sequence: 5 }])
})

test.each([
  ['a skipped number', [text(2)], 'sequence-hole'],
  ['a second hello', [hello()], 'protocol-error'],
  ['a message without a readable number', [[0x20, 'x']], 'unreadable-message'],
])('%s ends the connection with its name', (_what, messages, code) => {
  const phone = live()
  phone.tell(frame(...messages))
  expect([phone.closes, phone.state, phone.appended]).toEqual([[code], 'closed', []])
})

test('another version, and a first message that is no hello', () => {
  const wrong = recorded()
  wrong.tell(frame(hello(2)))
  const rude = recorded()
  rude.tell(frame(text(1)))
  expect([wrong.closes, rude.closes]).toEqual([['wrong-version'], ['protocol-error']])
})

test('a wrong field is refused by its number; the number is used up and the next message goes on', () => {
  const phone = live()
  const bad = text(1)
  bad[7] = 'no such type'
  phone.tell(frame(bad, text(2)))
  const appended = phone.appended.map(({ kind, sequence }) => [kind, sequence])
  expect(appended).toEqual([['uplinkRefused', 1], ['messageReceived', 2]])
  expect(phone.sent).toMatchObject([{ kind: 'refused', sequence: 1, code: 'badField', field: 'type' }])
})

test('a phone speaks only for accounts that it has said are there', () => {
  const phone = live()
  const stranger = 'wxid_stranger' as AccountId
  phone.tell(frame(text(1, { from: stranger }), online(2)))
  expect(phone.appended.map(({ kind }) => kind)).toEqual(['uplinkRefused', 'accountOnline'])
  expect(phone.sent).toMatchObject([{ kind: 'refused', code: 'accountNotHere', field: 'account' }])
})

test('a full journal takes nothing and says when to come back', () => {
  const phone = recorded(true)
  phone.tell(frame(hello()))
  phone.tell(welcome())
  phone.tell(frame(text(1)))
  expect(phone.closes).toEqual(['journal-full'])
})

test('more than the window unacked, and more than the rate allows, each have their name', () => {
  const window = live()
  for (let from = 1; window.state === 'live'; from += 100) {
    window.tell(frame(...Array.from({ length: 100 }, (_, index) => text(from + index))))
  }
  expect(window.closes).toEqual(['window-exceeded'])
  expect(window.appended.length).toBe(limits.uplinkWindowMax)
  const flood = live()
  for (let from = 1; flood.state === 'live'; from += 500) {
    flood.tell(frame(...Array.from({ length: 500 }, (_, index) => text(from + index))))
    flood.tell({ type: 'durable', sequence: from + 499, window: 1000 })
  }
  expect(flood.closes).toEqual(['flood'])
})

test('heartbeats both ways: silence ends the connection, a heartbeat keeps it', () => {
  const phone = live()
  phone.tell({ type: 'tick', nowMs: nowMs + limits.heartbeatMs })
  expect(phone.sent).toMatchObject([{ kind: 'heartbeat' }])
  phone.tell({ type: 'frame', messages: decoded(heartbeat.write({ atMs: nowMs })), atMs: nowMs + limits.silenceMs })
  phone.tell({ type: 'tick', nowMs: nowMs + limits.silenceMs + 1 })
  expect(phone.state).toBe('live')
  phone.tell({ type: 'tick', nowMs: nowMs + 2 * limits.silenceMs + 2 })
  expect(phone.closes).toEqual(['silent'])
})

test('open commands are pushed in order, a bounded number at once, each once a connection', () => {
  const open = Array.from({ length: 60 }, (_, index) => command(`t${index}`))
  const phone = recorded()
  phone.tell(frame(hello()))
  phone.tell(
    welcome(0, open),
    { type: 'commandRequested', command: command('t0') },
    { type: 'commandRequested', command: command('new') },
  )
  const tasks = () => phone.sent.filter(({ kind }) => kind === 'command')
    .map((one) => (one as unknown as { task: string }).task)
  expect(tasks()).toEqual(open.slice(0, 50).map(({ task }) => task))
  phone.tell(...open.map(({ task }): DeviceItem => ({ type: 'commandFinished', task })))
  expect(tasks()).toEqual([...open.slice(0, 50).map(({ task }) => task), 'new'])
})

test('whatever arrives in whatever order, numbers are appended without a gap and acks never run ahead', () => {
  const item = fc.oneof(
    fc.integer({ min: 1, max: 30 }).map((sequence) => ({ say: sequence })),
    fc.integer({ min: 1, max: 30 }).map((sequence) => ({ durable: sequence })),
  )
  fc.assert(fc.property(fc.array(item, { maxLength: 60 }), (items) => {
    const phone = live()
    let durable = 0
    for (const one of items) {
      if ('say' in one) phone.tell(frame(text(one.say)))
      else if (one.durable <= phone.appended.length) {
        durable = Math.max(durable, one.durable)
        phone.tell({ type: 'durable', sequence: one.durable, window: 100 })
      }
    }
    expect(phone.appended.map(({ sequence }) => sequence)).toEqual(phone.appended.map((_, index) => index + 1))
    const acks = phone.sent.filter(({ kind }) => kind === 'acked')
      .map((one) => (one as unknown as { sequence: number }).sequence)
    expect(Math.max(0, ...acks)).toBeLessThanOrEqual(durable)
  }))
})
