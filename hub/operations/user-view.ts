import type { UserView } from '../../protocol/operations/session.ts'
import type { UserEntry } from '../directory/entries.ts'

export function userView({ id, loginName, realName, department, permissions }: UserEntry): UserView {
  return { user: id, loginName, realName, department, permissions: [...permissions] }
}
