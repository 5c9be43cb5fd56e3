import { savePreferences as operation } from '../../../protocol/operations/desk.ts'
import { writeSaved } from '../../../storage/queries/saved-view.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

export const savePreferences = defineHandler(operation, async ({ preferences }, { pool, user }) => {
  const outcome = await writeSaved(pool, { user: user.id, list: preferencesPlace, view: preferences })
  return outcome === 'full' ? refuse('tooMany', 'too many saved views') : {}
})

/** Among the views of lists; no list has such a name. */
export const preferencesPlace = '@console'
