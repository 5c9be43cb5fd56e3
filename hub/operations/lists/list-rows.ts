import { listRows as operation } from '../../../protocol/operations/lists.ts'
import { readPage } from '../../../storage/resources.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuseField } from '../refusal.ts'
import { askFor, refuseFilters } from './asked.ts'

export const listRows = defineHandler(operation, async (input, { pool, user }) => {
  const asked = askFor(input.resource, user)
  if (asked instanceof Refusal) return asked
  const { definition, source, scope } = asked
  const filters = input.filters ?? {}
  const sort = input.sort ?? definition.sort.by
  if (!definition.sorts.includes(sort)) return refuseField('sort', `not one of ${definition.sorts.join(', ')}`)
  const refused = refuseFilters(definition, filters)
  if (refused !== null) return refused
  const usual = sort === definition.sort.by && definition.sort.descending
  const page = await readPage(pool, {
    source, scope, filters, sort,
    descending: input.descending ?? usual, after: input.after, rowsMax: input.rows ?? usualRows,
  })
  return page === 'badCursor' ? refuseField('after', 'not a page of this order') : page
})

const usualRows = 50
