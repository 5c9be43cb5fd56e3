import { type MentionRow, listMentions as operation } from '../../../protocol/operations/teamwork.ts'
import { type MentionedNote, readMentions } from '../../../storage/queries/notes.ts'
import type { UserContext } from '../context.ts'
import { mayWatch } from '../../directory/may-watch.ts'
import { defineHandler } from '../define-handler.ts'

export const listMentions = defineHandler(operation, async (_input, context) => {
  const rows = await readMentions(context.pool, { user: context.user.id, rowsMax: mentionsShown })
  return { rows: rows.map((row) => mentionRow(row, context)) }
})

function mentionRow(row: MentionedNote, { directory, user }: UserContext): MentionRow {
  const { account, peer } = row
  const opens = directory.serves(user.id, account, peer) ? 'own' as const
    : mayWatch(directory, { user: user.id, account, peer }) ? 'watch' as const : null
  return { ...directory.consoleMask.note(row), opens }
}

const mentionsShown = 50
