import { createContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { insertContactGroup } from '../../../storage/queries/contact-groups.ts'
import { lockDepartment } from '../../../storage/queries/departments.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export const createContactGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { kind, department, name: title, remark } = input
  const values = { kind, department, name: title, remark: remark ?? '' }
  const isThere = department === null
    || await lockDepartment(inside, { id: department, scope: scopeOf(context.user) }) !== undefined
  if (!isThere) return refuseField('department', 'no such department')
  const group = await insertContactGroup(inside, values)
  if (group === null) return refuse('nameTaken', 'a group of this kind has this name')
  return { output: { group }, audit: [{ kind: 'group', id: group, title, before: null, after: values }] }
}))
