import { readView as operation } from '../../../protocol/operations/lists.ts'
import { readSaved } from '../../../storage/queries/saved-view.ts'
import { defineHandler } from '../define-handler.ts'

export const readView = defineHandler(operation, async ({ list }, { pool, user }) => {
  return { view: await readSaved(pool, { user: user.id, list }) }
})
