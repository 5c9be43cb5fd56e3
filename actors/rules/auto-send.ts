import { type Pace, type Spent, spend } from './pacing.ts'

/** In one conversation: who answers our answers by itself is soon alone again. */
export const repliesPerTalk: Pace = { perPeriod: 5, periodMs: 10 * 60_000 }

/** A friend who comes and goes is greeted once. */
export const greetAgainMs = 24 * 3_600_000
/** A friend that a phone tells later than this after it was added isn't new any more. */
export const newFriendMsMax = 24 * 3_600_000

/** After what it answers, so that somebody of ours may be quicker; the messages of a list one after the other. */
export const firstAfterMs = 2_000
export const everyMs = 1_500
/** A greeting waits for the phone so long; an answer to a question is of no use so late. */
export const expiresAfterMs = { greeting: 24 * 3_600_000, keyword: 3_600_000 } as const

/** May this conversation have one more automatic answer? Null: no. */
export function oneMoreReply(spent: Spent, nowMs: number): Spent | null {
  const { granted, spent: after } = spend(repliesPerTalk, spent, { wanted: 1, nowMs })
  return granted === 1 ? after : null
}

export interface NewFriend {
  /** A friend already, as stored before. */
  readonly wasFriend: boolean
  /** One of our own accounts. */
  readonly isOurs: boolean
  readonly hadAsked: boolean
  readonly addedAtMs: number | null
  readonly greetedMs: number
}

/**
 * AUTO-2: is this somebody who became a friend just now? Whom a phone tells for the first time may be a friend of long
 * ago: it must say when, or there was a request.
 */
export function isGreeted(friend: NewFriend, nowMs: number): boolean {
  const { wasFriend, isOurs, hadAsked, addedAtMs, greetedMs } = friend
  if (wasFriend || isOurs || nowMs - greetedMs < greetAgainMs) return false
  return addedAtMs === null ? hadAsked : nowMs - addedAtMs < newFriendMsMax
}
