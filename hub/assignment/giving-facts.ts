import { peersAssigned } from '../../protocol/events/outbox.ts'
import type { PeerId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { OutboxEntry } from '../outbox.ts'
import type { Result } from './decide-asks.ts'

/** What the rules gave, in the order in which they did; who loses some isn't told of those that others lose. */
export function givingFacts(results: readonly Result[]): OutboxEntry[] {
  const parts = new Map<string, { first: Result; peers: PeerId[] }>()
  const all: { first: Result; peers: PeerId[] }[] = []
  for (const result of results) {
    const { ask, standing, give } = result
    if (give === undefined) continue
    const key = [ask.account, give, standing.seat, ask.by, ask.notice].join(' ')
    let part = parts.get(key)
    if (part === undefined || part.peers.length === limits.assignedPeersMax) {
      part = { first: result, peers: [] }
      parts.set(key, part)
      all.push(part)
    }
    part.peers.push(ask.peer)
  }
  return all.map(({ first, peers }) => ({ fact: peersAssigned, value: valueOf(first, peers) }))
}

function valueOf({ ask, standing, decision, give }: Result, peers: PeerId[]) {
  const { account, by, byName, notice } = ask
  const seat = give ?? null
  const seatName = seat === null ? standing.keeperName : decision.seat?.name ?? ''
  return { account, peers, seat, seatName, by, byName, reason: 'rules' as const, notice }
}
