import { createDepartment as operation } from '../../../protocol/operations/departments.ts'
import { insertDepartment, lockDepartment } from '../../../storage/queries/departments.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseField } from '../refusal.ts'
import { refuseGrant } from '../rights.ts'
import { scopeOf } from '../scope.ts'

export const createDepartment = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { user } = context
  const { name, remark, permissions } = input
  const values = { parent: input.parent, name, remark: remark ?? '', permissions: permissions ?? [] }
  const refused = refuseGrant(user, { before: [], after: values.permissions })
  if (refused !== null) return refused
  const parent = await lockDepartment(inside, { id: input.parent, scope: scopeOf(user) })
  if (parent === undefined) return refuseField('parent', 'no such department')
  const department = await insertDepartment(inside, values)
  return {
    output: { department },
    audit: [{ kind: 'department', id: department, title: input.name, before: null, after: values }],
    config: [{ area: 'department', key: department }],
  }
}))
