import {
  type LibraryKind, changeLibraryGroup as changeOne, createLibraryGroup as create, deleteLibraryGroup as remove,
  libraryLimits, listLibraryGroups as list, moveLibraryGroup as move,
} from '../../../protocol/operations/library-groups.ts'
import type { ContactGroupId } from '../../../protocol/ids.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import type { Queries } from '../../../storage/pool.ts'
import {
  type GroupScope, type NewContactGroup, type StoredContactGroup, deleteContactGroup, usableGroupScope,
} from '../../../storage/queries/contact-groups.ts'
import {
  countLibraryGroups, countMembers, onShelfOf, readLibraryGroups,
} from '../../../storage/queries/library-groups.ts'
import type { UserEntry } from '../../directory/entries.ts'
import { type Change, change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { addGroup, goneGroup, lockGroup, moveGroup, renameGroup } from '../groups/group-changes.ts'
import { Refusal, refuse, refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { keeperOf, keptBy, repliesChanged } from './keeper.ts'

export const listLibraryGroups = defineHandler(list, async ({ kind }, { pool, user }) => {
  const kept = keptBy(user, kind)
  const scope: GroupScope = (bind) => {
    return `(g.kind = ${bind(kind)} and ${usableGroupScope(scopeOf(user), bind)} or ${kept(bind)})`
  }
  return { groups: await readLibraryGroups(pool, { kind, scope, kept }) }
})

export const createLibraryGroup = defineHandler(create, (input, context) => change(context, async (inside) => {
  const { user } = context
  const { kind, scope: of, department, name } = input
  if ((of === 'department') !== (department !== null)) return refuseField('department', 'missing')
  const refused = refuseShelf(user, { kind, isOwn: of === 'personal' })
  if (refused !== null) return refused
  const values: NewContactGroup = { kind, department, owner: of === 'personal' ? user.id : null, name, remark: '' }
  if (await countLibraryGroups(inside, values) >= libraryLimits.groupsMax) {
    return refuseField('name', `more than ${libraryLimits.groupsMax} entries`)
  }
  const added = await addGroup(inside, values, keeperOf(user, kind).scope)
  return added instanceof Refusal ? added : withNews(added, values)
}))

export const changeLibraryGroup = defineHandler(changeOne, (input, context) => change(context, async (inside) => {
  const stored = await lockKept(inside, input.group, { user: context.user, version: input.version })
  if (stored instanceof Refusal) return stored
  const renamed = await renameGroup(inside, stored, { name: input.name, remark: stored.remark })
  return renamed instanceof Refusal ? renamed : withNews(renamed, stored)
}))

export const moveLibraryGroup = defineHandler(move, ({ group: id, direction }, context) => {
  return change(context, async (inside) => {
    const { user } = context
    const group = await lockKept(inside, id, { user })
    if (group instanceof Refusal) return group
    const onShelf: GroupScope = (bind) => onShelfOf(group, bind)
    return withNews(await moveGroup(inside, { group, scope: onShelf, direction }), group)
  })
})

export const deleteLibraryGroup = defineHandler(remove, (input, context) => change(context, async (inside) => {
  const stored = await lockKept(inside, input.group, { user: context.user, version: input.version })
  if (stored instanceof Refusal) return stored
  const members = await countMembers(inside, stored)
  if (members > 0) return refuse('inUse', `分组里还有 ${members} 条内容，请先删除或移走`)
  await deleteContactGroup(inside, stored.id)
  return withNews({ output: {}, audit: [goneGroup(stored)] }, stored)
}))

/** A group of either kind that this user keeps, locked: whoever puts something into it waits. */
export async function lockKept(
  inside: Queries, id: ContactGroupId,
  { user, version, kind }: { user: UserEntry; version?: number; kind?: LibraryKind },
): Promise<StoredContactGroup | Refusal> {
  const kinds: LibraryKind[] = kind === undefined ? ['reply', 'material'] : [kind]
  const scope: GroupScope = (bind) => `(${kinds.map((one) => keptBy(user, one)(bind)).join(' or ')})`
  return lockGroup(inside, { id, scope, ...version === undefined ? {} : { version } })
}

function refuseShelf(
  { permissions }: UserEntry, { kind, isOwn }: { kind: LibraryKind; isOwn: boolean },
): Refusal | null {
  if (isOwn && kind !== 'reply') return refuseField('scope', 'materials are shared')
  const right = kind === 'reply' ? 'quickReplies' : 'materials'
  const may = mayDo(permissions, right) || (isOwn && mayDo(permissions, 'chat'))
  return may ? null : refuse('noRight', `this needs the permission ${right}`)
}

function withNews<Output>(done: Change<Output>, group: Pick<StoredContactGroup, 'kind' | 'owner' | 'department'>) {
  return group.kind === 'reply' && done.audit.length > 0 ? { ...done, config: repliesChanged(group) } : done
}
