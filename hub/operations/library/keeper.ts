import type { LibraryKind } from '../../../protocol/operations/library-groups.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import type { StoredContactGroup } from '../../../storage/queries/contact-groups.ts'
import { type Keeper, keptGroupScope } from '../../../storage/queries/library-groups.ts'
import type { UserEntry } from '../../directory/entries.ts'
import type { ConfigChange } from '../record-config-change.ts'
import { scopeOf } from '../scope.ts'

/** Who changes what is shared; one's own everybody may. */
export function keeperOf(user: UserEntry, kind: LibraryKind): Keeper {
  const right = kind === 'reply' ? 'quickReplies' : 'materials'
  return { scope: scopeOf(user), keepsShared: mayDo(user.permissions, right) }
}

export function keptBy(user: UserEntry, kind: LibraryKind) {
  return keptGroupScope(kind, keeperOf(user, kind))
}

type Shelf = Pick<StoredContactGroup, 'owner' | 'department'>

/** Whose the replies are, as `configChanged` names it. */
export function shelfKey({ owner, department }: Shelf): string {
  return owner !== null ? `u/${owner}` : department !== null ? `d/${department}` : 'public'
}

/** Consoles that send from these shelves read them again. */
export function repliesChanged(...shelves: Shelf[]): ConfigChange[] {
  return [...new Set(shelves.map(shelfKey))].map((key) => ({ area: 'reply', key }))
}
