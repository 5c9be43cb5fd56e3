import type { ResultCode } from '../../protocol/result-codes.ts'
import { type Spending, type Spent, spend } from './pacing.ts'

/** AUTO-1, of one account. */
export interface AutoAccept {
  readonly enabled: boolean
  readonly periodMinutes: number
  readonly perPeriod: number
  readonly spent: Spent
  /** WeChat said that it is too often: nothing until then. */
  readonly pausedUntilMs: number
}

/** How many of the requests that wait are accepted now. None is lost: the others wait for the next period. */
export function acceptNow(
  { enabled, periodMinutes, perPeriod, spent, pausedUntilMs }: AutoAccept,
  { waiting, nowMs }: { waiting: number; nowMs: number },
): Spending {
  if (!enabled) return { granted: 0, spent, nextMs: null }
  if (nowMs < pausedUntilMs) return { granted: 0, spent, nextMs: waiting === 0 ? null : pausedUntilMs }
  return spend({ perPeriod, periodMs: periodMinutes * 60_000 }, spent, { wanted: waiting, nowMs })
}

export interface AcceptResult {
  readonly outcome: 'succeeded' | 'failed' | 'unknown'
  readonly code: string | null
  /** The hub asked by itself, so often. */
  readonly automatic: boolean
  readonly attempts: number
}

export interface AcceptVerdict {
  readonly state: 'accepted' | 'failed' | 'expired' | 'pending'
  /** Nothing more is accepted by itself for a while. */
  readonly pauses: boolean
}

/**
 * What becomes of a request. Accepting one that is accepted already succeeds, so that what the hub asked for by itself
 * is asked again as long as it may still succeed; somebody who asked sees that it failed, and may ask again.
 */
export function afterResult({ outcome, code, automatic, attempts }: AcceptResult): AcceptVerdict {
  if (outcome === 'succeeded') return { state: 'accepted', pauses: false }
  if (code === 'requestExpired') return { state: 'expired', pauses: false }
  const isHopeless = hopeless.has(code ?? '') || attempts >= attemptsMax
  return { state: automatic && !isHopeless ? 'pending' : 'failed', pauses: automatic && code === 'tooFrequent' }
}

const hopeless: ReadonlySet<string> = new Set<ResultCode>([
  'wechatRefused', 'notFound', 'unsupported', 'badArguments', 'notFriend',
])

/** A phone that fails every time doesn't keep others waiting for ever. */
export const attemptsMax = 5
/** After a `tooFrequent`, if the period isn't longer. */
export const pauseMs = 60 * 60_000
