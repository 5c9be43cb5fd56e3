import { deleteContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { contactGroupScope, deleteContactGroup as remove } from '../../../storage/queries/contact-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { goneGroup, lockGroup } from './group-changes.ts'

export const deleteContactGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { group: id, version } = input
  const stored = await lockGroup(inside, { id, version, scope: contactGroupScope(scopeOf(context.user)) })
  if (stored instanceof Refusal) return stored
  await remove(inside, stored.id)
  return { output: {}, audit: [goneGroup(stored)] }
}))
