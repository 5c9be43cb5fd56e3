import { limits } from '../../../protocol/limits.ts'
import { createAssignmentRule as operation } from '../../../protocol/operations/assignment-rules.ts'
import { countRules, insertRule } from '../../../storage/queries/assignment-rules.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseField } from '../refusal.ts'
import { refuseRule, rulesChanged, tidyRule } from './rule-values.ts'

export const createAssignmentRule = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { groups, accounts, departments, ...given } = input
  const values = tidyRule({ ...given, groups: groups ?? [], accounts: accounts ?? [], departments: departments ?? [] })
  const refusal = await refuseRule(inside, values)
  if (refusal !== null) return refusal
  if (await countRules(inside) >= limits.rulesMax) return refuseField('name', `more than ${limits.rulesMax} rules`)
  const rule = await insertRule(inside, values)
  if (rule === null) return refuse('nameTaken', 'a rule has this name')
  return {
    output: { rule }, outbox: rulesChanged,
    audit: [{ kind: 'assignmentRule', id: rule, title: values.name, before: null, after: { ...values } }],
  }
}))
