import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newConversation } from '../../../protocol/conversation.ts'
import type { PeerId } from '../../../protocol/ids.ts'
import { ConversationTable } from '../../../web-components/data/conversation-table.ts'
import { memo } from '../../../web-components/data/memo.ts'
import { account, atMs, marked, received } from '../../protocol/support/chat-events.ts'

const peerOf = (index: number) => `p${index}` as PeerId

test('however events come, rows are newest first, each once', () => {
  const anyEvents = fc.array(fc.record({ index: fc.nat({ max: 8 }), isMark: fc.boolean(), looks: fc.boolean() }))
  fc.assert(fc.property(anyEvents, (events) => {
    const table = new ConversationTable()
    table.merge(Array.from({ length: 9 }, (_, index) => ({
      ...newConversation(account, peerOf(index)), lastPosition: index, peerName: '', peerAvatar: '',
    })), 9)
    for (const [at, { index, isMark, looks }] of events.entries()) {
      const change = isMark ? marked('unread') : received()
      const event = { ...change, account, peer: peerOf(index) }
      table.apply({ position: 100 + at, journalMs: atMs, event })
      // Somebody who looks makes the table keep an order, which the next event must change rightly.
      if (looks) expect(table.rows).toHaveLength(9)
    }
    const expected = table.rows.toSorted((a, b) => b.lastPosition - a.lastPosition)
    expect(table.rows).toEqual(expected)
    expect(new Set(table.rows.map(({ peer }) => peer)).size).toBe(9)
    for (const row of table.rows) expect(table.row(`${account} ${row.peer}` as never)).toBe(row)
  }))
})

test('what is made of the same parts is made once', () => {
  let made = 0
  const sum = memo((a: number, b: number) => { made += 1; return a + b })
  expect([sum(1, 2), sum(1, 2), sum(1, 3), sum(1, 2), made]).toEqual([3, 3, 4, 3, 3])
})
