import { saveView as operation } from '../../../protocol/operations/lists.ts'
import { writeSaved } from '../../../storage/queries/saved-view.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

export const saveView = defineHandler(operation, async ({ list, view }, { pool, user }) => {
  const outcome = await writeSaved(pool, { user: user.id, list, view })
  return outcome === 'full' ? refuse('tooMany', 'too many saved views') : {}
})
