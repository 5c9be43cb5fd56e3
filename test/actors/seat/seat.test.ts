import { expect, test } from 'vitest'
import { type RecentSend, recallMs } from '../../../actors/seat/recall.ts'
import type { Attending, SeatOut } from '../../../actors/out.ts'
import { type SeatEvent, type SeatItem, newSeat, receiveSeat } from '../../../actors/seat/seat.ts'
import { packHappened } from '../../../actors/seat/happened.ts'
import { emptyBody, packBody } from '../../../protocol/bodies.ts'
import { pack } from '../../../protocol/codec.ts'
import { numbered } from '../../../protocol/events/fact.ts'
import { type EventNamed, type HubEvent, readEvent, writeEvent } from '../../../protocol/events/index.ts'
import { noteWritten, recallRequested, seatModeChanged, sendRequested } from '../../../protocol/events/seat.ts'
import { decodeFrame, encodeFrame } from '../../../protocol/frame.ts'
import type { AccountId, MsgSvrId, PeerId, SourceId, TabId, UserId } from '../../../protocol/ids.ts'
import { tabSource } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { heartbeat } from '../../../protocol/messages/phone.ts'
import { type SeatDownlink, attend, seatDownlink, seatHello, seatUplink } from '../../../protocol/messages/seat.ts'
import { usualMode } from '../../../protocol/seat-mode.ts'
import { said } from '../../support/events.ts'

const user = 'u1' as UserId
const account = 'wxid_account' as AccountId
const nowMs = Date.parse('2026-03-01T08:00:00Z')
const source = tabSource(user, 'tab1' as TabId)

/** `room`: frames of events that the socket takes before it is full. */
function recorded({
  serves = true, busy = false, supervises = false, answered = false, room = Infinity,
  recent = undefined as RecentSend | undefined, blockedWords = (_lines: readonly string[]): string[] => [],
} = {}) {
  let left = room
  const sent: SeatDownlink[] = []
  const appended: HubEvent[] = []
  const closes: [number, string][] = []
  const asked: { connection: number; after: number }[] = []
  const attended: ({ connection: number } & Attending)[] = []
  const read = (frame: Uint8Array): void => {
    const decoded = decodeFrame(frame, seatDownlink)
    if (decoded.kind === 'malformed') throw new Error(decoded.reason)
    sent.push(...decoded.messages as SeatDownlink[])
  }
  const out: SeatOut = {
    send: (_connection, messages) => read(encodeFrame(messages)),
    sendFrame: (_connection, frame) => {
      read(frame)
      left -= 1
      return left > 0 ? 'sent' : 'full'
    },
    close: (connection, { name }) => closes.push([connection, name]),
    append: (event) => {
      appended.push(event)
      return 'taken'
    },
    connect: () => undefined,
    catchUp: (connection, after) => asked.push({ connection, after }),
    attend: (connection, at) => attended.push({ connection, ...at }),
  }
  let seat = newSeat({ user, check: {
    serves: () => serves, deviceBusy: () => busy, recentSend: () => recent, supervises: () => supervises,
    answeredMeanwhile: () => answered, blockedWords,
  } })
  return {
    sent, appended, closes, asked, attended,
    drain: (frames: number) => { left = frames },
    tell: (...items: SeatItem[]) => { seat = receiveSeat(seat, items, out) },
  }
}

const frame = (connection: number, ...values: unknown[][]): SeatItem & { type: 'frame' } => {
  const decoded = decodeFrame(encodeFrame(values), seatUplink)
  if (decoded.kind === 'malformed') throw new Error(decoded.reason)
  return { type: 'frame', connection, messages: decoded.messages, atMs: nowMs }
}
const event = (position: number): SeatEvent => {
  const bytes = pack(writeEvent(said(position)))
  return { position, journalMs: nowMs, payload: { bytes }, from: 0, to: bytes.length }
}
const happened = (position: number): SeatItem => ({ type: 'happened', events: [event(position)] })
const note = (as: 'seat' | 'supervisor') => numbered(noteWritten).write({
  sequence: 1, account, peer: 'wxid_b' as PeerId, text: '先别报价', mentions: [], as,
})
const send = (sequence: number, retryOf: string | null = null) => numbered(sendRequested).write({
  sequence, account, peer: 'wxid_b' as PeerId, type: 'text', text: 'hello', media: null, body: emptyBody,
  retryOf: retryOf as never, seen: null, original: null,
})

function live(options = {}, { cursor = null as number | null, epoch = 100, connection = 1 } = {}) {
  const seat = recorded(options)
  seat.tell({ type: 'opened', connection, atMs: nowMs })
  seat.tell(frame(connection, seatHello.write({ version: 1, tab: 'tab1' as TabId, cursor })))
  seat.tell({ type: 'connected', connection, epoch, lastSequence: 0, mode: usualMode, atMs: nowMs })
  return seat
}

const positions = (sent: SeatDownlink[]) => sent.flatMap((one) => one.kind === 'happened' ? [one.position] : [])

test('a fresh console hears everything above its welcome, once', () => {
  const seat = live()
  seat.tell(happened(99), happened(101), happened(102))
  expect(seat.sent[0]).toMatchObject({ kind: 'welcome', position: 100, lastSequence: 0 })
  expect(positions(seat.sent)).toEqual([101, 102])
})

test('[P75] what a seat says of itself is taken whatever it serves, and the welcome has it', () => {
  const seat = recorded({ serves: false, busy: true })
  seat.tell({ type: 'opened', connection: 1, atMs: nowMs })
  seat.tell(frame(1, seatHello.write({ version: 1, tab: 'tab1' as TabId, cursor: null })))
  const mode = { away: true, autoReply: true }
  seat.tell({ type: 'connected', connection: 1, epoch: 100, lastSequence: 0, mode, atMs: nowMs })
  expect(seat.sent[0]).toMatchObject({ kind: 'welcome', ...mode })
  seat.tell(frame(1, numbered(seatModeChanged).write({ sequence: 1, away: false, autoReply: true })))
  expect(seat.appended).toMatchObject([{ kind: 'seatModeChanged', source, sequence: 1, away: false, autoReply: true }])
})

test('[P68] a console that comes back gets what it missed, then reached, then what is live', () => {
  const seat = live({}, { cursor: 50 })
  expect(seat.asked).toEqual([{ connection: 1, after: 50 }])
  seat.tell(happened(101))
  expect(positions(seat.sent)).toEqual([])
  seat.tell({ type: 'caughtUp', connection: 1, events: [event(60), event(70)], upTo: 80, more: true })
  expect(seat.asked.at(-1)).toEqual({ connection: 1, after: 80 })
  seat.tell({ type: 'caughtUp', connection: 1, events: [event(101)], upTo: 101, more: false }, happened(102))
  expect(positions(seat.sent)).toEqual([60, 70, 101, 102])
  expect(seat.sent.flatMap((one) => one.kind === 'reached' ? [one.position] : [])).toEqual([101])
})

test('[P68] a cursor that is too old is answered by a reset, and live events go on from the welcome', () => {
  const seat = live({}, { cursor: 50 })
  seat.tell(happened(101), tooOld)
  expect(seat.asked.at(-1)).toEqual({ connection: 1, after: 100 })
  seat.tell({ type: 'caughtUp', connection: 1, events: [event(101)], upTo: 101, more: false }, happened(102))
  expect(seat.sent.map(({ kind }) => kind)).toEqual(['welcome', 'reset', 'happened', 'reached', 'happened'])
  expect(seat.sent[1]).toMatchObject({ reason: 'too old', loadInMs: 40 })
})

test('a tab whose socket is full keeps nothing waiting and continues behind what it was told', () => {
  const seat = live({ room: 2 })
  seat.tell(happened(101))
  seat.tell(happened(102))
  seat.tell(happened(103), { type: 'reached', position: 103 }, happened(104))
  expect(positions(seat.sent)).toEqual([101, 102])
  expect(seat.asked).toEqual([])
  seat.drain(1)
  seat.tell({ type: 'drained', connection: 1 }, happened(105))
  expect(seat.asked).toEqual([{ connection: 1, after: 102 }])
  // Full again before the end of the step: the rest is asked for anew.
  seat.tell({ type: 'caughtUp', connection: 1, events: [103, 104, 105].map(event), upTo: 105, more: false })
  seat.drain(Infinity)
  seat.tell({ type: 'drained', connection: 1 }, { type: 'drained', connection: 1 })
  expect(seat.asked.slice(1)).toEqual([{ connection: 1, after: 105 }])
  seat.tell({ type: 'caughtUp', connection: 1, events: [], upTo: 106, more: false }, happened(106), happened(107))
  expect(positions(seat.sent)).toEqual([101, 102, 103, 104, 105, 107])
})

test('what a full tab missed has left the ring: it comes back to a new welcome', () => {
  const seat = live({ room: 1 })
  seat.tell(happened(101))
  seat.tell({ type: 'drained', connection: 1 }, tooOld)
  expect(seat.closes).toEqual([[1, 'too-slow']])
})

test('a tab that stays full is closed; one that reads now and then stays', () => {
  const seat = live({ room: 1 })
  const tick = (afterMs: number): void => {
    seat.tell({ ...frame(1, heartbeat.write({ atMs: nowMs })), atMs: nowMs + afterMs })
    seat.tell({ type: 'tick', nowMs: nowMs + afterMs })
  }
  const caughtUp: SeatItem = { type: 'caughtUp', connection: 1, events: [event(102)], upTo: 102, more: false }
  seat.tell(happened(101))
  tick(1_000)
  seat.tell({ type: 'drained', connection: 1 }, caughtUp)
  tick(limits.silenceMs)
  expect(seat.closes).toEqual([])
  tick(2 * limits.silenceMs + 1)
  expect(seat.closes).toEqual([[1, 'too-slow']])
})

test('an idle console is told how far the journal is', () => {
  const seat = live()
  seat.tell({ type: 'reached', position: 500 }, { type: 'reached', position: 500 })
  expect(seat.sent.filter(({ kind }) => kind === 'reached')).toMatchObject([{ position: 500 }])
})

test('a send becomes an event under the tab’s own number and is acked when it is durable', () => {
  const seat = live()
  seat.tell(frame(1, send(1)))
  expect(seat.appended).toMatchObject([{ kind: 'sendRequested', source, sequence: 1, epoch: 100 }])
  expect(seat.sent.length).toBe(1)
  seat.tell({ type: 'durable', source, epoch: 100, sequence: 1 })
  expect(seat.sent.at(-1)).toMatchObject({ kind: 'acked', sequence: 1 })
})

test.each([
  ['a conversation of somebody else', { serves: false }, send(1), 'notServed'],
  ['a phone with too many commands', { busy: true }, send(1), 'deviceBusy'],
  ['a retry of a send that is not made yet', {}, send(1, 'tab1.7'), 'badField'],
  ['what another agent has answered meanwhile', { answered: true }, send(1), 'answeredMeanwhile'],
  ['a note beside a conversation of somebody else', { serves: false, supervises: true }, note('seat'), 'notServed'],
  ['a whisper of who may not supervise', { serves: true }, note('supervisor'), 'notSupervised'],
])('%s is refused by number, and the number is used up', (_what, options, message, code) => {
  const seat = live(options)
  seat.tell(frame(1, message))
  expect(seat.appended).toMatchObject([{ kind: 'seatRefused', sequence: 1, code }])
  expect(seat.sent.at(-1)).toMatchObject({ kind: 'refused', sequence: 1, code })
})

test('[RISK-1] [P84] what holds words to block is refused by name, and the refusal has what was to be sent', () => {
  const many = Array.from({ length: 30 }, (_, index) => `词${index}`.padEnd(40, '长'))
  const seat = live({ blockedWords: () => many })
  seat.tell(frame(1, send(1)))
  const [refusal] = seat.appended
  expect(refusal).toMatchObject({ kind: 'seatRefused', sequence: 1, code: 'sensitiveWord', field: 'text' })
  const { blocked, reason } = refusal as EventNamed<'seatRefused'>
  expect(blocked).toMatchObject({ account, type: 'text', words: many.slice(0, limits.blockedWordsMax) })
  // Whole words, as many as a reason holds: what is written can be read.
  expect(many.slice(0, 4).join('\n')).toBe(reason)
  expect(readEvent(writeEvent(refusal as HubEvent))).toMatchObject({ kind: 'seatRefused', blocked })
})

test('[RISK-1] [P84] words are looked for in the body too, and a refusal keeps as much of it as a text holds', () => {
  const seat = live({ blockedWords: (lines: readonly string[]) => lines.includes('加我微信') ? ['微信'] : [] })
  const body = packBody('mergedHistory', { title: '聊天记录', lines: ['加我微信', '长'.repeat(limits.textBytesMax)] })
  seat.tell(frame(1, numbered(sendRequested).write({
    sequence: 1, account, peer: 'wxid_b' as PeerId, type: 'mergedHistory', text: '', media: null, body, retryOf: null,
    seen: null, original: null,
  })))
  const { blocked } = seat.appended[0] as EventNamed<'seatRefused'>
  expect(blocked?.text.startsWith('聊天记录\n加我微信\n长')).toBe(true)
  expect(readEvent(writeEvent(seat.appended[0] as HubEvent))).toMatchObject({ kind: 'seatRefused', blocked })
})

const own = { user, peer: 'wxid_b' as PeerId, sentMs: nowMs - recallMs }

test.each([
  ['one’s own, two minutes after it was sent', own, null],
  ['one’s own, a moment later', { ...own, sentMs: own.sentMs - 1 }, 'tooLate'],
  ['another agent’s', { ...own, user: 'u2' as UserId }, 'notYours'],
  ['one’s own, said to somebody else', { ...own, peer: 'wxid_c' as PeerId }, 'notYours'],
  ['what no console sent lately', undefined, 'notYours'],
])('[P75] [SEAT-4] a recall of %s', (_what, recent, code) => {
  const seat = live({ recent })
  const msgSvrId = '77' as MsgSvrId
  seat.tell(frame(1, numbered(recallRequested).write({ sequence: 1, account, peer: own.peer, msgSvrId })))
  expect(seat.appended).toMatchObject([code === null ? { kind: 'recallRequested', msgSvrId }
    : { kind: 'seatRefused', sequence: 1, code, field: 'msgSvrId' }])
})

test('notes are no sends: no phone has to take them, and a supervisor needn’t serve', () => {
  const seat = live({ serves: false, supervises: true, busy: true })
  seat.tell(frame(1, note('supervisor')))
  expect(seat.appended).toMatchObject([{ kind: 'noteWritten', as: 'supervisor', text: '先别报价' }])
})

test('[P87] a send that the journal’s order made void is refused before it is acked, to its own connection', () => {
  const seat = live()
  seat.tell(frame(1, send(1)))
  const said = { source, epoch: 100, sequence: 1 }
  for (const epoch of [90, 100]) seat.tell({ type: 'durable', ...said, epoch, isVoid: true })
  expect(seat.sent.slice(-2)).toMatchObject([
    { kind: 'refused', sequence: 1, code: 'answeredMeanwhile', field: 'seen' }, { kind: 'acked', sequence: 1 },
  ])
  expect(seat.sent.filter(({ kind }) => kind === 'refused')).toHaveLength(1)
})

test('what a tab looks at is passed on, with no number', () => {
  const seat = live()
  seat.tell(frame(1, attend.write({ account, peer: 'wxid_b' as PeerId, typing: true })))
  expect(seat.attended).toEqual([{ connection: 1, kind: 'attend', account, peer: 'wxid_b', typing: true }])
  expect(seat.appended).toEqual([])
})

test('the same tab elsewhere ends this connection; another tab of the seat stays', () => {
  const seat = live()
  seat.tell({ type: 'opened', connection: 2, atMs: nowMs })
  seat.tell(frame(2, seatHello.write({ version: 1, tab: 'tab2' as TabId, cursor: null })))
  seat.tell({ type: 'connected', connection: 2, epoch: 110, lastSequence: 0, mode: usualMode, atMs: nowMs })
  seat.tell({ type: 'superseded', source, epoch: 120 })
  expect(seat.closes).toEqual([[1, 'replaced']])
  seat.tell(happened(130))
  expect(positions(seat.sent)).toEqual([130])
})

test('an event reaches the console byte for byte as the journal has it, whatever the size of the batch', () => {
  const events = Array.from({ length: 2_500 }, (_, index) => event(index + 1))
  const frames = packHappened(events)
  expect(frames.length).toBeGreaterThan(2)
  expect(frames.every(({ bytes }) => bytes.length <= limits.frameBytesMax)).toBe(true)
  const told = frames.flatMap((one) => {
    const decoded = decodeFrame(one.bytes, seatDownlink)
    return decoded.kind === 'frame' ? decoded.messages as SeatDownlink[] : []
  })
  expect(told.length).toBe(events.length)
  const last = told.at(-1)
  const { body: _opaque, ...expected } = said(2_500) as HubEvent & { kind: 'messageReceived' }
  expect(last?.kind === 'happened' && readEvent(last.event)).toMatchObject(expected)
})

const tooOld = { type: 'cannotCatchUp', connection: 1, reason: 'too old', loadInMs: 40 } as const

test('events of a foreign source do not ack this tab', () => {
  const seat = live()
  seat.tell(frame(1, send(1)))
  seat.tell({ type: 'durable', source: 't/u1/other' as SourceId, epoch: 100, sequence: 1 })
  seat.tell({ type: 'durable', source, epoch: 99, sequence: 1 })
  expect(seat.sent.filter(({ kind }) => kind === 'acked')).toEqual([])
})
