import { changeContactGroup as operation } from '../../../protocol/operations/contact-groups.ts'
import { lockContactGroup, updateContactGroup } from '../../../storage/queries/contact-groups.ts'
import { change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export const changeContactGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockContactGroup(inside, { id: input.group, scope: scopeOf(context.user) })
  if (stored === undefined) return refuse('notFound', 'no such group')
  if (stored.version !== input.version) return refuseStale(stored)
  const { id, version } = stored
  const values = { name: input.name ?? stored.name, remark: input.remark ?? stored.remark }
  if (!await updateContactGroup(inside, { id, ...values })) {
    return refuse('nameTaken', 'a group of this kind has this name')
  }
  const changed = differences({ ...stored }, values)
  return {
    output: { version: version + 1 },
    audit: [{
      kind: 'group', id, title: values.name, before: changed?.before ?? null, after: changed?.after ?? null,
    }],
  }
}))
