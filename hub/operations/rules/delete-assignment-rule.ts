import { deleteAssignmentRule as operation } from '../../../protocol/operations/assignment-rules.ts'
import { deleteRule, lockRule } from '../../../storage/queries/assignment-rules.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'
import { rulesChanged } from './rule-values.ts'

export const deleteAssignmentRule = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockRule(inside, input.rule)
  if (stored === undefined) return refuse('notFound', 'no such rule')
  if (stored.version !== input.version) return refuseStale(stored)
  await deleteRule(inside, stored.id)
  const { id, version: _version, place: _place, ...before } = stored
  return {
    output: {}, outbox: rulesChanged,
    audit: [{ kind: 'assignmentRule', id, title: before.name, before, after: null }],
  }
}))
