import { expect, test } from 'vitest'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import type { AccountId, PeerId, UserId } from '../../../protocol/ids.ts'
import { AnswerGuard } from '../../../web-components/data/answer-guard.ts'
import { ChatStore } from '../../../web-components/data/chat-store.ts'
import { keyOf } from '../../../web-components/data/conversation-key.ts'

const at = { account: 'wxid_our' as AccountId, peer: 'wxid_zhang' as PeerId }
const key = keyOf(at)
const [me, other] = ['me', 'other'] as [UserId, UserId]

function newGuard() {
  const store = new ChatStore({ user: me })
  store.reached(10)
  const say = (position: number, change: Partial<ChatMessage>) => {
    const message = { ...at, position, direction: 'out', user: other, origin: null, type: 'text', state: 'sent' }
    store.thread(key).messages.push({ ...message, synced: false, ...change } as ChatMessage)
    store.reached(position)
  }
  return { store, say, guard: new AnswerGuard({ store, user: me }) }
}

test('two agents answering the same customer: asked once for what came after one began to write', () => {
  const { guard, say } = newGuard()
  say(11, {})
  guard.note(key, false)
  expect([guard.answer(key), guard.seen(key)]).toEqual([null, 11])
  say(12, {})
  guard.note(key, false)
  expect([guard.answer(key)?.position, guard.seen(key)]).toEqual([12, 11])
  guard.confirm(key)
  expect([guard.answer(key), guard.seen(key)]).toEqual([null, 12])
})

test('who has written nothing has nothing to be asked about', () => {
  const { guard, say } = newGuard()
  guard.note(key, false)
  guard.note(key, true)
  say(11, {})
  expect([guard.answer(key), guard.seen(key)]).toEqual([null, 11])
})

test.each([
  ['one’s own, in another tab', { user: me }, false],
  ['the customer’s', { direction: 'in' as const, user: null }, false],
  ['a system line', { user: null, type: 'system' as const }, false],
  ['a failed one', { state: 'failed' as const }, false],
  ['an old one that a phone brought', { synced: true, user: null }, false],
  ['an automatic one', { user: null, origin: 'autoReply' as never }, false],
  ['typed on the phone', { user: null, state: 'received' as const }, true],
])('an answer that is %s', (_what, change, asks) => {
  const { guard, say } = newGuard()
  guard.note(key, false)
  say(11, change)
  expect(guard.answer(key) !== null).toBe(asks)
})
