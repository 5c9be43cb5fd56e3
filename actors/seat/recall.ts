import type { PeerId, UserId } from '../../protocol/ids.ts'
import type { Refusal } from './uplink.ts'

/** A message that a console has sent: who, to whom, and when the hub heard that it was sent. */
export interface RecentSend {
  user: UserId
  peer: PeerId
  sentMs: number
}

/** SEAT-4: an agent takes back only what they sent themselves, and only for two minutes by the hub's clock. */
export function recallRefusal(
  { sent, user, peer, nowMs }: { sent: RecentSend | undefined; user: UserId; peer: PeerId; nowMs: number },
): Refusal | null {
  if (sent === undefined || sent.user !== user || sent.peer !== peer) {
    return { code: 'notYours', field: 'msgSvrId', reason: 'not among the messages that this user sent lately' }
  }
  if (nowMs - sent.sentMs <= recallMs) return null
  return { code: 'tooLate', field: 'msgSvrId', reason: 'sent more than two minutes ago' }
}

/** WeChat's own rule. The phone judges the last word: the hub hears of a sending a little later. */
export const recallMs = 2 * 60_000
