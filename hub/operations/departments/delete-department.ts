import { deleteDepartment as operation } from '../../../protocol/operations/departments.ts'
import { deleteDepartment as remove, lockDepartment } from '../../../storage/queries/departments.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export const deleteDepartment = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockDepartment(inside, { id: input.department, scope: scopeOf(context.user) })
  if (stored === undefined) return refuse('notFound', 'no such department')
  if (stored.version !== input.version) return refuseStale(stored)
  const { id, version, ...before } = stored
  if (before.parent === null) return refuse('inUse', 'the top department stays')
  const uses = await remove(inside, id)
  if (uses !== null) {
    return refuse('inUse', `it has ${uses.people} people and ${uses.children} departments in it: move them first`)
  }
  return {
    output: {},
    audit: [{ kind: 'department', id, title: before.name, before: { ...before, version }, after: null }],
    config: [{ area: 'department', key: id }],
  }
}))
