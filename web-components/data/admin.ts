import type { UserView } from '../../protocol/operations/session.ts'
import { type Access, mayDo } from '../../protocol/permissions.ts'
import type { Address } from './address.ts'
import type { Api } from './api.ts'
import type { DepartmentTree } from './department-tree.ts'
import type { ExtensionFields } from './extension-fields.ts'
import type { JobShelf } from './job-shelf.ts'
import type { LiveHints } from './live-hints.ts'

/** What every part of the admin console is given: who works here, and the ways to the hub. */
export interface Admin {
  readonly user: UserView
  readonly api: Api
  readonly address: Address
  readonly live: LiveHints
  readonly jobs: JobShelf
  readonly departments: DepartmentTree
  readonly fields: ExtensionFields
  /** A word at the lower edge that goes by itself. */
  readonly say: (text: string) => void
}

export function may({ user }: Pick<Admin, 'user'>, access: Access): boolean {
  return mayDo(user.permissions, access)
}
