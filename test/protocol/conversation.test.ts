import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Conversation, type ConversationEvent, foldConversation, newConversation, previewLength,
} from '../../protocol/conversation.ts'
import type { Position } from '../../protocol/ids.ts'
import {
  account, anyConversation, atMs, automatic, frozen, marked, peer, read, recalled, received, room, sent,
} from './support/chat-events.ts'

interface At { position: Position; journalMs: number; event: ConversationEvent }

const fold = (events: readonly At[], start = newConversation(account, peer)): Conversation => {
  return events.reduce((now, at) => foldConversation(frozen(now), frozen(at)), start)
}

/** The events at positions 100, 200, 300… */
const after = (...events: ConversationEvent[]): Conversation => {
  return fold(events.map((event, index) => ({ position: 100 * (index + 1), journalMs: atMs + index, event })))
}

describe('[P71] a conversation', () => {
  test('counts what the customer wrote and waits from the first of it', () => {
    expect(after(received(), received({ text: '多少钱' }))).toMatchObject({
      unread: 2, waitingSinceMs: atMs, lastText: '多少钱', lastDirection: 'in', lastPosition: 200, lastMs: atMs + 1,
    })
  })

  test.each([
    ['from a console', sent()], ['typed on the phone', received({ direction: 'out', text: '在的' })],
  ])('an answer %s ends both', (_how, answer) => {
    expect(after(received(), answer)).toMatchObject({
      unread: 0, waitingSinceMs: null, readUpTo: 200, lastDirection: 'out', lastText: '在的',
    })
  })

  test('[P83] what the hub sends by itself shows, and whoever waits goes on waiting', () => {
    expect(after(received(), automatic())).toMatchObject({
      unread: 1, waitingSinceMs: atMs, readUpTo: 0, lastDirection: 'out', lastText: '100 块', lastPosition: 200,
    })
  })

  test('a send tried again is no new answer', () => {
    const before = after(received())
    expect(fold([{ position: 500, journalMs: atMs, event: sent({ retryOf: 'tabX7.1' as never }) }], before))
      .toEqual({ ...before, changedAt: 500 })
  })

  test('waits no more when the customer has taken back all that was unanswered', () => {
    const [one, two] = ['1' as never, '2' as never]
    const both = after(received({ msgSvrId: one }), received({ msgSvrId: two }), recalled({ msgSvrId: one }))
    expect(both).toMatchObject({ waitingSinceMs: atMs + 1, unread: 2, changedAt: 300 })
    expect(after(received({ msgSvrId: one }), recalled({ msgSvrId: one }))).toMatchObject({ waitingSinceMs: null })
    const answered = after(received({ msgSvrId: one }), sent())
    const late = { position: 900, journalMs: atMs, event: recalled({ msgSvrId: one }) }
    expect(fold([late], answered)).toEqual({ ...answered, changedAt: 900 })
  })

  const silent = ['system', 'roomNotice', 'pat', 'recall'] as const
  test.each(silent)('a line of kind %s is seen and nobody waits', (type) => {
    const text = '你已添加了云朵'
    expect(after(received({ type, text }))).toMatchObject({
      unread: 0, waitingSinceMs: null, lastText: text, lastType: type,
    })
    const answered = after(received(), received({ type, direction: 'out' }))
    expect(answered).toMatchObject({ unread: 1, waitingSinceMs: atMs })
  })

  test('a chatroom counts and never waits', () => {
    const start = newConversation(account, room)
    const one = { position: 100, journalMs: atMs, event: received({ peer: room }) }
    expect(fold([one], start)).toMatchObject({ unread: 1, waitingSinceMs: null })
  })

  test('a read clears the counter only if it covers the newest message, and does not end the waiting', () => {
    const all = after(received(), received(), read(200))
    expect(all).toMatchObject({ unread: 0, waitingSinceMs: atMs, readUpTo: 200 })
    expect(after(received(), received(), read(100))).toMatchObject({ unread: 2, readUpTo: 100 })
    expect(after(received(), received(), read(200), read(100))).toMatchObject({ unread: 0, readUpTo: 200 })
  })

  test('[SEAT-1] marked unread it counts one until its last message is seen again, and nobody waits', () => {
    const start = after(received(), sent(), marked('unread'))
    expect(start).toMatchObject({ unread: 1, waitingSinceMs: null, readUpTo: 199, changedAt: 300 })
    expect(after(received(), received(), marked('unread'))).toMatchObject({ unread: 2 })
    expect(after(received(), read(100), marked('unread'), read(100))).toMatchObject({ unread: 0, readUpTo: 100 })
    expect(after(received(), marked('pinned'))).toEqual(after(received()))
  })

  test('the preview is cut between characters', () => {
    for (const unit of ['x', '字', '👋']) {
      for (const before of ['', 'x']) {
        const { lastText } = after(received({ text: before + unit.repeat(500) }))
        expect(Array.from(lastText)).toHaveLength(previewLength)
        expect(lastText).not.toMatch(/[\ud800-\udbff]$/)
      }
    }
  })
})

describe('[P71] folding', () => {
  test('repeats and old events change nothing', () => {
    fc.assert(fc.property(anyConversation, fc.array(fc.nat(), { maxLength: 30 }), (events, again) => {
      const once = fold(events)
      const repeated = events.flatMap((at, index) => {
        const picks = again.filter((pick) => pick % (events.length + 1) <= index)
        return [at, ...picks.map((pick) => events[pick % (index + 1)] as At)]
      })
      expect(fold(repeated)).toEqual(once)
      for (const at of events) expect(foldConversation(once, at)).toBe(once)
    }))
  })

  test('the order is the order of positions: what comes late is not applied', () => {
    fc.assert(fc.property(anyConversation.chain((events) => fc.shuffledSubarray(events)), (shuffled) => {
      let highest = 0
      const records = shuffled.filter(({ position }) => position > highest && (highest = position) > 0)
      expect(fold(shuffled)).toEqual(fold(records))
    }))
  })

  test('is pure, in pieces as well as at once', () => {
    fc.assert(fc.property(anyConversation, fc.nat(), (events, where) => {
      const cut = where % (events.length + 1)
      expect(fold(events.slice(cut), fold(events.slice(0, cut)))).toEqual(fold(events))
    }))
  })

  test('counters stay sensible', () => {
    fc.assert(fc.property(anyConversation, (events) => {
      const { unread, waitingSinceMs, waiting, lastPosition, changedAt, lastText } = fold(events)
      const written = events.filter(({ event: one }) => one.kind === 'messageReceived' && one.direction === 'in')
      const marks = events.some(({ event: one }) => one.kind === 'conversationMarked') ? 1 : 0
      expect(unread).toBeLessThanOrEqual(written.length + marks)
      expect(unread).toBeGreaterThanOrEqual(0)
      expect([null, ...written.map(({ journalMs }) => journalMs)]).toContain(waitingSinceMs)
      expect(lastPosition).toBeLessThanOrEqual(changedAt)
      expect(changedAt).toBe(events.at(-1)?.position ?? 0)
      expect(waiting[0]?.atMs ?? null).toBe(waitingSinceMs)
      expect(new Set(waiting.map(({ id }) => id)).size).toBe(waiting.length)
      expect(Array.from(lastText).length).toBeLessThanOrEqual(previewLength)
    }))
  })
})
