import fc from 'fast-check'
import { emptyBody } from '../../../../protocol/bodies.ts'
import type { Fact } from '../../../../protocol/events/fact.ts'
import { deviceConnected, deviceDisconnected } from '../../../../protocol/events/hub.ts'
import type { HubEvent } from '../../../../protocol/events/index.ts'
import { commandExpired, hubSendRequested } from '../../../../protocol/events/outbox.ts'
import {
  accountOffline, accountOnline, friendChanged, friendRemoved, friendsListed, mediaArrived, messageReceived,
  messageRecalled, messageStateChanged, messageSynced, taskFinished,
} from '../../../../protocol/events/phone.ts'
import {
  conversationMarked, conversationRead, mediaRequested, recallRequested, sendRequested,
} from '../../../../protocol/events/seat.ts'
import type { FieldSet, Fields } from '../../../../protocol/fields.ts'
import { type AccountId, type Position, type SourceId, type TaskId, positionOf } from '../../../../protocol/ids.ts'

/** An event that doesn't know its place and number yet: some name earlier ones by how long ago they were. */
export type Draft = (at: DraftPlace) => HubEvent

export interface DraftPlace {
  index: number
  positions: readonly Position[]
  /** Of the sends and recalls before. */
  tasks: readonly TaskId[]
  name: (id: string) => string
}

/** Journal time of the first event. */
export const startMs = Date.parse('2026-03-01T08:00:00Z')

/** Before WeChat, in another chunk, just before, at the same ms as live ones, and by a clock that is ahead. */
const oldTimes = [
  Date.UTC(2009, 0, 1), startMs - 30 * 86_400_000, startMs - 1, startMs, startMs + 3, startMs + 9, startMs + 86_400_000,
]

/** Few accounts, peers, ids and tasks, so that events meet. */
export const drafts: fc.Arbitrary<Draft[]> = fc.array(anyDraft(), { minLength: 1, maxLength: 80, size: 'max' })

/** Two accounts have a phone from the beginning. */
export const loggedIn: Draft[] = [['a1', 'd1'], ['a2', 'd2']].map(([account, device]) => ({ index, name }) => {
  const stamp = { source: `p/${name(device as string)}/i` as SourceId, sequence: index + 1, epoch: 0, atMs: 0 }
  const id = name(account as string) as AccountId
  return accountOnline.of(stamp, { account: id, profile: { wxid: id } })
})

function anyDraft(): fc.Arbitrary<Draft> {
  const account = fc.constantFrom(...Array.from({ length: 14 }, () => 'a1'), 'a2', 'a3')
  const device = fc.constantFrom(...Array.from({ length: 9 }, () => 'd1'), 'd2')
  const peer = fc.constantFrom('p1', 'p1', 'p1', 'room@chatroom')
  const msgSvrId = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8')
  const task = fc.integer({ min: 0, max: 4 })
  const thread = { account, peer }
  const said = { ...thread, msgSvrId }
  const body = emptyBody
  return fc.oneof(
    { weight: 12, arbitrary: from(device, messageReceived, {
      ...said, direction: fc.constantFrom('in', 'out'), type: fc.constantFrom('text', 'system'),
      text: fc.string({ maxLength: 5 }),
      ...fixed({ sender: null, rawType: null, sentAtMs: 1_767_225_600_000, media: null, thumbnail: null, body }),
    }) },
    { weight: 6, arbitrary: from(device, messageSynced, {
      ...said, direction: fc.constantFrom('in', 'out'), sentAtMs: fc.constantFrom(...oldTimes),
      ...fixed({ text: 'old', type: 'text', sender: null, rawType: null, media: null, thumbnail: null, body }),
    }) },
    { weight: 10, arbitrary: from(null, sendRequested, {
      ...thread, text: fc.string({ maxLength: 5 }), ...fixed({ retryOf: null, type: 'text', media: null, body }),
    }) },
    { weight: 4, arbitrary: from(null, hubSendRequested, {
      ...thread, text: fc.string({ maxLength: 5 }), task: fc.constant('own'),
      ...fixed({ origin: 'keyword', type: 'text', media: null, body }),
    }) },
    { weight: 4, arbitrary: from(null, sendRequested, {
      ...thread, retryOf: task, ...fixed({ text: 'again', type: 'text', media: null, body }),
    }) },
    { weight: 16, arbitrary: from(device, taskFinished, {
      task, outcome: fc.constantFrom('succeeded', 'succeeded', 'failed', 'unknown'),
      msgSvrId: fc.option(msgSvrId, { freq: 8 }),
      ...fixed({ account: null, peer: null, code: null, reason: null, sentAtMs: null, body: null }),
    }) },
    from(null, commandExpired, {
      task, outcome: fc.constantFrom('failed', 'unknown'),
      ...fixed({ device: null, account: null, peer: null, code: 'expired', reason: '' }),
    }),
    from(null, recallRequested, said),
    from(null, mediaRequested, said),
    from(null, conversationRead, { ...thread, upTo: task }),
    from(null, conversationMarked, { ...thread, mark: fc.constantFrom('unread', 'unread', 'pinned', 'unpinned') }),
    { weight: 3, arbitrary: from(device, messageRecalled, said) },
    from(device, mediaArrived, {
      ...said, role: fc.constantFrom('original', 'thumbnail'), ...fixed({ media: 'f'.repeat(64) }),
    }),
    from(device, messageStateChanged, {
      ...said, state: fc.constantFrom('played', 'taken'), ...fixed({ raw: null }),
    }),
    { weight: 2, arbitrary: from(device, accountOnline, {
      account: fc.constantFrom('a1', 'a2'), ...fixed({ profile: { wxid: 'a' } }),
    }) },
    from(device, accountOffline, { account, ...fixed({ reason: 'logged out' }) }),
    from(device, friendChanged, { account, friend: friend() }),
    from(device, friendRemoved, { account, peer: fc.constantFrom('f1', 'f2', 'f3') }),
    { weight: 2, arbitrary: from(device, friendsListed, {
      account, snapshot: fc.constantFrom('s1', 's2', 's3'), part: fc.integer({ min: 0, max: 1 }), last: fc.boolean(),
      friends: fc.array(friend(), { maxLength: 2 }),
    }) },
    from(null, deviceConnected, { device, ...fixed({ run: 'h', install: 'i', info: {}, claimed: 0 }) }),
    from(null, deviceDisconnected, { device, connection: task, ...fixed({ reason: 'gone' }) }),
  )
}

function friend(): fc.Arbitrary<object> {
  return fc.record(
    {
      wxid: fc.constantFrom('f1', 'f2', 'f3'), nickname: fc.string({ maxLength: 3 }),
      gender: fc.integer({ min: 0, max: 2 }),
    },
    { requiredKeys: ['wxid'] },
  )
}

type Spec = Record<string, fc.Arbitrary<unknown>>

function fixed(values: Record<string, unknown>): Spec {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)]))
}

/** `device` null: said by the console's tab (or the hub; nobody looks). */
function from<Name extends string, S extends FieldSet>(
  device: fc.Arbitrary<string> | null, fact: Fact<Name, S>, spec: Spec,
): fc.Arbitrary<Draft> {
  const drawn = fc.tuple(device ?? fc.constant(null), fc.record(spec))
  return drawn.map(([from, values]) => ({ index, positions, tasks, name }) => {
    const source = from === null ? `t/u1/${name('tab')}` : `p/${name(from)}/i`
    const stamp = { source: source as SourceId, sequence: index + 1, epoch: 0, atMs: 1_767_225_600_000 }
    const value = Object.fromEntries(Object.entries(values).map(([key, found]) => [key, settle(key, found)]))
    return fact.of(stamp, value as Fields<S>) as unknown as HubEvent

    function settle(key: string, found: unknown): unknown {
      if ((key === 'account' || key === 'device') && typeof found === 'string') return name(found)
      if (key === 'upTo' || key === 'connection') return positions.at(-1 - Number(found)) ?? 0
      if (found === 'own') return `${name('hub')}.${index}`
      const isTask = key === 'task' || (key === 'retryOf' && found !== null)
      if (isTask) return tasks.at(-1 - Number(found)) ?? 'unknown'
      return found
    }
  })
}

export const firstPosition = (run: number): Position => positionOf(run + 1, 0)
