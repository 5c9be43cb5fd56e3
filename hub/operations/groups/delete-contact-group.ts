import { deleteContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { deleteContactGroup as remove, lockContactGroup } from '../../../storage/queries/contact-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export const deleteContactGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockContactGroup(inside, { id: input.group, scope: scopeOf(context.user) })
  if (stored === undefined) return refuse('notFound', 'no such group')
  if (stored.version !== input.version) return refuseStale(stored)
  await remove(inside, stored.id)
  const { id, version: _version, ...before } = stored
  return { output: {}, audit: [{ kind: 'group', id, title: before.name, before, after: null }] }
}))
