import type { HubEvent } from '../../protocol/events/index.ts'
import { type AccountId, type PeerId, isChatroom } from '../../protocol/ids.ts'

/**
 * One WeChat account that is logged in on a phone of this hub: whether it is there, and who waits for an
 * answer since when. It is fed by the feed and decides nothing durable yet; pacing and automatic answers live
 * here later.
 */
export interface Account {
  account: AccountId
  online: boolean
  /** Journal time of the first unanswered message, by peer. Bounded: the longest waiting are kept. */
  waiting: Map<PeerId, number>
}

export type AccountItem =
  | { type: 'happened'; event: HubEvent; journalMs: number }
  | { type: 'deviceLeft' }

/** More than a person could ever answer; beyond it newcomers aren't counted. */
export const waitingMax = 10_000

export function newAccount(account: AccountId): Account {
  return { account, online: false, waiting: new Map() }
}

export function receiveAccount(now: Account, batch: readonly AccountItem[]): Account {
  for (const item of batch) {
    if (item.type === 'deviceLeft') now.online = false
    else onHappened(now, item.event, item.journalMs)
  }
  return now
}

function onHappened(now: Account, event: HubEvent, journalMs: number): void {
  switch (event.kind) {
    case 'accountOnline':
      now.online = true
      return
    case 'accountOffline':
      now.online = false
      return
    case 'messageReceived':
      if (event.direction === 'out') now.waiting.delete(event.peer)
      else if (!isChatroom(event.peer) && !now.waiting.has(event.peer) && now.waiting.size < waitingMax) {
        now.waiting.set(event.peer, journalMs)
      }
      return
    case 'sendRequested':
      now.waiting.delete(event.peer)
      return
    default:
  }
}
