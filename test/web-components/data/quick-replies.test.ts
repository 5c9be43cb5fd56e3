import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HubEvent } from '../../../protocol/events/index.ts'
import type { Api } from '../../../web-components/data/api.ts'
import { QuickReplies } from '../../../web-components/data/quick-replies.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

const group = (id: string) => ({ group: id, scope: 'public', name: id, members: 1, managed: false, version: 1 })
const reply = (id: number, of: string, place: number) => {
  return { reply: String(id), group: of, title: `t${id}`, parts: [], place }
}
const shelves = ['public', 'u/me']
const changed = (key: string, area = 'reply') => ({ kind: 'configChanged', area, key }) as unknown as HubEvent

/** Answers two pages, and counts how often the first is asked. */
function newApi() {
  const asked = { times: 0, fails: false }
  const call = (_operation: unknown, { after }: { after: string | null }) => {
    if (after === null) asked.times += 1
    if (asked.fails) return Promise.resolve({ ok: false, fault: { code: 'offline', reason: '' } })
    const output = after === null
      ? { groups: [group('b'), group('a')], replies: [reply(1, 'a', 9), reply(2, 'b', 5)], next: '2', shelves }
      : { groups: [], replies: [reply(3, 'a', 2)], next: null, shelves }
    return Promise.resolve({ ok: true, output })
  }
  return { asked, api: { call } as unknown as Api }
}

test('[SEAT-4] replies are read page by page when first wanted, in the order of groups and places', async () => {
  const { api, asked } = newApi()
  const replies = new QuickReplies(api)
  replies.onHappened(changed('public'))
  await vi.runAllTimersAsync()
  expect(asked.times).toBe(0)
  replies.needed()
  await vi.runAllTimersAsync()
  expect([replies.state.value, replies.replies.value.map(({ title }) => title)]).toEqual(['ready', ['t2', 't3', 't1']])
  replies.needed()
  await vi.runAllTimersAsync()
  expect(asked.times).toBe(1)
})

test('[SEAT-4] they are read again when a shelf changes, once for many changes, and when they are old', async () => {
  const { api, asked } = newApi()
  const replies = new QuickReplies(api, { nowMs: () => Date.now() })
  replies.needed()
  await vi.runAllTimersAsync()
  for (let at = 0; at < 5; at += 1) replies.onHappened(changed('public'))
  replies.onHappened(changed('d/9'))
  await vi.runAllTimersAsync()
  expect(asked.times).toBe(2)
  asked.fails = true
  replies.onHappened(changed('u/me'))
  await vi.runAllTimersAsync()
  // What was read stays in use.
  expect([asked.times, replies.state.value, replies.replies.value.length]).toEqual([3, 'ready', 3])
  asked.fails = false
  await vi.advanceTimersByTimeAsync(6 * 60_000)
  replies.needed()
  await vi.runAllTimersAsync()
  expect(asked.times).toBe(4)
  replies.stop()
})

test.each(['user', 'department'])('[SEAT-4] they are read again when the %s changed', async (area) => {
  const { api, asked } = newApi()
  const replies = new QuickReplies(api)
  replies.needed()
  await vi.runAllTimersAsync()
  replies.onHappened(changed('7', area))
  await vi.advanceTimersByTimeAsync(4_000)
  expect(asked.times).toBe(2)
  replies.stop()
})
