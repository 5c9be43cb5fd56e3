import { peersAssigned } from '../../protocol/events/outbox.ts'
import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import { readKnownPeers } from '../../storage/queries/assignments.ts'
import type { UserEntry } from '../directory/entries.ts'
import type { Change } from '../operations/change.ts'
import { type Refusal, refuse } from '../operations/refusal.ts'
import { auditOf } from './assign-peers.ts'

export interface Handover {
  account: AccountId
  peer: PeerId
  /** Null: back to the keeper of the phone. */
  seat: UserId | null
  seatName: string
  by: UserEntry
  reason: 'transfer' | 'takeOver' | 'giveBack'
  note: string
}

/** Inside the caller's transaction: one conversation goes from who serves it to somebody else. No rule's decision. */
export async function handOver(
  inside: Queries, { account, peer, seat, seatName, by, reason, note }: Handover,
): Promise<Change<{ seatName: string }> | Refusal> {
  const [known] = await readKnownPeers(inside, { account, peers: [peer] })
  if (known === undefined) return refuse('notFound', 'no such friend or chatroom')
  const value = {
    account, peers: [peer], seat, seatName, by: by.id, byName: by.realName, reason, notice: true,
    note: note.trim() === '' ? null : note.trim(),
  }
  return {
    output: { seatName }, audit: [auditOf(known, { account, after: { seat, reason, note: value.note } })],
    outbox: [{ fact: peersAssigned, value }],
  }
}
