import type { AccountId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import type { NoteRow } from '../../protocol/operations/teamwork.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import type { Place } from '../writers/messages.ts'

interface Filter { account: AccountId; peer: PeerId; rowsMax: number }

/** Newest first, below a place. */
export async function readNotes(
  queries: Queries, { account, peer, before, rowsMax }: Filter & { before: Place | null },
): Promise<NoteRow[]> {
  const { journalMs, position } = before ?? above
  const { rows } = await queries.query<Row>(selectBefore, [account, peer, journalMs, position, rowsMax])
  return rows.map(noteRow)
}

/** Those above a position, oldest first: a note never changes. */
export async function readNotesAfter(
  queries: Queries, { account, peer, after, rowsMax }: Filter & { after: Position },
): Promise<NoteRow[]> {
  const { rows } = await queries.query<Row>(selectAfter, [account, peer, after, rowsMax])
  return rows.map(noteRow)
}

export type MentionedNote = NoteRow & { peerName: string }

/** The newest notes that call a user, newest first. */
export async function readMentions(
  queries: Queries, { user, rowsMax }: { user: UserId; rowsMax: number },
): Promise<MentionedNote[]> {
  const { rows } = await queries.query<Row & { peerName: string }>(selectMentions, [user, rowsMax])
  return rows.map(({ peerName, ...row }) => ({ ...noteRow(row), peerName }))
}

interface Row extends Omit<NoteRow, 'mentions'> { mentions: string }

function noteRow({ mentions, ...row }: Row): NoteRow {
  return { ...row, mentions: mentions === '' ? [] : mentions.split(' ') as UserId[] }
}

const columns = `
  n.account, n.peer, n.position, n.journal_ms as "journalMs", n.kind, n.app_user as "user", n.text, n.mentions,
  n.seat_name as "seatName", coalesce(u.real_name, '') as "userName"`

const selectBefore = statement('notes_before', `
  select ${columns} from chat_note n left join app_user u on u.id = n.app_user
  where n.account = $1 and n.peer = $2 and (n.journal_ms, n.position) < ($3, $4)
  order by n.journal_ms desc, n.position desc limit $5`)

const selectAfter = statement('notes_after', `
  select ${columns} from chat_note n left join app_user u on u.id = n.app_user
  where n.account = $1 and n.peer = $2 and n.position > $3 order by n.position limit $4`)

const selectMentions = statement('notes_mentions', `
  select ${columns},
    coalesce(nullif(f.remark, ''), nullif(f.nickname, ''), nullif(r.name, ''), n.peer) as "peerName"
  from (select * from note_mention where app_user = $1 order by position desc limit $2) m
    join chat_note n on n.account = m.account and n.peer = m.peer and n.position = m.position
    left join app_user u on u.id = n.app_user
    left join friend f on f.account = n.account and f.peer = n.peer
    left join chatroom r on r.account = n.account and r.peer = n.peer
  order by n.position desc`)

const above: Place = { journalMs: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER }
