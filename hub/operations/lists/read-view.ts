import { readView as operation } from '../../../protocol/operations/lists.ts'
import { readSavedView } from '../../../storage/queries/saved-view.ts'
import { defineHandler } from '../define-handler.ts'

export const readView = defineHandler(operation, async ({ list }, { pool, user }) => {
  return { view: await readSavedView(pool, { user: user.id, list }) }
})
