import { readDesk as operation } from '../../../protocol/operations/desk.ts'
import { readDeskRows } from '../../../storage/queries/desk.ts'
import { readSaved } from '../../../storage/queries/saved-view.ts'
import { behind } from '../chat/at-least.ts'
import { defineHandler } from '../define-handler.ts'
import { preferencesPlace } from './save-preferences.ts'

export const readDesk = defineHandler(operation, async ({ atLeast }, context) => {
  const late = await behind(context, atLeast)
  if (late !== null) return late
  const { pool, user } = context
  const desk = await readDeskRows(pool, user.id)
  return { ...desk, preferences: await readSaved(pool, { user: user.id, list: preferencesPlace }) ?? {} }
})
