import { countRows as operation } from '../../../protocol/operations/lists.ts'
import { countRows as count } from '../../../storage/resources.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { askFor, refuseFilters } from './asked.ts'

export const countRows = defineHandler(operation, async ({ resource, filters }, { pool, user }) => {
  const asked = askFor(resource, user)
  if (asked instanceof Refusal) return asked
  const { definition, source, scope } = asked
  return refuseFilters(definition, filters ?? {}) ?? count(pool, { source, scope, filters: filters ?? {} })
})
