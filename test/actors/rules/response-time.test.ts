import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Response, type Turn, responseOf, turnAfter } from '../../../actors/rules/response-time.ts'
import {
  type Conversation, type ConversationEvent, foldConversation, newConversation, waitingNotedMax,
} from '../../../protocol/conversation.ts'
import type { MsgSvrId } from '../../../protocol/ids.ts'
import { account, peer, read, recalled, received, room, sent } from '../../protocol/support/chat-events.ts'

/** Of what follows another by so many ms. */
type Step = { afterMs: number } & (
  | { kind: 'asks' | 'takesBack'; id: number } | { kind: 'answers'; how: 'console' | 'phone' } | { kind: 'handOver' }
  | { kind: 'line' | 'read' | 'retry' })
type Talk = Conversation & Turn

const startMs = Date.parse('2026-03-01T15:59:50Z')
const idOf = (id: number): MsgSvrId => String(1_000 + id) as MsgSvrId

function eventOf(step: Step): ConversationEvent | null {
  switch (step.kind) {
    case 'asks': return received({ msgSvrId: idOf(step.id) })
    case 'takesBack': return recalled({ msgSvrId: idOf(step.id) })
    case 'answers': return step.how === 'console' ? sent() : received({ direction: 'out', msgSvrId: '7' as MsgSvrId })
    case 'line': return received({ type: 'system', msgSvrId: '8' as MsgSvrId })
    case 'read': return read(50)
    case 'retry': return sent({ retryOf: 'tabX7.1' as never })
    case 'handOver': return null
  }
}

/** As storage does it: one event after the other. */
function incremental(steps: readonly Step[], begin: Conversation = newConversation(account, peer)): Response[] {
  const responses: Response[] = []
  let now: Talk = { ...begin, turnMs: null }
  let journalMs = startMs
  for (const [index, step] of steps.entries()) {
    journalMs += step.afterMs
    const event = eventOf(step)
    if (event === null) {
      now = turnAfter(now, { handedOverMs: journalMs })
      continue
    }
    const after = foldConversation(now, { event: { ...event, peer: begin.peer }, position: index + 100, journalMs })
    const response = responseOf(now, after, { kind: event.kind, journalMs })
    if (response !== null) responses.push(response)
    now = after.waitingSinceMs === null ? { ...after, turnMs: null } : after
  }
  return responses
}

/** From the whole history: at each answer, what was asked since the one before and not taken back until then. */
function offline(steps: readonly Step[]): Response[] {
  let journalMs = startMs
  const timed = steps.map((step) => ({ step, atMs: journalMs += step.afterMs }))
  return timed.flatMap(({ step, atMs: respondedMs }, index) => {
    if (step.kind !== 'answers') return []
    const last = timed.slice(0, index).findLastIndex((one) => one.step.kind === 'answers')
    const between = timed.slice(last + 1, index)
    const asked = between.filter(({ step: one }, at) => one.kind === 'asks'
      && !between.slice(at).some(({ step: later }) => later.kind === 'takesBack' && later.id === one.id))
    const [first] = asked
    if (first === undefined) return []
    const handed = between.filter((one) => one.step.kind === 'handOver').at(-1)?.atMs ?? 0
    return [{ sinceMs: Math.max(first.atMs, handed), respondedMs }]
  })
}

const asks = (id: number, afterMs = 0): Step => ({ kind: 'asks', id, afterMs })
const takesBack = (id: number, afterMs = 0): Step => ({ kind: 'takesBack', id, afterMs })
const answers = (afterMs: number, how: 'console' | 'phone' = 'console'): Step => ({ kind: 'answers', how, afterMs })

const waits = (steps: readonly Step[], begin?: Conversation): number[] => {
  return incremental(steps, begin).map(({ sinceMs, respondedMs }) => respondedMs - sinceMs)
}

test.each(['console', 'phone'] as const)('from the first unanswered message to an answer by %s', (how) => {
  expect(waits([asks(1), asks(2, 10), answers(20, how), answers(5), asks(3), answers(7)])).toEqual([30, 7])
})

test('it goes on over midnight of any zone', () => {
  expect(waits([asks(1), answers(24 * 3_600_000)])).toEqual([24 * 3_600_000])
})

test('who takes back all that waited gets no answer; who takes back some waits from the first left', () => {
  expect(waits([asks(1), takesBack(1, 5), answers(5)])).toEqual([])
  expect(waits([asks(1), asks(2, 10), takesBack(1, 5), answers(5)])).toEqual([10])
})

test('the second seat answers for its own part only', () => {
  expect(waits([asks(1), { kind: 'handOver', afterMs: 1_000 }, answers(20), asks(2), answers(3)])).toEqual([20, 3])
})

test('chatrooms have no response times', () => {
  expect(waits([asks(1), answers(5)], newConversation(account, room))).toEqual([])
})

test(`of more than ${waitingNotedMax} unanswered messages the first count`, () => {
  const many = Array.from({ length: waitingNotedMax + 5 }, (_, id) => asks(id, 1))
  expect(waits([...many, takesBack(0), answers(0)])).toEqual([waitingNotedMax + 3])
})

const afterMs = fc.integer({ min: 0, max: 100_000 })
const id = fc.integer({ min: 0, max: waitingNotedMax - 1 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('asks', 'takesBack'), id, afterMs }),
  fc.record({ kind: fc.constant('answers'), how: fc.constantFrom('console', 'phone'), afterMs }),
  fc.record({ kind: fc.constantFrom('handOver', 'line', 'read', 'retry'), afterMs }),
)

test('event by event equals a look back from each answer', () => {
  fc.assert(fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
    // WeChat gives an id once.
    const seen = new Set<number>()
    const once = steps.filter((step) => step.kind !== 'asks' || (!seen.has(step.id) && seen.add(step.id)))
    expect(incremental(once)).toEqual(offline(once))
  }), { numRuns: 500 })
})
