import type { AccountId, ContactGroupId, PeerId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import { type ContactKey, lockContact, updateContactGroupOf } from '../../../storage/queries/contact-changes.ts'
import { hasUsableGroup } from '../../../storage/queries/contact-groups.ts'
import type { Scope } from '../../../storage/source.ts'
import type { UserEntry } from '../../directory/entries.ts'
import { type Change, differences } from '../change.ts'
import { type Refusal, refuse, refuseField } from '../refusal.ts'
import { toldFriend } from '../fields/told-friend.ts'
import { scopeOf } from '../scope.ts'

interface Grouping {
  kind: ContactKey['kind']
  /** Of the row: account and peer, joined by a space. */
  id: string
  group: ContactGroupId | null
  by: UserEntry
}

/** FRND-4, ROOM-4: into a group of its kind that this user may use, or out of any. */
export function setContactGroup(
  inside: Queries, grouping: Grouping,
): Promise<Change<Record<string, never>> | Refusal> {
  return groupContact(inside, { ...grouping, scope: scopeOf(grouping.by) })
}

/** The same for a contact that lies in this scope. */
export async function groupContact(
  inside: Queries, { kind, id, group, by, scope }: Grouping & { scope: Scope },
): Promise<Change<Record<string, never>> | Refusal> {
  const [account, peer] = id.split(' ') as [AccountId, PeerId]
  const stored = await lockContact(inside, { kind, account, peer, scope })
  if (stored === undefined) return refuse('notFound', `no such ${kind}`)
  if (group !== null && !await hasUsableGroup(inside, { id: group, kind, scope: scopeOf(by) })) {
    return refuseField('group', 'no such group')
  }
  const changed = differences({ group: stored.group }, { group })
  if (changed === null) return { output: {}, audit: [] }
  await updateContactGroupOf(inside, { kind, account, peer, group })
  return {
    output: {}, audit: [{ kind, id, title: stored.title, ...changed }],
    outbox: kind === 'friend' ? [toldFriend({ account, peer })] : [],
  }
}
