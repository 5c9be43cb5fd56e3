import { changeContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { contactGroupScope } from '../../../storage/queries/contact-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { lockGroup, renameGroup } from './group-changes.ts'

export const changeContactGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { group: id, version, name, remark } = input
  const stored = await lockGroup(inside, { id, version, scope: contactGroupScope(scopeOf(context.user)) })
  if (stored instanceof Refusal) return stored
  return renameGroup(inside, stored, { name: name ?? stored.name, remark: remark ?? stored.remark })
}))
