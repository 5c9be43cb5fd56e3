import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newAssignmentMemory } from '../../../hub/assignment/assignment-memory.ts'
import { SensitiveWords } from '../../../actors/rules/sensitive-words.ts'
import type { FeedEvent } from '../../../hub/feed/feed.ts'
import { Automation } from '../../../hub/automation/automation.ts'
import { Acceptance } from '../../../hub/feed/acceptance.ts'
import { encodeEvent } from '../../../hub/journal/record.ts'
import { commitBatch } from '../../../hub/projector/commit-batch.ts'
import { LastAnswers } from '../../../hub/guard/last-answers.ts'
import { ConversationCache } from '../../../hub/projector/conversation-cache.ts'
import type { Memory } from '../../../hub/projector/memory.ts'
import { type ChatMessage, compareMessages, taskOf } from '../../../protocol/chat-message.ts'
import { unpack } from '../../../protocol/codec.ts'
import { type HubEvent, readEvent } from '../../../protocol/events/index.ts'
import type { AccountId, PeerId, TaskId } from '../../../protocol/ids.ts'
import { QuietRules } from '../../../protocol/quiet.ts'
import { readThread, readThreadChanges } from '../../../storage/queries/messages.ts'
import { takeLease } from '../../../storage/queries/projector-row.ts'
import { type Pool, newPool } from '../../../storage/pool.ts'
import { readMessagesAt } from '../../../storage/writers/messages.ts'
import { readStoredConversations } from '../../../storage/writers/conversations.ts'
import { type TestDatabase, startTestDatabase } from '../../support/servers.ts'
import { conversationOf } from '../../support/seat-view.ts'
import { Model } from './support/model.ts'
import { addDevices } from './support/rig.ts'
import { type Draft, drafts, firstPosition, loggedIn, startMs } from './support/some-events.ts'

let database: TestDatabase
let pool: Pool
const lease = { holder: 'property', leaseMs: 600_000 }
let runs = 0
let position = 0

beforeAll(async () => {
  database = await startTestDatabase()
  pool = newPool({ url: database.url, max: 2, onError: () => undefined })
  await takeLease(pool, lease)
})
afterAll(async () => {
  await pool.end()
  await database[Symbol.asyncDispose]()
})

const sizes = fc.infiniteStream(fc.integer({ min: 1, max: 30 }))
const rowsEqualModel = fc.asyncProperty(drafts, sizes, fc.boolean(), project)

test('rows are the fold of all events, however they are batched', async () => {
  await fc.assert(rowsEqualModel, { numRuns: 100 })
}, 240_000)

async function project(list: readonly Draft[], sizes: Iterable<number>, careful: boolean): Promise<void> {
  runs += 1
  const name = (id: string): string => `${id}_${runs}`
  await addDevices(pool, [name('d1'), name('d2')])
  const events = placed(list, name)
  const model = new Model()
  for (const event of events) model.apply(event)
  await pool.query('delete from outbox')
  await commitAll(events, { sizes, careful })
  expect(await messagesOf(model, name)).toEqual([...model.messages.values()])
  expect(await conversationsOf(model)).toEqual(model.conversations)
  expect(await pagesOf(name, sizes)).toEqual(threadIn(model))
  expect(await changesOf(events, name)).toEqual(changesIn(model, events))
  expect(await commandsOf(name)).toEqual([...model.commands.values()].sort(byTask))
  expect(await friendsOf(name)).toEqual(model.friends)
  expect(await devicesOf(name)).toEqual(model.devices)
  expect(await accountsOf(name)).toEqual(new Map(
    [...model.homes].map(([account, device]) => [account, { device, logged_in: model.loggedIn.get(account) }]),
  ))
  expect(await toldFacts()).toEqual(model.told)
}

function placed(list: readonly Draft[], name: (id: string) => string): FeedEvent[] {
  const positions: number[] = []
  const tasks: TaskId[] = []
  return [...loggedIn, ...list].map((draft, index) => {
    const event = draft({ index, positions, tasks, name })
    if (event.kind === 'recallRequested' || event.kind === 'mediaRequested') {
      tasks.push(taskOf({ ...event, retryOf: null }))
    }
    if (event.kind === 'hubSendRequested') tasks.push(event.task)
    if (event.kind === 'sendRequested') tasks.push(taskOf(event))
    const at = firstPosition(runs) + index
    positions.push(at)
    return { position: at, journalMs: startMs + (index >> 2), ...encodeEvent(event) }
  })
}

async function commitAll(
  events: readonly FeedEvent[], { sizes, careful }: { sizes: Iterable<number>; careful: boolean },
): Promise<void> {
  const memory: Memory = {
    position, journalMs: 0, acceptance: new Acceptance({ sources: [], connections: [], runs: [] }), runs: new Map(),
    conversations: new ConversationCache(), answers: new LastAnswers({ answers: [], count: 0 }),
    quiet: new QuietRules({ types: [], words: [] }),
    assignment: newAssignmentMemory({ hasRules: false, hasWaiting: false, journalMs: startMs }),
    automation: new Automation([]),
    words: new SensitiveWords(),
  }
  const size = sizes[Symbol.iterator]()
  let left = events
  while (left.length > 0) {
    const count = Number(size.next().value)
    const fresh = left.slice(0, count)
    left = left.slice(count)
    const { position: to, journalMs } = fresh.at(-1) as FeedEvent
    const nothing = { unreadable: [], sources: new Map(), runs: new Set<never>() }
    const judged = { from: position, to, journalMs, recordHash: '', fresh, ...nothing }
    const batch = { pool, judged, memory, lease, careful, nowMs: startMs, onFolded: () => undefined }
    const { quarantined } = await commitBatch(batch)
    expect(quarantined).toEqual([])
    position = to
  }
}

async function messagesOf(model: Model, name: (id: string) => string): Promise<unknown[]> {
  const { rows } = await pool.query<{ position: number; at: Date }>(
    'select position, at from message where account = any($1) order by position', [['a1', 'a2', 'a3'].map(name)])
  expect(rows.map((row) => row.position)).toEqual([...model.messages.keys()])
  const places = rows.map((row) => ({ position: row.position, journalMs: row.at.getTime() }))
  const found = await readMessagesAt(pool, places)
  return found.sort((a, b) => a.position - b.position)
}

async function conversationsOf(model: Model): Promise<Map<string, unknown>> {
  const rows = await readStoredConversations(pool, [...model.conversations.values()])
  return new Map(rows.map((row) => [`${row.account} ${row.peer}`, conversationOf(row)]))
}

/** A thread read page by page: old messages among live ones, many at the same ms. */
async function pagesOf(name: (id: string) => string, sizes: Iterable<number>): Promise<number[]> {
  const thread = { account: name('a1') as AccountId, peer: 'p1' as PeerId }
  const positions: number[] = []
  let before: ChatMessage | null = null
  for (const size of sizes) {
    const { messages } = await readThread(pool, { ...thread, before, rowsMax: 1 + size % 4 })
    positions.push(...messages.map(({ position: at }) => at))
    before = messages.at(-1) ?? null
    if (before === null) break
  }
  return positions
}

function threadIn(model: Model): number[] {
  const thread = [...model.messages.values()].filter(({ account, peer }) => account.startsWith('a1') && peer === 'p1')
  return thread.sort((a, b) => compareMessages(b, a)).map(({ position: at }) => at)
}

/** What a console that comes back reads of one thread. */
async function changesOf(events: readonly FeedEvent[], name: (id: string) => string): Promise<unknown[]> {
  const thread = { account: name('a1') as AccountId, peer: 'p1' as PeerId }
  const { messages } = await readThreadChanges(pool, { ...thread, rowsMax: 5, changedAfter: middleOf(events) })
  return messages.map((message) => ({ ...message, body: new Uint8Array(message.body) }))
}

function changesIn(model: Model, events: readonly FeedEvent[]): ChatMessage[] {
  const changed = [...model.messages.values()].filter(({ account, peer, changedAt }) => {
    return account.startsWith('a1') && peer === 'p1' && changedAt > middleOf(events)
  })
  return changed.sort((a, b) => a.changedAt - b.changedAt).slice(0, 5)
}

function middleOf(events: readonly FeedEvent[]): number {
  return (events[events.length >> 1] as FeedEvent).position
}

async function commandsOf(name: (id: string) => string): Promise<unknown[]> {
  const { rows } = await pool.query<{ task: string }>(`
    select task, account, peer, device, state, message_position as message, changed_at as "changedAt" from command
    where account = any($1)`, [['a1', 'a2', 'a3'].map(name)])
  return rows.sort(byTask)
}

/** The columns beside the profile say the same as it. */
async function friendsOf(name: (id: string) => string): Promise<Map<string, unknown>> {
  const { rows } = await pool.query<{ key: string }>(`
    select account || ' ' || peer as key, profile, removed, snapshot, changed_at as "changedAt" from friend
    where account = any($1) and nickname = coalesce(profile ->> 'nickname', '')
      and gender = coalesce((profile ->> 'gender')::int, 0)`, [['a1', 'a2', 'a3'].map(name)])
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}

async function devicesOf(name: (id: string) => string): Promise<Map<string, unknown>> {
  const { rows } = await pool.query<{ id: string }>(
    'select id, epoch, online from device where id = any($1) and epoch > 0 order by id', [['d1', 'd2'].map(name)])
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

async function accountsOf(name: (id: string) => string): Promise<Map<string, unknown>> {
  const { rows } = await pool.query<{ id: string }>(
    'select id, device, logged_in from account where id = any($1) order by id', [['a1', 'a2', 'a3'].map(name)])
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

async function toldFacts(): Promise<string[]> {
  const { rows } = await pool.query<{ event: Buffer }>('select event from outbox order by number')
  return rows.map(({ event: bytes }) => {
    const event = readEvent(unpack(bytes) as unknown[]) as HubEvent
    if (event.kind === 'messageRepeated') return `messageRepeated ${event.repeat} ${event.original}`
    return event.kind === 'commandExpired' ? `commandExpired ${event.task} ${event.code}` : event.kind
  })
}

function byTask(a: { task: string }, b: { task: string }): number {
  return a.task < b.task ? -1 : 1
}
