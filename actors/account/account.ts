import type { HubEvent } from '../../protocol/events/index.ts'
import { type AccountId, type PeerId, isChatroom } from '../../protocol/ids.ts'

/**
 * One WeChat account that is logged in on a phone of this hub: who waits for an answer since when. It is fed by the
 * feed and decides nothing durable yet; pacing and automatic answers live here later.
 */
export interface Account {
  account: AccountId
  /** Journal time of the first unanswered message, by peer. Bounded: the longest waiting are kept. */
  waiting: Map<PeerId, number>
}

export type AccountItem =
  | { type: 'wrote'; peer: PeerId; outgoing: boolean; journalMs: number }
  | { type: 'happened'; event: HubEvent }

/** More than a person could ever answer; beyond it newcomers aren't counted. */
export const waitingMax = 10_000

export function newAccount(account: AccountId): Account {
  return { account, waiting: new Map() }
}

export function receiveAccount(now: Account, batch: readonly AccountItem[]): Account {
  for (const item of batch) {
    if (item.type === 'wrote') onWrote(now, item)
    else onHappened(now, item.event)
  }
  return now
}

function onWrote({ waiting }: Account, { peer, outgoing, journalMs }: AccountItem & { type: 'wrote' }): void {
  if (outgoing) waiting.delete(peer)
  else if (!waiting.has(peer) && waiting.size < waitingMax && !isChatroom(peer)) waiting.set(peer, journalMs)
}

function onHappened({ waiting }: Account, event: HubEvent): void {
  if (event.kind === 'sendRequested') waiting.delete(event.peer)
}
