import { moveAssignmentRule as operation } from '../../../protocol/operations/assignment-rules.ts'
import { lockRule, lockRuleBeside, tradeRules } from '../../../storage/queries/assignment-rules.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { rulesChanged } from './rule-values.ts'

/** RULE-1. At the end of the list it stays where it is. */
export const moveAssignmentRule = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const rule = await lockRule(inside, input.rule)
  if (rule === undefined) return refuse('notFound', 'no such rule')
  const beside = await lockRuleBeside(inside, { place: rule.place, direction: input.direction })
  if (beside === undefined) return { output: {}, audit: [] }
  await tradeRules(inside, [rule, beside])
  const { id, name: title, place } = rule
  return {
    output: {}, outbox: rulesChanged,
    audit: [{ kind: 'assignmentRule', id, title, before: { place }, after: { place: beside.place } }],
  }
}))
