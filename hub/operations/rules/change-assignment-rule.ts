import { changeAssignmentRule as operation } from '../../../protocol/operations/assignment-rules.ts'
import { lockRule, updateRule } from '../../../storage/queries/assignment-rules.ts'
import { change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'
import { refuseRule, rulesChanged, tidyRule } from './rule-values.ts'

export const changeAssignmentRule = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { rule: id, version, ...given } = input
  const stored = await lockRule(inside, id)
  if (stored === undefined) return refuse('notFound', 'no such rule')
  if (stored.version !== version) return refuseStale(stored)
  const { id: _id, version: _version, place: _place, ...before } = stored
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  const values = tidyRule({ ...before, ...present })
  const refusal = await refuseRule(inside, values)
  if (refusal !== null) return refusal
  const changed = differences({ ...before }, { ...values })
  if (changed === null) return { output: { version }, audit: [] }
  if (!await updateRule(inside, id, values)) return refuse('nameTaken', 'a rule has this name')
  return {
    output: { version: version + 1 }, outbox: rulesChanged,
    audit: [{ kind: 'assignmentRule', id, title: values.name, ...changed }],
  }
}))
