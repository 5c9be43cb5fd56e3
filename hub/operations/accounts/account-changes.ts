import type { AccountId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import {
  type AccountValues, type StoredAccount, hideAccount, lockAccount, updateAccount,
} from '../../../storage/queries/account-changes.ts'
import { hasUsableGroup } from '../../../storage/queries/contact-groups.ts'
import type { UserEntry } from '../../directory/entries.ts'
import { type Change, differences } from '../change.ts'
import { type Refusal, refuse, refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export async function lockSeenAccount(
  inside: Queries, { id, by }: { id: AccountId; by: UserEntry },
): Promise<StoredAccount | Refusal> {
  return await lockAccount(inside, { id, scope: scopeOf(by) }) ?? refuse('notFound', 'no such account')
}

/** The group is of accounts, and one that this user may use. */
export async function setAccountValues(
  inside: Queries, { stored, values, by }: { stored: StoredAccount; values: AccountValues; by: UserEntry },
): Promise<Change<{ version: number }> | Refusal> {
  const { id, title, version } = stored
  const { remark, group } = values
  const isUsable = group === null || group === stored.group
    || await hasUsableGroup(inside, { id: group, kind: 'account', scope: scopeOf(by) })
  if (!isUsable) return refuseField('group', 'no such group')
  const changed = differences({ remark: stored.remark, group: stored.group }, { remark, group })
  if (changed === null) return { output: { version }, audit: [] }
  await updateAccount(inside, { id, values })
  return { output: { version: version + 1 }, audit: [{ kind: 'account', id, title, ...changed }] }
}

export async function removeStoredAccount(
  inside: Queries, { stored: { id, title }, nowMs }: { stored: StoredAccount; nowMs: number },
): Promise<Change<Record<string, never>>> {
  await hideAccount(inside, { id, nowMs })
  return { output: {}, audit: [{ kind: 'account', id, title, before: { removed: false }, after: { removed: true } }] }
}
