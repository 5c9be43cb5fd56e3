import { expect, test } from 'vitest'
import { emptyBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import type { Direction } from '../../../protocol/kinds.ts'
import type { TaskId } from '../../../protocol/ids.ts'
import { threadItems } from '../../../web-components/agent/thread-items.ts'
import { newLocal } from '../../../web-components/data/local-message.ts'
import { account, peerOf } from '../support/model-hub.ts'

const noon = new Date(2026, 2, 1, 12).getTime()
const minute = 60_000

test('days and pauses are said, what one person writes in a row is one group', () => {
  const messages = [
    said(1, noon - 24 * 60 * minute), said(2, noon), said(3, noon + minute), said(4, noon + 2 * minute, 'out'),
    said(5, noon + 9 * minute, 'out'),
  ]
  const items = threadItems({ messages, locals: [], retrying: new Set(), more: false })
  expect(items.map(({ above }) => above)).toEqual(['day', 'day', null, null, 'pause'])
  expect(items.map(({ first }) => first)).toEqual([true, true, false, true, true])
})

test('what is on screen stays as it is when older ones come', () => {
  const messages = [said(1, noon), said(2, noon + minute), said(3, noon + 2 * minute), said(4, noon + 3 * minute)]
  const before = threadItems({ messages: messages.slice(2), locals: [], retrying: new Set(), more: true })
  const after = threadItems({ messages, locals: [], retrying: new Set(), more: false })
  expect(before).toEqual(after.slice(3))
})

test('a send keeps its key from the first moment on', () => {
  const task = 'tab.1' as TaskId
  const local = { ...newLocal('tab.1', draft, noon), task }
  const [before] = threadItems({ messages: [], locals: [local], retrying: new Set(), more: false })
  const stored = { ...said(1, noon, 'out'), task }
  const [after] = threadItems({ messages: [stored], locals: [], retrying: new Set(), more: false })
  expect(after?.key).toBe(before?.key)
})

test('what is tried again shows as sending', () => {
  const task = 'tab.1' as TaskId
  const failed: ChatMessage = { ...said(1, noon, 'out'), task, state: 'failed' }
  const [item] = threadItems({ messages: [failed], locals: [], retrying: new Set([task]), more: false })
  expect(item?.message.state).toBe('sending')
})

const draft = { account, peer: peerOf(0), type: 'text', text: 'x', media: null, body: emptyBody } as const

function said(position: number, sentAtMs: number, direction: Direction = 'in'): ChatMessage {
  return { ...newLocal('x', draft, sentAtMs).message, position, direction, state: 'received' }
}
