import { createContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { scopeOf } from '../scope.ts'
import { addGroup } from './group-changes.ts'

export const createContactGroup = defineHandler(operation, (input, context) => change(context, (inside) => {
  const { kind, department, name, remark } = input
  return addGroup(inside, { kind, department, owner: null, name, remark: remark ?? '' }, scopeOf(context.user))
}))
