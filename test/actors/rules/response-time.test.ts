import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Outcome, type Turn, responseOf, turnAfter } from '../../../actors/rules/response-time.ts'
import {
  type Conversation, foldConversation, newConversation, waitingNotedMax,
} from '../../../protocol/conversation.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { handOversKeptMs, handOversNotedMax } from '../../../protocol/turns.ts'
import { account, peer, room } from '../../protocol/support/chat-events.ts'
import {
  type Counted, type Seat, type Step, anySeat, anyTalk, eventOf, inOrder, offline, timed,
} from './support/talks.ts'

type Talk = Conversation & Turn

/** As storage does it: one event after the other. */
function incremental(steps: readonly Step[], begin: Conversation = newConversation(account, peer)): Counted[] {
  const counted = new Map<number, Counted>()
  let now: Talk = { ...begin, turns: null }
  for (const [index, one] of timed(steps).entries()) {
    const { step, atMs: journalMs, seat } = one
    const event = eventOf(one)
    if (step.kind === 'handOver' && step.to !== seat) now = turnAfter(now, { atMs: journalMs, from: seat })
    if (event === null) continue
    const at = { event: { ...event, peer: begin.peer }, position: index + 100, journalMs }
    const after = foldConversation(now, at)
    const outcome = responseOf(now, after, at)
    now = outcome === null ? after : { ...after, turns: outcome.turns }
    if (outcome !== null) note(counted, outcome, { position: at.position, seat })
  }
  return inOrder([...counted.values()])
}

function note(
  counted: Map<number, Counted>, { response, correction }: Outcome,
  { position, seat }: { position: number; seat: Seat },
): void {
  const corrected = correction && counted.get(correction.position)
  if (correction?.sinceMs === null) counted.delete(correction.position)
  else if (corrected) corrected.sinceMs = correction?.sinceMs ?? 0
  if (response === null) return
  const { sinceMs, respondedMs, had } = response
  counted.set(position, { seat: had === null ? seat : had.from, sinceMs, respondedMs })
}

const asks = (id: number, afterMs = 0, late = 0): Step => ({ kind: 'asks', id, afterMs, late })
const takesBack = (id: number, afterMs = 0): Step => ({ kind: 'takesBack', id, afterMs })
const answers = (afterMs: number, how: 'console' | 'phone' = 'console', late = 0): Step => {
  return { kind: 'answers', how, afterMs, late }
}
const [first, second] = ['u1' as UserId, 'u2' as UserId]
const handOver = (afterMs: number, to: Seat = first): Step => ({ kind: 'handOver', afterMs, to })

const waits = (steps: readonly Step[], begin?: Conversation): number[] => {
  return incremental(steps, begin).map(({ sinceMs, respondedMs }) => respondedMs - sinceMs)
}
const waitsOf = (...steps: Step[]): [Seat, number][] => {
  return incremental(steps).map(({ seat, sinceMs, respondedMs }) => [seat, respondedMs - sinceMs])
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
})

test('chatrooms have no response times', () => {
  expect(waits([asks(1), answers(5)], newConversation(account, room))).toEqual([])
})

test(`of more than ${waitingNotedMax} unanswered messages the first count`, () => {
  const many = Array.from({ length: waitingNotedMax + 5 }, (_, id) => asks(id, 1))
  expect(waits([...many, takesBack(0), answers(0)])).toEqual([waitingNotedMax + 3])
})

test('wrong response times: an answer told after a hand-over is theirs who had the customer when it was typed', () => {
  expect(waitsOf(asks(1), handOver(100), answers(50, 'phone', 120))).toEqual([[null, 30]])
  expect(waitsOf(asks(1), handOver(100), answers(50, 'phone', 50))).toEqual([[first, 0]])
  expect(waitsOf(asks(1, 0), handOver(10), handOver(90, second), handOver(10, null), answers(10, 'phone', 50)))
    .toEqual([[first, 60]])
  // Told of together with its question.
  expect(waitsOf(handOver(100), asks(1, 50, 100), answers(0, 'phone', 70))).toEqual([[null, 30]])
})

test('wrong response times: what is asked before a hand-over and told after it waits for the new seat', () => {
  expect(waitsOf(asks(1), handOver(100), answers(50, 'phone', 120), asks(2, 0, 110), answers(20, 'phone')))
    .toEqual([[null, 30], [first, 70]])
  expect(waitsOf(asks(1), handOver(100), answers(50, 'phone', 120), asks(2, 0, 30), answers(20, 'phone')))
    .toEqual([[null, 30], [first, 50]])
  expect(waitsOf(asks(1), handOver(100), answers(50, 'phone', 120), asks(2, 0, 110), answers(20)))
    .toEqual([[null, 30], [first, 20]])
})

test('wrong response times: who got a customer and answered what had been answered already waited for nothing', () => {
  expect(waitsOf(asks(1), handOver(100), answers(50), answers(50, 'phone', 170))).toEqual([[null, 30]])
  expect(waitsOf(asks(1), handOver(100), handOver(10, second), answers(50), answers(50, 'phone', 105)))
    .toEqual([[first, 5]])
  // Asked in between: that they have answered.
  expect(waitsOf(asks(1), asks(2, 60), handOver(40), answers(50), answers(50, 'phone', 170)))
    .toEqual([[null, 30], [first, 50]])
  const twice = [answers(50, 'phone', 170), answers(0, 'phone', 120)]
  expect(waitsOf(asks(1), asks(2, 60), handOver(40), answers(50), ...twice)).toEqual([[null, 30], [null, 20]])
  // Typed after the hand-over, or before the question: the answer stands.
  expect(waitsOf(asks(1), handOver(100), answers(50), answers(50, 'phone', 70))).toEqual([[first, 50]])
  expect(waitsOf(asks(1), handOver(100), answers(50), answers(50, 'phone', 201))).toEqual([[first, 50]])
})

test('hand-overs are noted for a week, and so many: before the first noted it was whose it was until then', () => {
  expect(waitsOf(asks(1), handOver(100), answers(handOversKeptMs, 'phone', handOversKeptMs + 50)))
    .toEqual([[first, 50]])
  const many = Array.from({ length: handOversNotedMax + 2 }, (_, index) => handOver(10, index % 2 ? first : second))
  expect(waitsOf(asks(1), ...many, answers(10, 'phone', 10 * handOversNotedMax + 25))).toEqual([[first, 5]])
})

test('event by event equals a look back from each answer', () => {
  fc.assert(fc.property(anyTalk, (steps) => {
    const counted = incremental(steps)
    expect(counted).toEqual(offline(steps))
    for (const { sinceMs, respondedMs } of counted) expect(respondedMs).toBeGreaterThanOrEqual(sinceMs)
  }), { numRuns: 500 })
})

/** What happens, each later than the one before; `told`: the phone has its hub at that moment. */
const anyHappened = fc.array(fc.oneof(
  fc.record({ kind: fc.constantFrom('asks', 'answers'), told: fc.boolean(), afterMs: fc.integer({ min: 1, max: 99 }) }),
  fc.record({ kind: fc.constant('handOver' as const), to: anySeat, afterMs: fc.integer({ min: 1, max: 99 }) }),
), { maxLength: 3 * handOversNotedMax }).filter((happened) => {
  return happened.filter(({ kind }) => kind === 'handOver').length <= handOversNotedMax
})

test('wrong response times: however late a phone tells, its answers count as if it had told them at once', () => {
  fc.assert(fc.property(anyHappened, (happened) => {
    let nowMs = 0
    let toldMs = 0
    const untold: { step: Step; saidMs: number }[] = []
    const [atOnce, late]: Step[][] = [[], []]
    const tell = (step: Step, saidMs: number): void => {
      late?.push({ ...step, afterMs: nowMs - toldMs, late: nowMs - saidMs })
      toldMs = nowMs
    }
    const tellAll = (): void => untold.splice(0).forEach(({ step, saidMs }) => tell(step, saidMs))
    for (const [id, { afterMs, ...one }] of happened.entries()) {
      nowMs += afterMs
      const step: Step = one.kind === 'handOver' ? { afterMs, kind: one.kind, to: one.to }
        : one.kind === 'asks' ? asks(id, afterMs) : answers(afterMs, 'phone')
      atOnce?.push(step)
      if (one.kind === 'handOver') tell(step, nowMs)
      else untold.push({ step, saidMs: nowMs })
      if (one.kind !== 'handOver' && one.told) tellAll()
    }
    nowMs += 1
    tellAll()
    expect(incremental(late ?? [])).toEqual(incremental(atOnce ?? []))
  }), { numRuns: 500 })
})
