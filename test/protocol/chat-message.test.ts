import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ChatMessage, type MessageChange, foldMessage, receivedMessage, sentMessage, taskOf, userOf,
} from '../../protocol/chat-message.ts'
import type { Position, SourceId, TaskId } from '../../protocol/ids.ts'
import {
  anyMessageLife, arrived, atMs, expired, finished, frozen, recalled, received, sent, turned,
} from './support/chat-events.ts'

interface At { position: Position; event: MessageChange }

const start = sentMessage({ position: 100_000, journalMs: atMs, event: sent() })
const fold = (events: readonly At[], from: ChatMessage = start): ChatMessage => {
  return events.reduce((now, at) => foldMessage(frozen(now), frozen(at)), from)
}
const after = (...events: MessageChange[]): ChatMessage => {
  return fold(events.map((event, index) => ({ position: 100_001 + index, event })))
}
const failed = finished({
  outcome: 'failed', code: 'notFriend', reason: '对方不是好友', msgSvrId: null, sentAtMs: null,
})
const again = sent({ retryOf: 'tabX7.7' as TaskId })

describe('[P73] a message', () => {
  test('from the phone', () => {
    expect(receivedMessage({ position: 5, journalMs: atMs, event: received() })).toMatchObject({
      position: 5, direction: 'in', user: null, text: '在吗', sentAtMs: atMs - 1_000, msgSvrId: '1', task: null,
      state: 'received', changedAt: 5,
    })
  })

  test('from a console', () => {
    expect(start).toMatchObject({
      position: 100_000, direction: 'out', user: 'u17', task: 'tabX7.7', state: 'sending', msgSvrId: null,
      changedAt: 100_000,
    })
  })

  test.each<[string, MessageChange[], object]>([
    ['succeeds', [finished()], { state: 'sent', msgSvrId: '99', sentAtMs: atMs + 500 }],
    ['fails with a reason', [failed], { state: 'failed', faultCode: 'notFriend', faultReason: '对方不是好友' }],
    ['was not answered', [expired('unknown')], { state: 'unknown', faultCode: 'noAnswer' }],
    ['never reached a phone', [expired('failed')], { state: 'failed', faultCode: 'expired' }],
    ['succeeds late', [expired('unknown'), finished()], { state: 'sent', faultCode: null }],
    ['succeeds after all', [failed, finished()], { state: 'sent', faultCode: null, msgSvrId: '99' }],
    ['fails after it succeeded: not at all', [finished(), failed], { state: 'sent', faultCode: null }],
    ['expires after it failed: not at all', [failed, expired('unknown')], { faultCode: 'notFriend' }],
    ['expires after it succeeded: not at all', [finished(), expired('failed')], { state: 'sent' }],
    ['is taken back', [finished(), recalled()], { state: 'recalled', msgSvrId: '99' }],
    ['is taken back before its late result', [recalled(), finished()], { state: 'recalled' }],
    ['gets its thumbnail', [arrived('thumbnail')], { media: null, thumbnail: 'a'.repeat(64) }],
    ['gets its original', [arrived('original')], { media: 'a'.repeat(64), thumbnail: null }],
    ['is money that was taken', [turned('taken')], { progress: 'taken', state: 'sending' }],
  ])('%s', (_what, events, state) => {
    expect(after(...events)).toMatchObject(state)
  })

  test.each<[string, MessageChange[], string]>([
    ['a failed one is sending', [failed, again], 'sending'],
    ['an unknown one is sending', [expired('unknown'), again], 'sending'],
    ['one that is sending still is', [again], 'sending'],
    ['a sent one stays sent', [finished(), again], 'sent'],
    ['a recalled one stays recalled', [finished(), recalled(), again], 'recalled'],
    ['and then it can succeed', [failed, again, finished()], 'sent'],
  ])('[P74] tried again: %s', (_what, events, state) => {
    expect(after(...events)).toMatchObject({ state, faultCode: null, position: start.position })
  })
})

describe('[P73] folding', () => {
  test('repeats and old events change nothing', () => {
    fc.assert(fc.property(anyMessageLife, (events) => {
      const once = fold(events)
      expect(fold(events.flatMap((at, index) => [at, ...events.slice(0, index + 1)]))).toEqual(once)
      for (const at of events) expect(foldMessage(once, at)).toBe(once)
    }))
  })

  test('the order is the order of positions', () => {
    fc.assert(fc.property(anyMessageLife.chain((events) => fc.shuffledSubarray(events)), (shuffled) => {
      let highest = 0
      const records = shuffled.filter(({ position }) => position > highest && (highest = position) > 0)
      expect(fold(shuffled)).toEqual(fold(records))
    }))
  })

  test('success is final, and only what failed has a fault', () => {
    fc.assert(fc.property(anyMessageLife, (events) => {
      let now = start
      for (const at of events) {
        const next = foldMessage(frozen(now), at)
        if (now.state === 'sent') expect(['sent', 'recalled']).toContain(next.state)
        if (now.state === 'recalled') expect(next.state).toBe('recalled')
        if (next.state === 'sent' || next.state === 'sending') expect(next.faultCode).toBeNull()
        const { position, task, text } = start
        expect(next).toMatchObject({ position, task, text, changedAt: at.position })
        now = next
      }
    }))
  })
})

describe('[P73] ids', () => {
  test.each([
    ['t/u17/tabX7', 42, null, 'tabX7.42'], ['t/u17/a.b', 1, null, 'a.b.1'],
    ['t/u17/tabX7', 43, 'tabY.3', 'tabY.3'],
  ])('the task of %s number %i, retry of %s', (source, sequence, retryOf, task) => {
    expect(taskOf({ source: source as SourceId, sequence, retryOf: retryOf as TaskId | null })).toBe(task)
  })

  test('the user of a tab', () => {
    expect(userOf('t/u17/tabX7' as SourceId)).toBe('u17')
  })

  test('tasks of different tabs or numbers never meet', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '1', '_', '-'), minLength: 1, maxLength: 4 })
    const request = fc.record({ tab: word, sequence: fc.integer({ min: 1, max: 200 }) })
    fc.assert(fc.property(request, request, (one, other) => {
      const [first, second] = [one, other].map(({ tab, sequence }) => {
        return taskOf({ source: `t/u/${tab}` as SourceId, sequence, retryOf: null })
      })
      expect(first === second).toBe(one.tab === other.tab && one.sequence === other.sequence)
    }))
  })
})
