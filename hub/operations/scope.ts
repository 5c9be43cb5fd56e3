import { mayDo } from '../../protocol/permissions.ts'
import type { Scope } from '../../storage/source.ts'
import type { UserEntry } from '../directory/entries.ts'

/** What a user sees: everything, their department and those below, or what is their own. */
export function scopeOf({ id, departmentId, permissions }: UserEntry): Scope {
  if (mayDo(permissions, 'companyScope')) return { kind: 'company', user: id }
  const kind = mayDo(permissions, 'departmentScope') ? 'departments' : 'own'
  return { kind, department: departmentId, user: id }
}

/** The same for one person, as the directory knows both. */
export function isInScope(user: UserEntry, subject: UserEntry): boolean {
  switch (scopeOf(user).kind) {
    case 'company': return true
    case 'own': return subject.id === user.id
    case 'departments': return subject.id === user.id || subject.departmentPath.includes(user.departmentId)
  }
}
