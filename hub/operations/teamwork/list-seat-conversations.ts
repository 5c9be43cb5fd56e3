import { listSeatConversations as operation } from '../../../protocol/operations/teamwork.ts'
import { readConversations } from '../../../storage/queries/conversations.ts'
import { maySupervise } from '../../directory/may-watch.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

export const listSeatConversations = defineHandler(operation, async ({ seat, before, rows: asked }, context) => {
  const { pool, directory, user } = context
  if (!maySupervise(directory, { user: user.id, seat })) return refuse('noRight', 'you do not supervise this seat')
  const wanted = asked ?? rowsByDefault
  const filter = { user: seat, before, changedAfter: null, rowsMax: wanted + 1 }
  const { rows, position } = await readConversations(pool, filter)
  const shown = rows.slice(0, wanted).map((row) => directory.consoleMask.conversation(row))
  return { rows: shown, position, more: rows.length > wanted }
})

const rowsByDefault = 100
