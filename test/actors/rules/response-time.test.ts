import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Response, type Turn, responseOf, turnAfter } from '../../../actors/rules/response-time.ts'
import {
  type Conversation, type ConversationEvent, foldConversation, newConversation, waitingNotedMax,
} from '../../../protocol/conversation.ts'
import type { MsgSvrId } from '../../../protocol/ids.ts'
import { account, peer, read, recalled, received, room, sent } from '../../protocol/support/chat-events.ts'

/** Of what follows another by so many ms; `late`: a phone told it so long after it was said. */
type Step = { afterMs: number; late?: number } & (
  | { kind: 'asks' | 'takesBack'; id: number } | { kind: 'answers'; how: 'console' | 'phone' } | { kind: 'handOver' }
  | { kind: 'line' | 'read' | 'retry' })
type Talk = Conversation & Turn

const startMs = Date.parse('2026-03-01T15:59:50Z')
const idOf = (id: number): MsgSvrId => String(1_000 + id) as MsgSvrId

function eventOf(step: Step, journalMs: number): ConversationEvent | null {
  const sentAtMs = journalMs - (step.late ?? 0)
  switch (step.kind) {
    case 'asks': return received({ msgSvrId: idOf(step.id), sentAtMs })
    case 'takesBack': return recalled({ msgSvrId: idOf(step.id) })
    case 'answers': return step.how === 'console'
      ? sent()
      : received({ direction: 'out', msgSvrId: '7' as MsgSvrId, sentAtMs })
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
    const event = eventOf(step, journalMs)
    if (event === null) {
      now = turnAfter(now, { handedOverMs: journalMs })
      continue
    }
    const after = foldConversation(now, { event: { ...event, peer: begin.peer }, position: index + 100, journalMs })
    const response = responseOf(now, after, { event, journalMs })
    if (response !== null) responses.push(response)
    now = after.waitingSinceMs === null ? { ...after, turnMs: null } : after
  }
  return responses
}

/** From the whole history: at each answer, what was asked since the one before and not taken back until then. */
function offline(steps: readonly Step[]): Response[] {
  let journalMs = startMs
  const timed = steps.map((step) => {
    const atMs = journalMs += step.afterMs
    return { step, atMs, saidMs: Math.min(atMs, atMs - (step.late ?? 0)) }
  })
  return timed.flatMap(({ step, atMs, saidMs }, index) => {
    if (step.kind !== 'answers') return []
    const last = timed.slice(0, index).findLastIndex((one) => one.step.kind === 'answers')
    const between = timed.slice(last + 1, index)
    const [first] = askedIn(between)
    if (first === undefined) return []
    // A turn of one's own begins where somebody waits, and ends where nobody does.
    const idle = between.findLastIndex((_, at) => askedIn(between.slice(0, at + 1)).length === 0)
    const handed = between.slice(idle + 1).findLast((one) => one.step.kind === 'handOver')?.atMs ?? 0
    if (step.how === 'console' || saidMs < first.saidMs) {
      return [{ sinceMs: Math.max(first.atMs, handed), respondedMs: atMs }]
    }
    return [{ sinceMs: Math.min(saidMs, Math.max(first.saidMs, handed)), respondedMs: saidMs }]
  })
}

/** And not taken back. */
function askedIn<T extends { step: Step }>(steps: readonly T[]): T[] {
  return steps.filter(({ step }, at) => step.kind === 'asks'
    && !steps.slice(at).some(({ step: later }) => later.kind === 'takesBack' && later.id === step.id))
}

const asks = (id: number, afterMs = 0, late = 0): Step => ({ kind: 'asks', id, afterMs, late })
const takesBack = (id: number, afterMs = 0): Step => ({ kind: 'takesBack', id, afterMs })
const answers = (afterMs: number, how: 'console' | 'phone' = 'console', late = 0): Step => {
  return { kind: 'answers', how, afterMs, late }
}
const handOver = (afterMs: number): Step => ({ kind: 'handOver', afterMs })

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
  expect(waits([asks(1), handOver(1_000), answers(20), asks(2), answers(3)])).toEqual([20, 3])
})

test('wrong response times: what an offline phone tells late counts by when it was said', () => {
  expect(waits([asks(1, 0, 3_600_000), answers(0, 'phone', 3_000_000)])).toEqual([600_000])
  expect(waits([asks(1), answers(3_600_000, 'phone', 3_590_000)])).toEqual([10_000])
  expect(waits([asks(1, 0, 3_600_000), asks(2, 5, 100), takesBack(1), answers(0, 'phone', 40)])).toEqual([60])
})

test('wrong response times: a console answers what it could see, whenever that was said', () => {
  expect(waits([asks(1, 0, 3_600_000), answers(20)])).toEqual([20])
})

test('wrong response times: a phone’s wrong clock makes none negative, and none longer than it was', () => {
  const [hour, second] = [3_600_000, 1_000]
  expect(waits([asks(1, 0, hour), answers(second, 'phone', hour)])).toEqual([second])
  expect(waits([asks(1, 0, -hour), answers(second, 'phone', -hour)])).toEqual([second])
  expect(waits([asks(1), answers(second, 'phone', hour)])).toEqual([second])
  expect(waits([asks(1), handOver(hour), answers(second, 'phone', hour)])).toEqual([0])
})

test('chatrooms have no response times', () => {
  expect(waits([asks(1), answers(5)], newConversation(account, room))).toEqual([])
})

test(`of more than ${waitingNotedMax} unanswered messages the first count`, () => {
  const many = Array.from({ length: waitingNotedMax + 5 }, (_, id) => asks(id, 1))
  expect(waits([...many, takesBack(0), answers(0)])).toEqual([waitingNotedMax + 3])
})

const afterMs = fc.integer({ min: 0, max: 100_000 })
/** Negative: by a clock that is fast. */
const late = fc.oneof(fc.constant(0), fc.integer({ min: -10_000, max: 200_000 }))
const id = fc.integer({ min: 0, max: waitingNotedMax - 1 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('asks', 'takesBack'), id, afterMs, late }),
  fc.record({ kind: fc.constant('answers'), how: fc.constantFrom('console', 'phone'), afterMs, late }),
  fc.record({ kind: fc.constantFrom('handOver', 'line', 'read', 'retry'), afterMs }),
)

test('event by event equals a look back from each answer', () => {
  fc.assert(fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
    // WeChat gives an id once.
    const seen = new Set<number>()
    const once = steps.filter((step) => step.kind !== 'asks' || (!seen.has(step.id) && seen.add(step.id)))
    const responses = incremental(once)
    expect(responses).toEqual(offline(once))
    for (const { sinceMs, respondedMs } of responses) expect(respondedMs).toBeGreaterThanOrEqual(sinceMs)
  }), { numRuns: 500 })
})
