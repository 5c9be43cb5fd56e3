import { saidMs } from '../../protocol/chat-message.ts'
import { type Conversation, type ConversationEvent, silentTypes } from '../../protocol/conversation.ts'
import type { Position } from '../../protocol/ids.ts'
import {
  type Correction, type HandOver, type Turns, handOversKeptMs, handOversNotedMax,
} from '../../protocol/turns.ts'

/** A conversation with what only response times ask of it. */
export interface Turn extends Pick<Conversation, 'waitingSinceMs' | 'waiting'> {
  /** Null: it hasn't changed hands lately. */
  turns: Turns | null
}

/** One answer to a customer who waited. */
export interface Response {
  /** From here on it was the seat's to answer; never above `respondedMs`. */
  sinceMs: number
  respondedMs: number
  /** Whose it was then, where it isn't who has it now. */
  had: Pick<HandOver, 'from'> | null
}

export interface Outcome {
  response: Response | null
  correction: Correction | null
  turns: Turns | null
}

interface Told { event: ConversationEvent; position: Position; journalMs: number }

/**
 * What one event means for a conversation that was folded over it (protocol/conversation.ts, which says who waits, and
 * what ends it); null: nothing. A customer who waits no more because all was taken back got no answer.
 *
 * One clock measures both ends. What was typed on the phone, the phone's: a phone that was offline tells the question
 * and the answer together, and neither was said then. What was sent from a console, the journal's: nobody could have
 * seen the question there before. A phone by whose clock the answer came first is believed nothing.
 *
 * An answer is whose the conversation was when it was typed: who got it before that was told wasn't waited for. If they
 * have answered from a console meanwhile, that counts for what was asked in between only.
 */
export function responseOf(before: Turn, after: Turn, at: Told): Outcome | null {
  const { event, journalMs } = at
  const waited = before.waitingSinceMs !== null
  const ended = after.waitingSinceMs === null && event.kind !== 'messageRecalled'
  if (waited ? !ended : (before.turns?.answered ?? null) === null) return null
  const turns = recentTurns(before.turns, journalMs)
  const respondedMs = typedMs(at)
  if (waited && respondedMs !== null && respondedMs >= askedMs(before)) {
    const response = responseAt(turns, { sinceMs: askedMs(before), respondedMs })
    return { response, correction: null, turns: turns && { ...turns, answered: null } }
  }
  const corrected = respondedMs === null ? null : correctedBy(respondedMs, turns)
  return corrected ?? (waited ? answeredNow({ ...before, turns }, at) : null)
}

function answeredNow(before: Turn, { position, journalMs }: Told): Outcome {
  const { turns, waiting } = before
  const response = responseAt(turns, { sinceMs: before.waitingSinceMs ?? journalMs, respondedMs: journalMs })
  if (turns === null) return { response, correction: null, turns }
  const { sinceMs: turnMs } = turnAt(turns.handOvers, journalMs)
  const answered = turnMs <= askedMs(before) ? null : { respondedMs: journalMs, position, turnMs, waiting }
  return { response, correction: null, turns: { ...turns, answered } }
}

/** An answer typed before the hand-over to who has answered. */
function correctedBy(saidMs: number, turns: Turns | null): Outcome | null {
  const answered = turns?.answered ?? null
  const first = answered?.waiting[0]
  if (turns === null || answered === null || first === undefined) return null
  const { respondedMs, position, turnMs } = answered
  if (saidMs < first.saidMs || saidMs >= turnMs) return null
  const left = answered.waiting.filter((one) => one.saidMs > saidMs)
  const sinceMs = left[0] === undefined ? null : Math.max(left[0].atMs, turnMs)
  return {
    response: responseAt(turns, { sinceMs: first.saidMs, respondedMs: saidMs }),
    correction: { respondedMs, position, sinceMs },
    turns: { ...turns, answered: sinceMs === null ? null : { ...answered, waiting: left } },
  }
}

/** A seat isn't blamed for the time before it got the conversation. */
export function turnAfter<T extends Turn>(now: T, handOver: HandOver): T {
  const { handOvers, answered } = recentTurns(now.turns, handOver.atMs) ?? { handOvers: [], answered: null }
  return { ...now, turns: { handOvers: [...handOvers, handOver].slice(-handOversNotedMax), answered } }
}

function responseAt(
  turns: Turns | null, { sinceMs, respondedMs }: { sinceMs: number; respondedMs: number },
): Response {
  const turn = turnAt(turns?.handOvers ?? [], respondedMs)
  return { sinceMs: Math.max(sinceMs, turn.sinceMs), respondedMs, had: turn.had }
}

/** Since when who had it then had it. */
function turnAt(handOvers: readonly HandOver[], atMs: number): { sinceMs: number; had: Response['had'] } {
  const next = handOvers.findIndex((one) => one.atMs > atMs)
  const last = next < 0 ? handOvers.at(-1) : handOvers[next - 1]
  return { sinceMs: last?.atMs ?? 0, had: handOvers[next] ?? null }
}

function recentTurns(turns: Turns | null, nowMs: number): Turns | null {
  if (turns === null) return null
  const fromMs = nowMs - handOversKeptMs
  const handOvers = turns.handOvers.filter(({ atMs }) => atMs > fromMs)
  const answered = turns.answered !== null && turns.answered.turnMs > fromMs ? turns.answered : null
  return handOvers.length === 0 && answered === null ? null : { handOvers, answered }
}

function askedMs({ waiting, waitingSinceMs }: Turn): number {
  return waiting[0]?.saidMs ?? waitingSinceMs ?? 0
}

/** When our side typed it on the phone; null: it did not. */
function typedMs({ event, journalMs }: Told): number | null {
  if (event.kind !== 'messageReceived' || event.direction === 'in' || silentTypes.has(event.type)) return null
  return saidMs({ event, journalMs })
}
