import type { Note } from '../../protocol/note.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'

export async function insertNotes(inside: Queries, notes: readonly Note[]): Promise<void> {
  if (notes.length === 0) return
  await inside.query(insert, columns(notes, (note) => note.account, (note) => note.peer, (note) => note.journalMs,
    (note) => note.position, (note) => note.kind, (note) => note.user, (note) => note.text,
    (note) => note.mentions.join(' '), (note) => note.seatName))
  const mentions = notes.flatMap(({ mentions: users, ...note }) => users.map((called) => ({ ...note, called })))
  if (mentions.length === 0) return
  await inside.query(insertMentions, columns(mentions, (one) => one.called, (one) => one.position,
    (one) => one.account, (one) => one.peer))
}

const insert = statement('project_notes', `
  insert into chat_note (account, peer, journal_ms, position, kind, app_user, text, mentions, seat_name)
  select * from unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[])`)

const insertMentions = statement('project_note_mentions', `
  insert into note_mention (app_user, position, account, peer)
  select * from unnest($1::text[], $2::int8[], $3::text[], $4::text[])`)
