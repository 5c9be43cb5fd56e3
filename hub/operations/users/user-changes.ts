import { randomInt } from 'node:crypto'
import type { UserId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import { lockDepartment } from '../../../storage/queries/departments.ts'
import {
  type StoredUser, type UserValues, insertUser, lockUser, updateDisabled, updateUser,
} from '../../../storage/queries/user-changes.ts'
import type { UserEntry } from '../../directory/entries.ts'
import { type Change, differences } from '../change.ts'
import { type Refusal, refuse, refuseField } from '../refusal.ts'
import { refuseAbove, refuseGrant, refuseWithoutAdministrator } from '../rights.ts'
import { scopeOf } from '../scope.ts'

/** Somebody whom this user sees and who may no more than they; locked. */
export async function lockBelow(
  inside: Queries, { id, by }: { id: UserId; by: UserEntry },
): Promise<StoredUser | Refusal> {
  const stored = await lockUser(inside, { id, scope: scopeOf(by) })
  if (stored === undefined) return refuse('notFound', 'no such user')
  return refuseAbove(by, stored.effective) ?? stored
}

export interface NewUser { values: UserValues; password: string; by: UserEntry; nowMs: number }

/** Shared by the form and the import. `password` is a hash. */
export async function addUser(
  inside: Queries, { values, password, by, nowMs }: NewUser,
): Promise<Change<{ user: UserId }> | Refusal> {
  const refused = await refuseValues(inside, { values, before: null, by })
  if (refused !== null) return refused
  const id = newUserId()
  if (!await insertUser(inside, { id, password, values, nowMs })) return nameTaken
  return {
    output: { user: id },
    audit: [{ kind: 'user', id, title: values.loginName, before: null, after: { ...values } }],
    config: [{ area: 'user', key: id }],
  }
}

/** New values for somebody who was locked. */
export async function setUserValues(
  inside: Queries, { stored, values, by }: { stored: StoredUser; values: UserValues; by: UserEntry },
): Promise<Change<{ version: number }> | Refusal> {
  const refused = await refuseValues(inside, { values, before: stored, by })
  if (refused !== null) return refused
  if (!await updateUser(inside, { id: stored.id, values })) return nameTaken
  const changed = differences({ ...stored }, { ...values })
  return {
    output: { version: stored.version + 1 },
    audit: [auditOf(stored, changed)],
    config: [{ area: 'user', key: stored.id }], check: refuseWithoutAdministrator,
  }
}

export async function setDisabled(
  inside: Queries, { stored, disabled }: { stored: StoredUser; disabled: boolean },
): Promise<Change<Record<string, never>>> {
  if (stored.disabled === disabled) return { output: {}, audit: [] }
  await updateDisabled(inside, { id: stored.id, disabled })
  return {
    output: {}, audit: [auditOf(stored, { before: { disabled: stored.disabled }, after: { disabled } })],
    config: [{ area: 'user', key: stored.id }], check: refuseWithoutAdministrator,
  }
}

export function valuesOf(stored: StoredUser): UserValues {
  const { loginName, realName, department, phone, email, remark, permissions } = stored
  return { loginName, realName, department, phone, email, remark, permissions }
}

/** The department is one the user sees; nothing is given that they lack, by it or by hand. */
async function refuseValues(
  inside: Queries, { values, before, by }: { values: UserValues; before: StoredUser | null; by: UserEntry },
): Promise<Refusal | null> {
  const isMove = before === null || before.department !== values.department
  const department = isMove
    ? await lockDepartment(inside, { id: values.department, scope: scopeOf(by) }) : undefined
  if (isMove && department === undefined) return refuseField('department', 'no such department')
  const after = [...values.permissions, ...department?.permissions ?? []]
  return refuseGrant(by, { before: before?.effective ?? [], after })
}

function auditOf(stored: StoredUser, changed: ReturnType<typeof differences>) {
  return {
    kind: 'user', id: stored.id, title: stored.loginName,
    before: changed?.before ?? null, after: changed?.after ?? null,
  } as const
}

function newUserId(): UserId {
  return `u${Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')}` as UserId
}

const letters = 'abcdefghijklmnopqrstuvwxyz'
const nameTaken = refuse('nameTaken', 'somebody has this login name')
