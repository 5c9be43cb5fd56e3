import { assignmentAsked, peersAssigned } from '../../protocol/events/outbox.ts'
import { type AccountId, type PeerId, type UserId, isChatroom } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { mayDo } from '../../protocol/permissions.ts'
import type { Queries } from '../../storage/pool.ts'
import type { AuditEntry, AuditValues } from '../../storage/queries/audit.ts'
import { type KnownPeer, hasAccount, readKnownPeers } from '../../storage/queries/assignments.ts'
import { lockUser } from '../../storage/queries/user-changes.ts'
import type { UserEntry } from '../directory/entries.ts'
import type { Change } from '../operations/change.ts'
import { type Refusal, refuse, refuseField } from '../operations/refusal.ts'
import { scopeOf } from '../operations/scope.ts'
import type { OutboxEntry } from '../outbox.ts'

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
 * the scope of who assigns. Always a fact, also where the rows say so already: an earlier fact may be on its way. What
 * is given by the rules is only asked here: the projector decides, alone, so that turns and caps are exact.
 */
export async function assignPeers(
  inside: Queries, { account, to, by, notice, ...asked }: Assignment,
): Promise<Change<{ peers: number }> | Refusal> {
  const peers = [...new Set(asked.peers)]
  const scope = scopeOf(by)
  if (!await hasAccount(inside, { account, scope })) return refuse('notFound', 'no such account')
  const target = to === 'rules' ? null : await lockUser(inside, { id: to, scope })
  if (target !== null && (target === undefined || target.disabled || !mayDo(target.effective, 'chat'))) {
    return refuseField('seat', 'no such user, a disabled one, or no seat')
  }
  const known = await readKnownPeers(inside, { account, peers })
  if (known.length < peers.length) return refuse('notFound', 'no such friend or chatroom')
  const giver = { account, by: by.id, byName: by.realName, notice }
  const entry = (part: PeerId[]): OutboxEntry => target === null
    ? { fact: assignmentAsked, value: { ...giver, peers: part } }
    : { fact: peersAssigned, value: {
      ...giver, peers: part, seat: target.id, seatName: target.realName, reason: 'manual', note: null,
    } }
  const after: AuditValues = target === null ? { byRules: true } : { seat: target.id }
  return {
    output: { peers: peers.length }, audit: known.map((one) => auditOf(one, { account, after })),
    outbox: inParts(known).map(entry),
  }
}

/** Before and after of one conversation. */
export function auditOf(
  { peer, title, seat }: KnownPeer, { account, after }: { account: AccountId; after: AuditValues },
): AuditEntry {
  const kind = isChatroom(peer) ? 'chatroom' : 'friend'
  return { kind, id: `${account} ${peer}`, title, before: { seat }, after }
}

/** Who loses some of them isn't told of those that others lose. */
function inParts(known: readonly KnownPeer[]): PeerId[][] {
  const parts: PeerId[][] = []
  const open = new Map<UserId | null, PeerId[]>()
  for (const { peer, seat } of known) {
    let part = open.get(seat)
    if (part === undefined || part.length === limits.assignedPeersMax) {
      part = []
      open.set(seat, part)
      parts.push(part)
    }
    part.push(peer)
  }
  return parts
}
