import fc from 'fast-check'
import { type ConversationEvent, waitingNotedMax } from '../../../../protocol/conversation.ts'
import type { MsgSvrId, SourceId, UserId } from '../../../../protocol/ids.ts'
import { handOversKeptMs, handOversNotedMax } from '../../../../protocol/turns.ts'
import { read, recalled, received, sent } from '../../../protocol/support/chat-events.ts'

/** Of what follows another by so many ms; `late`: a phone told it so long after it was said. */
export type Step = { afterMs: number; late?: number } & (
  | { kind: 'asks' | 'takesBack'; id: number } | { kind: 'answers'; how: 'console' | 'phone' }
  | { kind: 'handOver'; to: Seat } | { kind: 'line' | 'read' | 'retry' })

/** Null: the keeper of the phone, who has all conversations at first. */
export type Seat = UserId | null
export const keeper = 'keeper' as UserId

/** One response, and whose it is. */
export interface Counted { seat: Seat; sinceMs: number; respondedMs: number }

interface Timed { step: Step; atMs: number; saidMs: number; /** Until this step. */ seat: Seat }
interface Asked { atMs: number; saidMs: number }

const startMs = Date.parse('2026-03-01T15:59:50Z')
const idOf = (id: number): MsgSvrId => String(1_000 + id) as MsgSvrId

/** Null: a hand-over, which is no event of the conversation itself. `seat`: who has it. */
export function eventOf({ step, atMs, saidMs: sentAtMs, seat }: Timed): ConversationEvent | null {
  const source = `t/${seat ?? keeper}/tabX7` as SourceId
  switch (step.kind) {
    case 'asks': return received({ msgSvrId: idOf(step.id), sentAtMs })
    case 'takesBack': return recalled({ msgSvrId: idOf(step.id) })
    case 'answers': return step.how === 'console'
      ? sent({ source, sequence: atMs })
      : received({ direction: 'out', msgSvrId: '7' as MsgSvrId, sentAtMs })
    case 'line': return received({ type: 'system', msgSvrId: '8' as MsgSvrId })
    case 'read': return read(50)
    case 'retry': return sent({ retryOf: 'tabX7.1' as never })
    case 'handOver': return null
  }
}

/** `saidMs` may lie after `atMs`: by a clock that is fast. */
export function timed(steps: readonly Step[]): Timed[] {
  let atMs = startMs
  let seat: Seat = null
  return steps.map((step) => {
    atMs += step.afterMs
    const one = { step, atMs, saidMs: atMs - (step.late ?? 0), seat }
    if (step.kind === 'handOver') seat = step.to
    return one
  })
}

interface Answer {
  atMs: number
  /** Before all else, where it came from a console. */
  typedMs: number
  /** Since the answer before it, and not taken back. */
  asked: Asked[]
  turnAt: (atMs: number) => { seat: Seat; sinceMs: number }
}

function answersIn(steps: readonly Step[]): Answer[] {
  const all = timed(steps).map((one) => ({ ...one, saidMs: Math.min(one.atMs, one.saidMs) }))
  return all.flatMap(({ step, atMs, saidMs, seat }, index) => {
    if (step.kind !== 'answers') return []
    const before = all.slice(0, index)
    const asked = askedIn(before.slice(before.findLastIndex((one) => one.step.kind === 'answers') + 1))
    const typedMs = step.how === 'phone' ? saidMs : -Infinity
    return [{ atMs, typedMs, asked, turnAt: turnsOf(before, { atMs, seat }) }]
  })
}

/** From the whole history: at each answer, what was asked since the one before and not taken back until then. */
export function offline(steps: readonly Step[]): Counted[] {
  const counted: Counted[] = []
  let last: { turnMs: number; counted: Counted; left: Asked[] } | null = null
  for (const { atMs, typedMs, asked, turnAt } of answersIn(steps)) {
    const respondedAt = (respondedMs: number, sinceMs: number): Counted => {
      const turn = turnAt(respondedMs)
      const one = { seat: turn.seat, sinceMs: Math.max(sinceMs, turn.sinceMs), respondedMs }
      counted.push(one)
      return one
    }
    const [first] = asked
    if (first !== undefined && typedMs >= first.saidMs) {
      respondedAt(typedMs, first.saidMs)
      last = null
      continue
    }
    const earlier = last === null || last.turnMs <= atMs - handOversKeptMs ? undefined : last.left[0]
    if (last !== null && earlier !== undefined && typedMs >= earlier.saidMs && typedMs < last.turnMs) {
      // Told after the last answer, and typed before the turn of who gave that began.
      respondedAt(typedMs, earlier.saidMs)
      last.left = last.left.filter((one) => one.saidMs > typedMs)
      const [left] = last.left
      last.counted.sinceMs = Math.max(left?.atMs ?? Infinity, last.turnMs)
    } else if (first !== undefined) {
      last = { turnMs: turnAt(atMs).sinceMs, counted: respondedAt(atMs, first.atMs), left: asked }
    }
  }
  return inOrder(counted.filter(({ sinceMs }) => sinceMs < Infinity))
}

export function inOrder(counted: readonly Counted[]): Counted[] {
  return counted.toSorted((a, b) => a.respondedMs - b.respondedMs || a.sinceMs - b.sinceMs)
}

/** Who had it when, and since when, as far as it is known at `atMs`. */
function turnsOf(
  before: readonly Timed[], now: { atMs: number; seat: Seat },
): (atMs: number) => { seat: Seat; sinceMs: number } {
  const hands = before.flatMap(({ step, atMs, seat: from }) => {
    return step.kind === 'handOver' && step.to !== from && atMs > now.atMs - handOversKeptMs
      ? [{ atMs, from, to: step.to }] : []
  }).slice(-handOversNotedMax)
  return (atMs) => {
    const last = hands.findLast((one) => one.atMs <= atMs)
    if (last !== undefined) return { seat: last.to, sinceMs: last.atMs }
    return { seat: hands[0] === undefined ? now.seat : hands[0].from, sinceMs: 0 }
  }
}

function askedIn<T extends { step: Step }>(steps: readonly T[]): T[] {
  return steps.filter(({ step }, at) => step.kind === 'asks'
    && !steps.slice(at).some(({ step: later }) => later.kind === 'takesBack' && later.id === step.id))
}

const oneOf = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 50, arbitrary: usual }, { weight: 1, arbitrary: rare })

const days = fc.integer({ min: 1, max: 8 * 86_400_000 })
const afterMs = oneOf(fc.integer({ min: 0, max: 20 }), days)
/** Negative: by a clock that is fast. */
const late = oneOf(fc.oneof(fc.constant(0), fc.integer({ min: -10, max: 80 })), days)
const id = fc.integer({ min: 0, max: 3 })
export const anySeat = fc.constantFrom(null, 'u1' as UserId, 'u2' as UserId)

const step = <Kind extends Step['kind']>(...kinds: Kind[]) => fc.constantFrom(...kinds)
const asks = fc.record({ kind: step('asks'), id, afterMs, late })
const answers = fc.record({ kind: step('answers'), how: fc.constantFrom('console', 'phone'), afterMs, late })
const handOver = fc.record({ kind: step('handOver'), to: anySeat, afterMs })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  asks, answers, handOver, fc.record({ kind: step('takesBack'), id, afterMs }),
  fc.record({ kind: step('line', 'read', 'retry'), afterMs }),
)

/** Among anything else, what is answered twice around a hand-over. */
export const anyTalk: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(anyStep.map((one) => [one]), fc.tuple(asks, anyStep, handOver, answers, answers)), { maxLength: 30 },
).map((parts) => named(parts.flat()))

/** Each question has an id of its own, and what is taken back is one of the last; as many wait as are noted. */
function named(steps: readonly Step[]): Step[] {
  let [ids, waiting] = [0, 0]
  return steps.flatMap((one) => {
    if (one.kind === 'takesBack') return [{ ...one, id: ids - one.id }]
    if (one.kind === 'answers') waiting = 0
    if (one.kind !== 'asks') return [one]
    waiting += 1
    return waiting > waitingNotedMax ? [] : [{ ...one, id: ids += 1 }]
  })
}
