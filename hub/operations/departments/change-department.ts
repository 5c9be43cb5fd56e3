import type { InputOf } from '../../../protocol/operation.ts'
import { changeDepartment as operation } from '../../../protocol/operations/departments.ts'
import type { Queries } from '../../../storage/pool.ts'
import {
  type DepartmentValues, type StoredDepartment, isOnCycle, lockDepartment, updateDepartment,
} from '../../../storage/queries/departments.ts'
import { change, differences } from '../change.ts'
import type { UserContext } from '../context.ts'
import { defineHandler } from '../define-handler.ts'
import { type Refusal, refuse, refuseField, refuseStale } from '../refusal.ts'
import { refuseAbove, refuseGrant, refuseWithoutAdministrator } from '../rights.ts'
import { scopeOf } from '../scope.ts'

export const changeDepartment = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const scope = scopeOf(context.user)
  const stored = await lockDepartment(inside, { id: input.department, scope })
  if (stored === undefined) return refuse('notFound', 'no such department')
  if (stored.version !== input.version) return refuseStale(stored)
  const { id, version, ...before } = stored
  const after = merged(before, input)
  const refused = refuseMove(stored, after.parent) ?? refuseRights(context.user, { before, after })
  if (refused !== null) return refused
  if (after.parent !== before.parent && after.parent !== null) {
    if (await lockDepartment(inside, { id: after.parent, scope }) === undefined) {
      return refuseField('parent', 'no such department')
    }
  }
  await updateDepartment(inside, { id, ...after })
  const changed = differences({ ...before }, { ...after })
  return {
    output: { version: version + 1 },
    audit: [{
      kind: 'department', id, title: after.name, before: changed?.before ?? null, after: changed?.after ?? null,
    }],
    config: [{ area: 'department', key: id }],
    check: async (inner: Queries) => await isOnCycle(inner, id)
      ? refuseField('parent', 'it lies below the department itself') : refuseWithoutAdministrator(inner),
  }
}))

function merged(
  before: DepartmentValues, { name, remark, parent, permissions, place }: InputOf<typeof operation>,
): DepartmentValues {
  return {
    name: name ?? before.name, remark: remark ?? before.remark, parent: parent ?? before.parent,
    permissions: permissions ?? before.permissions, place: place ?? before.place,
  }
}

function refuseMove({ parent }: StoredDepartment, to: DepartmentValues['parent']): Refusal | null {
  return parent === null && to !== null ? refuseField('parent', 'the top department has none') : null
}

interface BothValues { before: DepartmentValues; after: DepartmentValues }

/** Who gives or takes a department's rights holds all it has. */
function refuseRights(user: UserContext['user'], { before, after }: BothValues): Refusal | null {
  const same = before.permissions.toSorted().join() === after.permissions.toSorted().join()
  if (same) return null
  return refuseAbove(user, before.permissions)
    ?? refuseGrant(user, { before: before.permissions, after: after.permissions })
}
