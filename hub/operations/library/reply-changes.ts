import type { QuickReplyId, UserId } from '../../../protocol/ids.ts'
import { type MessagePart, partSummary } from '../../../protocol/message-part.ts'
import { libraryLimits } from '../../../protocol/operations/library-groups.ts'
import type { Queries } from '../../../storage/pool.ts'
import type { GroupScope, StoredContactGroup } from '../../../storage/queries/contact-groups.ts'
import { countMembers } from '../../../storage/queries/library-groups.ts'
import {
  type StoredReply, deleteQuickReply, insertQuickReply, lockQuickReply,
} from '../../../storage/queries/quick-replies.ts'
import { subordinateScope } from '../../../storage/resources/quick-reply.ts'
import type { UserEntry } from '../../directory/entries.ts'
import type { Change } from '../change.ts'
import { type Refusal, refuse, refuseField, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { repliesChanged } from './keeper.ts'

export interface NewReply { title: string; parts: MessagePart[]; author: UserId }

/** The last of a group that is locked. */
export async function addReply(
  inside: Queries, group: StoredContactGroup, { title, parts, author }: NewReply,
): Promise<Change<{ reply: QuickReplyId }> | Refusal> {
  const full = await refuseFull(inside, group)
  if (full !== null) return full
  const values = { group: group.id, title, parts, summary: summaryOf(parts) }
  const reply = await insertQuickReply(inside, { ...values, author })
  const after = { group: group.name, title, content: values.summary }
  return {
    output: { reply }, audit: [{ kind: 'quickReply', id: reply, title, before: null, after }],
    config: repliesChanged(group),
  }
}

export async function refuseFull(inside: Queries, group: StoredContactGroup): Promise<Refusal | null> {
  const { repliesInGroupMax: max } = libraryLimits
  return await countMembers(inside, group) < max ? null : refuseField('group', `more than ${max} entries`)
}

export async function lockReply(
  inside: Queries, { id, scope, version }: { id: QuickReplyId; scope: GroupScope; version?: number },
): Promise<StoredReply | Refusal> {
  const stored = await lockQuickReply(inside, { id, scope })
  if (stored === undefined) return refuse('notFound', 'no such quick reply')
  return version !== undefined && version !== stored.version ? refuseStale(stored) : stored
}

/** QR-5: groups of people and departments below this user. */
export function belowUser(user: UserEntry): GroupScope {
  return (bind) => `exists (select from (select g.owner) n left join app_user o on o.id = n.owner
    where ${subordinateScope(scopeOf(user), bind)})`
}

export async function removeReply(inside: Queries, stored: StoredReply): Promise<Change<Record<string, never>>> {
  const { id, title, summary } = stored
  await deleteQuickReply(inside, id)
  return {
    output: {}, audit: [{ kind: 'quickReply', id, title, before: { title, content: summary }, after: null }],
    config: repliesChanged(stored),
  }
}

/** All it says, for lists and their search. */
export function summaryOf(parts: readonly MessagePart[]): string {
  return parts.map(partSummary).join(' ⏎ ')
}
