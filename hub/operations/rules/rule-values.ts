import { assignmentRulesChanged } from '../../../protocol/events/outbox.ts'
import type { Queries } from '../../../storage/pool.ts'
import { type RuleValues, missingOf } from '../../../storage/queries/assignment-rules.ts'
import type { OutboxEntry } from '../context.ts'
import { type Refusal, refuseField } from '../refusal.ts'

/** Only what its scope and its target ask for. */
export function tidyRule(values: RuleValues): RuleValues {
  const { scope, target, groups, accounts, departments } = values
  return {
    ...values, name: values.name.trim(), groups: scope === 'groups' ? groups : [],
    accounts: scope === 'accounts' ? accounts : [], departments: target === 'departments' ? departments : [],
  }
}

/** What a rule names must be there, and something if it asks for it. */
export async function refuseRule(inside: Queries, values: RuleValues): Promise<Refusal | null> {
  const { scope, target, groups, accounts, departments, name } = values
  if (name === '') return refuseField('name', 'empty')
  if (scope === 'groups' && groups.length === 0) return refuseField('groups', 'empty')
  if (scope === 'accounts' && accounts.length === 0) return refuseField('accounts', 'empty')
  if (target === 'departments' && departments.length === 0) return refuseField('departments', 'empty')
  const missing = await missingOf(inside, values)
  return missing === null ? null : refuseField(missing, 'one of them is not there')
}

/** Who waits for a seat may find one by what has changed. */
export const rulesChanged: readonly OutboxEntry[] = [{ fact: assignmentRulesChanged, value: {} }]
