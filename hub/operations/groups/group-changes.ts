import type { ContactGroupId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import {
  type ContactGroupValues, type GroupScope, type NewContactGroup, type StoredContactGroup, insertContactGroup,
  lockContactGroup, lockNeighbour, tradePlaces, updateContactGroup,
} from '../../../storage/queries/contact-groups.ts'
import { lockDepartment } from '../../../storage/queries/departments.ts'
import type { Scope } from '../../../storage/source.ts'
import { type Change, differences } from '../change.ts'
import { type Refusal, refuse, refuseField, refuseStale } from '../refusal.ts'

/** What is done to a group of any kind; who may do it is the caller's to say. */

export async function addGroup(
  inside: Queries, values: NewContactGroup, scope: Scope,
): Promise<Change<{ group: ContactGroupId }> | Refusal> {
  const { department, name: title } = values
  const isThere = department === null || await lockDepartment(inside, { id: department, scope }) !== undefined
  if (!isThere) return refuseField('department', 'no such department')
  const group = await insertContactGroup(inside, values)
  if (group === null) return nameTaken
  return { output: { group }, audit: [{ kind: 'group', id: group, title, before: null, after: { ...values } }] }
}

export async function lockGroup(
  inside: Queries, asked: { id: ContactGroupId; scope: GroupScope; version?: number },
): Promise<StoredContactGroup | Refusal> {
  const stored = await lockContactGroup(inside, asked)
  if (stored === undefined) return refuse('notFound', 'no such group')
  return asked.version !== undefined && stored.version !== asked.version ? refuseStale(stored) : stored
}

export async function renameGroup(
  inside: Queries, stored: StoredContactGroup, values: ContactGroupValues,
): Promise<Change<{ version: number }> | Refusal> {
  const { id, version } = stored
  if (!await updateContactGroup(inside, { id, ...values })) return nameTaken
  const changed = differences({ ...stored }, { ...values })
  return {
    output: { version: version + 1 },
    audit: [{ kind: 'group', id, title: values.name, before: changed?.before ?? null, after: changed?.after ?? null }],
  }
}

/** At the end of the list it stays where it is. */
export async function moveGroup(
  inside: Queries, { group, scope, direction }:
    { group: StoredContactGroup; scope: GroupScope; direction: 'up' | 'down' },
): Promise<Change<Record<string, never>>> {
  const neighbour = await lockNeighbour(inside, { group, scope, direction })
  if (neighbour === undefined) return { output: {}, audit: [] }
  await tradePlaces(inside, [group, neighbour])
  const { id, name: title, place } = group
  return { output: {}, audit: [{ kind: 'group', id, title, before: { place }, after: { place: neighbour.place } }] }
}

/** The audit entry of a group that is gone. */
export function goneGroup({ id, version: _version, ...before }: StoredContactGroup) {
  return { kind: 'group', id, title: before.name, before, after: null } as const
}

const nameTaken = refuse('nameTaken', 'a group of this kind has this name')
