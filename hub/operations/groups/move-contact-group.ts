import { moveContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { contactGroupScope } from '../../../storage/queries/contact-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { lockGroup, moveGroup } from './group-changes.ts'

export const moveContactGroup = defineHandler(operation, ({ group: id, direction }, context) => {
  return change(context, async (inside) => {
    const scope = contactGroupScope(scopeOf(context.user))
    const group = await lockGroup(inside, { id, scope })
    return group instanceof Refusal ? group : moveGroup(inside, { group, scope, direction })
  })
})
