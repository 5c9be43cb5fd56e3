import { peersAssigned } from '../../protocol/events/outbox.ts'
import { type AccountId, type PeerId, type UserId, isChatroom } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Queries } from '../../storage/pool.ts'
import type { AuditEntry } from '../../storage/queries/audit.ts'
import { type KnownPeer, readAccountKeeper, readKnownPeers } from '../../storage/queries/assignments.ts'
import { lockUser } from '../../storage/queries/user-changes.ts'
import type { UserEntry } from '../directory/entries.ts'
import type { Change } from '../operations/change.ts'
import { type Refusal, refuse, refuseField } from '../operations/refusal.ts'
import { scopeOf } from '../operations/scope.ts'
import { decideSeat } from './decide-seat.ts'

export interface Assignment {
  account: AccountId
  /** Friends, chatrooms or conversations of the account. */
  peers: readonly PeerId[]
  to: UserId | 'rules'
  by: UserEntry
  notice: boolean
}

/**
 * Inside the caller's transaction: who serves these conversations from now on. The account and the new seat lie in
 * the scope of who assigns. Always a fact, also where the rows say so already: an earlier fact may be on its way.
 */
export async function assignPeers(
  inside: Queries, { account, to, by, notice, ...asked }: Assignment,
): Promise<Change<{ peers: number }> | Refusal> {
  const peers = [...new Set(asked.peers)]
  const scope = scopeOf(by)
  const owner = await readAccountKeeper(inside, { account, scope })
  if (owner === undefined) return refuse('notFound', 'no such account')
  if (to !== 'rules') {
    const user = await lockUser(inside, { id: to, scope })
    if (user === undefined || user.disabled) return refuseField('seat', 'no such user, or a disabled one')
  }
  const known = await readKnownPeers(inside, { account, peers })
  if (known.length < peers.length) return refuse('notFound', 'no such friend or chatroom')
  const seat = to === 'rules' ? decideSeat({ keeper: owner.keeper }).seat : to
  const reason = to === 'rules' ? 'rules' : 'manual'
  const value = { account, seat, by: by.id, reason, notice } as const
  return {
    output: { peers: peers.length },
    audit: known.map((one) => auditOf(one, { account, seat })),
    outbox: inParts(peers).map((part) => ({ fact: peersAssigned, value: { ...value, peers: part } })),
  }
}

function auditOf(
  { peer, title, seat: before }: KnownPeer, { account, seat }: { account: AccountId; seat: UserId | null },
): AuditEntry {
  const kind = isChatroom(peer) ? 'chatroom' : 'friend'
  return { kind, id: `${account} ${peer}`, title, before: { seat: before }, after: { seat } }
}

function inParts(peers: readonly PeerId[]): PeerId[][] {
  const parts: PeerId[][] = []
  for (let from = 0; from < peers.length; from += limits.assignedPeersMax) {
    parts.push(peers.slice(from, from + limits.assignedPeersMax))
  }
  return parts
}
