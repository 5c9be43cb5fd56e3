import { beforeEach, expect, test, vi } from 'vitest'
import { draftKept } from '../../../protocol/events/seat.ts'
import type { PeerId, SourceId, TabId, UserId } from '../../../protocol/ids.ts'
import { tabSource } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import { type ConversationKey, keyOf, splitKey } from '../../../web-components/data/conversation-key.ts'
import { Desk } from '../../../web-components/data/desk.ts'
import { Drafts } from '../../../web-components/data/drafts.ts'
import { newStorage } from '../support/new-console.ts'
import { account, peerOf } from '../support/model-hub.ts'

const [one, two] = [keyOf({ account, peer: peerOf(0) }), keyOf({ account, peer: peerOf(1) })]
const user = 'u1' as UserId
const here = tabSource(user, 'here' as TabId)
const home = tabSource(user, 'home' as TabId)
let storage: Storage
let position: number

beforeEach(() => {
  vi.useFakeTimers()
  storage = newStorage()
  position = 100
})

/** A console of the user on a computer; `line` is whether it hears the hub. */
function newDrafts({ line = true, nowMs = 1_000, store = storage } = {}) {
  const desk = new Desk({ user })
  const said: [ConversationKey, string][] = []
  const it = { desk, said, line, nowMs }
  const say = (key: ConversationKey, text: string) => it.line && said.push([key, text]) > 0
  const drafts = new Drafts({ user, desk, storage: store, nowMs: () => it.nowMs, say })
  desk.replace({ pins: [], drafts: [], preferences: {}, position: 0 })
  return { ...it, drafts, state: it }
}

function tell(desk: Desk, { key = one, text, by = here, atMs = 1_500 }: {
  key?: ConversationKey; text: string; by?: SourceId; atMs?: number
}): void {
  position += 1
  const event = draftKept.of({ source: by, sequence: 1, epoch: 0, atMs }, { ...splitKey(key), text })
  desk.apply({ position, journalMs: atMs, event })
}

test('drafts lost: what was typed is told to the hub after a pause, and lies here until it has come back', () => {
  const { drafts, desk, said } = newDrafts()
  drafts.write(one, '您')
  drafts.write(one, '您好')
  expect(said).toEqual([])
  vi.advanceTimersByTime(1_000)
  expect(said).toEqual([[one, '您好']])
  expect(newDrafts().drafts.read(one)).toBe('您好')
  tell(desk, { text: '您好' })
  expect([drafts.read(one), storage.length]).toEqual(['您好', 0])
})

test('drafts lost: written without a line and reloaded, it is told when there is one', () => {
  const before = newDrafts({ line: false })
  before.drafts.write(one, '断线时写的')
  vi.advanceTimersByTime(5_000)
  before.drafts.stop()
  const { drafts, said } = newDrafts()
  expect(drafts.read(one)).toBe('断线时写的')
  drafts.flush()
  expect(said).toEqual([[one, '断线时写的']])
})

test('of two computers the one written last wins, whichever has its line later', () => {
  const { drafts, desk, state } = newDrafts({ line: false, nowMs: 1_000 })
  drafts.write(one, '早上在公司写的')
  state.line = true
  tell(desk, { text: '晚上在家写的', by: home, atMs: 2_000 })
  expect(drafts.read(one)).toBe('晚上在家写的')
  state.nowMs = 3_000
  drafts.write(two, '后写的')
  tell(desk, { key: two, text: '先写的', by: home, atMs: 2_500 })
  expect(drafts.read(two)).toBe('后写的')
})

test('what is sent leaves no draft, here at once and on other computers', () => {
  const { drafts, desk, said } = newDrafts()
  tell(desk, { text: '写了一半', by: home })
  expect(drafts.keys()).toEqual(new Set([one]))
  drafts.write(one, '')
  expect([said, drafts.read(one), drafts.keys()]).toEqual([[[one, '']], '', new Set()])
  tell(desk, { text: '' })
  expect([drafts.read(one), storage.length]).toEqual(['', 0])
})

test('what another console has is known apart, and never while something own isn’t the hub’s yet', () => {
  const { drafts, desk } = newDrafts()
  tell(desk, { text: '在家写的', by: home })
  expect(drafts.keptElsewhere(one)).toBe('在家写的')
  drafts.write(one, '在写')
  expect(drafts.keptElsewhere(one)).toBe(null)
})

test('another user’s drafts are nothing to this one; blanks are none', () => {
  const { drafts, desk } = newDrafts()
  tell(desk, { text: '别人的', by: tabSource('u2' as UserId, 'x' as TabId) })
  drafts.write(two, '  ')
  expect(drafts.keys()).toEqual(new Set())
})

test('what is longer than a message waits here until it is shortened', () => {
  const { drafts, said } = newDrafts()
  drafts.write(one, 'x'.repeat(limits.textBytesMax + 1))
  vi.advanceTimersByTime(2_000)
  expect([said, drafts.read(one).length]).toEqual([[], limits.textBytesMax + 1])
  drafts.write(one, 'x')
  vi.advanceTimersByTime(2_000)
  expect(said).toEqual([[one, 'x']])
})

test('a live desk forgets the oldest as storage does', () => {
  const desk = new Desk({ user })
  for (let index = 0; index < limits.draftsMax + 3; index += 1) {
    tell(desk, { key: keyOf({ account, peer: `p${index}` as PeerId }), text: '字' })
  }
  expect([desk.drafts.value.size, desk.drafts.value.has(keyOf({ account, peer: 'p2' as PeerId }))])
    .toEqual([limits.draftsMax, false])
})

test('a full storage harms nobody', () => {
  const full = newStorage()
  full.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }
  const { drafts } = newDrafts({ store: full })
  drafts.write(one, '甲')
  expect(drafts.read(one)).toBe('甲')
})
