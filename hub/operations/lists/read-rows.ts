import { readRows as operation } from '../../../protocol/operations/lists.ts'
import { readByIds } from '../../../storage/resources.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { askFor } from './asked.ts'

export const readRows = defineHandler(operation, async ({ resource, ids }, { pool, user }) => {
  const asked = askFor(resource, user)
  if (asked instanceof Refusal) return asked
  return { rows: await readByIds(pool, { source: asked.source, scope: asked.scope, ids }) }
})
