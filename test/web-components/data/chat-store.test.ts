import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TaskId, UserId } from '../../../protocol/ids.ts'
import { ChatLoader } from '../../../web-components/data/chat-loader.ts'
import { ChatStore } from '../../../web-components/data/chat-store.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'
import { newModelApi } from '../support/model-api.ts'
import { ModelHub, account, peerOf, user } from '../support/model-hub.ts'

const open = keyOf({ account, peer: peerOf(0) })

describe('a live view equals a fresh load', () => {
  test('however answers and events interleave, with repeats, retries and resets', async () => {
    const property = fc.asyncProperty(fc.scheduler(), history, later, resets, compareWithFresh)
    await fc.assert(property, { numRuns: 1_500 })
  }, 60_000)

  test('events that come twice change nothing', () => {
    const hub = new ModelHub()
    const store = new ChatStore({ user })
    store.restart(0, null)
    store.putConversations([], { position: 0, more: false, read: store.beginRead() })
    hub.received(peerOf(0), { msgSvrId: '1' })
    const row = hub.latest.conversations.get(peerOf(0)) ?? null
    store.putConversation(open, row, { position: hub.position, read: store.beginRead() })
    hub.received(peerOf(0), { msgSvrId: '2' })
    for (const placed of [...hub.journal, ...hub.journal]) store.apply(placed)
    expect(store.conversations.row(open)?.unread).toBe(2)
  })
})

test('a conversation nobody knew is read, and what came meanwhile is folded into it', async () => {
  const hub = new ModelHub()
  const { store, loader } = newConsole(hub, null)
  store.restart(0, null)
  await loader.loadAfresh()
  hub.received(peerOf(1), { msgSvrId: '1' })
  for (const placed of hub.journal) store.apply(placed)
  expect(store.conversations.rows).toEqual([])
  expect(store.wants.conversations.size).toBe(1)
  const settled = loader.settleWants()
  hub.received(peerOf(1), { msgSvrId: '2', text: '还在吗' })
  for (const placed of hub.journal.slice(1)) store.apply(placed)
  await settled
  expect(store.conversations.rows).toMatchObject([{ unread: 2, lastText: '还在吗', peerName: 'name of wxid_1' }])
})

test('old messages come to their place without a hole, and nothing is unread', async () => {
  const hub = new ModelHub()
  for (let id = 1; id <= 8; id += 1) hub.received(peerOf(0), { msgSvrId: String(id) })
  const { store, loader } = newConsole(hub, null)
  store.restart(hub.position, null)
  await loader.loadAfresh()
  const thread = store.thread(open)
  await loader.loadThread(thread)
  await loader.loadOlder(thread)
  const texts = () => thread.messages.map(({ text }) => text)
  const [before, rows] = [texts(), store.conversations.rows]
  expect(before).toEqual(['m5', 'm6', 'm7', 'm8'])
  // The first live one is of second 0, the sixth of second 5: one comes between, two far below what is loaded.
  hub.synced(peerOf(0), { msgSvrId: '20', ageS: -5.5 })
  hub.synced(peerOf(0), { msgSvrId: '21', ageS: 60 })
  hub.synced(peerOf(0), { msgSvrId: '22', ageS: 60 })
  hub.syncEnded()
  for (const placed of hub.journal.slice(8)) store.apply(placed)
  expect(texts()).toEqual(before)
  await loader.readAgain(thread)
  expect(texts().slice(-4)).toEqual(['m6', 'old 20', 'm7', 'm8'])
  expect(store.conversations.rows).toEqual(rows)
  while (thread.more) await loader.loadOlder(thread)
  expect(texts()).toEqual(['old 21', 'old 22', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'old 20', 'm7', 'm8'])
  hub.changed(peerOf(0), { msgSvrId: '21', how: 'recalled' })
  hub.received(peerOf(0), { msgSvrId: '9' })
  for (const placed of hub.journal.slice(12)) store.apply(placed)
  expect(thread.messages[0]?.state).toBe('recalled')
  expect(texts().at(-1)).toBe('m9')
})

test('what is taken away goes at once, what comes back is read whole; many are read as pages', async () => {
  const hub = new ModelHub()
  const peers = Array.from({ length: 60 }, (_, index) => peerOf(index + 10))
  for (const [index, peer] of [peerOf(0), ...peers].entries()) hub.received(peer, { msgSvrId: String(index + 1) })
  const { store, loader } = newConsole(hub, null)
  store.restart(hub.position, null)
  await loader.loadAfresh()
  const thread = store.thread(open)
  await loader.loadThread(thread)
  const live = async (): Promise<void> => {
    for (const placed of hub.journal) if (hub.tells(placed)) store.apply(placed)
    await loader.readAgain(thread)
    await loader.settleWants()
  }
  for (const peer of [peerOf(0), ...peers]) hub.assigned(peer, 'u2' as UserId)
  await live()
  expect([store.conversations.rows, [...store.transferred.value]]).toEqual([[], [[open, 'u2']]])
  hub.received(peerOf(0), { msgSvrId: '100', text: '听不到' })
  for (const peer of [peerOf(0), ...peers]) hub.assigned(peer, user)
  await live()
  expect(store.conversations.rows).toHaveLength(61)
  expect([thread.messages.at(-1)?.text, store.transferred.value.size]).toEqual(['听不到', 0])
})

test('after a reset the open thread keeps what was scrolled back', async () => {
  const hub = new ModelHub()
  for (let id = 1; id <= 9; id += 1) hub.received(peerOf(0), { msgSvrId: String(id) })
  const { store, loader } = newConsole(hub, null)
  store.restart(hub.position, null)
  const thread = store.thread(open)
  await loader.loadThread(thread)
  await loader.loadOlder(thread)
  await loader.loadOlder(thread)
  const first = thread.messages[0]?.position
  expect(thread.messages).toHaveLength(6)
  hub.received(peerOf(0), { msgSvrId: '10' })
  hub.received(peerOf(0), { msgSvrId: '11' })
  store.restart(hub.position, open)
  expect(thread.messages).toHaveLength(6)
  await loader.loadThread(thread)
  expect(thread.messages).toHaveLength(8)
  expect(thread.messages[0]?.position).toBe(first)
})

/** A console lives through `after` while its answers come late; in the end it shows what a fresh load would. */
async function compareWithFresh(
  scheduler: fc.Scheduler, before: Step[], after: Step[], at: number[],
): Promise<void> {
  const hub = new ModelHub()
  const tasks: TaskId[] = []
  for (const step of before) perform(hub, tasks, step)
  const { store, loader } = newConsole(hub, scheduler)
  let delivered = hub.journal.length
  const load = () => {
    store.restart(hub.journal[delivered - 1]?.position ?? 0, open)
    void loader.loadAfresh()
    void loader.loadThread(store.thread(open))
  }
  load()
  // Old messages show when their sync has ended.
  for (const [index, step] of [...after, syncEnded].entries()) {
    perform(hub, tasks, step)
    const upTo = hub.journal.length
    soon(scheduler, () => {
      // Events come in their order, each once; after a reset those before it never come.
      const events = hub.journal.slice(delivered, upTo).filter((placed) => hub.tells(placed))
      delivered = Math.max(delivered, upTo)
      if (at.includes(index)) return load()
      for (const placed of events) store.apply(placed)
      void loader.readAgain(store.thread(open))
      void loader.settleWants()
    })
    if (index % 3 === 0) soon(scheduler, () => void loader.loadOlder(store.thread(open)))
  }
  await scheduler.waitIdle()
  expect(store.conversations.rows.map(shown)).toEqual(hub.rowsOf(hub.latest, Infinity).map(shown))
  if (hub.latest.taken.has(peerOf(0))) return
  const { messages, more } = store.thread(open)
  const stored = hub.threadOf(hub.latest, peerOf(0)).reverse()
  expect(messages.map(shown)).toEqual(stored.slice(stored.length - messages.length).map(shown))
  expect(more).toBe(messages.length < stored.length)
}

function soon(scheduler: fc.Scheduler, run: () => void): void {
  scheduler.schedule(Promise.resolve()).then(run).catch((error: unknown) => { throw error })
}

/** `changedAt` is how far folding has come, not what anybody sees; bodies are base64 in rows. */
function shown(row: object): object {
  return { ...row, changedAt: null, body: null }
}

interface Step {
  kind: (typeof kinds)[number]
  peer: number
  dice: number
}

const kinds = [
  'received', 'received', 'repeated', 'read', 'sent', 'retried', 'finished', 'changed', 'synced', 'synced', 'syncEnded',
  'assigned',
] as const
const steps = fc.record({
  kind: fc.constantFrom(...kinds),
  peer: fc.integer({ min: 0, max: 4 }), dice: fc.nat({ max: 1_000 }),
})
const syncEnded: Step = { kind: 'syncEnded', peer: 0, dice: 0 }
const history = fc.array(steps, { maxLength: 25 })
const later = fc.array(steps, { minLength: 1, maxLength: 20 })
const resets = fc.array(fc.nat({ max: 19 }), { maxLength: 2 })

function perform(hub: ModelHub, tasks: TaskId[], { kind, peer, dice }: Step): void {
  const who = peerOf(peer)
  if (kind === 'received') return hub.received(who, { msgSvrId: freshId(hub) })
  if (kind === 'read') return hub.read(who, hub.position - (dice % 2) * 3)
  if (kind === 'sent') return void tasks.push(hub.sent(who))
  if (kind === 'retried' || kind === 'finished') return performOnTask(hub, pick(tasks, dice), { kind, dice })
  if (kind === 'synced') return hub.synced(who, { msgSvrId: freshId(hub), ageS: dice % 9 - 4 })
  if (kind === 'syncEnded') return hub.syncEnded()
  if (kind === 'assigned') return hub.assigned(who, [user, null, 'u2' as UserId, 'u3' as UserId][dice % 4] ?? null)
  const told = hub.latest.messages.filter((message) => message.peer === who && message.msgSvrId !== null)
  const msgSvrId = pick(told, dice)?.msgSvrId ?? null
  if (msgSvrId === null) return
  if (kind === 'repeated') return hub.received(who, { msgSvrId })
  hub.changed(who, { msgSvrId, how: pick(hows, dice) ?? 'played' })
}

function performOnTask(
  hub: ModelHub, task: TaskId | undefined, { kind, dice }: { kind: 'retried' | 'finished'; dice: number },
): void {
  const ours = task === undefined ? undefined : hub.latest.messages.find((message) => message.task === task)
  if (task === undefined || ours === undefined) return
  if (kind === 'retried') return void hub.sent(ours.peer, { retryOf: task })
  const msgSvrId = freshId(hub)
  // Now and then the phone had told of the message as one typed on it.
  if (dice % 4 === 0) hub.received(ours.peer, { msgSvrId })
  hub.finished(task, { outcome: pick(outcomes, dice) ?? 'failed', msgSvrId })
}

function freshId(hub: ModelHub): string {
  return String(10_000 + hub.journal.length)
}

function pick<T>(from: readonly T[], dice: number): T | undefined {
  return from[dice % Math.max(1, from.length)]
}

function newConsole(hub: ModelHub, scheduler: fc.Scheduler | null): { store: ChatStore; loader: ChatLoader } {
  const store = new ChatStore({ user })
  let turn = 0
  const api = newModelApi({
    hub,
    deliver: async (answer) => {
      if (scheduler !== null) await scheduler.schedule(Promise.resolve(), 'answer')
      return answer()
    },
    // Answers may be older than the newest event, but never older than what was asked for.
    readAt: (atLeast, newest) => (turn++ % 2 === 0 ? newest : Math.max(atLeast, newest - 6)),
  })
  return { store, loader: new ChatLoader({ api, store, onThread: () => undefined }) }
}

const hows = ['recalled', 'media', 'played'] as const
const outcomes = ['succeeded', 'failed', 'unknown'] as const
