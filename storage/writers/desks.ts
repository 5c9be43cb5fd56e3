import type { AccountId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

interface OfUser { user: UserId; account: AccountId; peer: PeerId; position: Position }
export interface PinRow extends OfUser { isPinned: boolean }
export interface DraftRow extends OfUser { text: string; savedMs: number }

/** No conversation of a user twice. */
export async function writePins(inside: Queries, rows: readonly PinRow[]): Promise<void> {
  if (rows.length === 0) return
  const values = columns(rows, (row) => row.user, (row) => row.account, (row) => row.peer,
    (row) => row.isPinned, (row) => row.position)
  await inside.query(endPins, values.slice(0, 4))
  await inside.query(pin, values)
  await inside.query(forgetPins, [usersOf(rows), limits.pinsMax])
}

/** No conversation of a user twice; what is empty goes, and the oldest of a user that has too many. */
export async function writeDrafts(inside: Queries, rows: readonly DraftRow[]): Promise<void> {
  if (rows.length === 0) return
  const values = columns(rows, (row) => row.user, (row) => row.account, (row) => row.peer, (row) => row.text,
    (row) => row.savedMs, (row) => row.position)
  await inside.query(endDrafts, values.slice(0, 4))
  await inside.query(keepDrafts, values)
  await inside.query(forgetDrafts, [usersOf(rows), limits.draftsMax, limits.draftsBytesMax])
}

function usersOf(rows: readonly OfUser[]): UserId[] {
  return [...new Set(rows.map(({ user }) => user))]
}

const endPins = statement('pins_end', `
  delete from conversation_pin p using unnest($1::text[], $2::text[], $3::text[], $4::bool[])
    as n (app_user, account, peer, is_pinned)
  where p.app_user = n.app_user and p.account = n.account and p.peer = n.peer and not n.is_pinned`)

const pin = statement('pins_add', `
  insert into conversation_pin (app_user, account, peer, position)
  select app_user, account, peer, position
  from unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::int8[])
    as n (app_user, account, peer, is_pinned, position)
  where is_pinned on conflict (app_user, account, peer) do update set position = excluded.position`)

const forgetPins = statement('pins_forget', `
  delete from conversation_pin p using (
    select app_user, account, peer, row_number() over (partition by app_user order by position desc) as place
    from conversation_pin where app_user = any ($1::text[])) n
  where p.app_user = n.app_user and p.account = n.account and p.peer = n.peer and n.place > $2`)

const endDrafts = statement('drafts_end', `
  delete from draft d using unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (app_user, account, peer, words)
  where d.app_user = n.app_user and d.account = n.account and d.peer = n.peer and n.words = ''`)

const keepDrafts = statement('drafts_keep', `
  insert into draft (app_user, account, peer, words, saved_ms, position)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int8[], $6::int8[])
    as n (app_user, account, peer, words, saved_ms, position)
  where words <> '' on conflict (app_user, account, peer) do update
    set words = excluded.words, saved_ms = excluded.saved_ms, position = excluded.position`)

const forgetDrafts = statement('drafts_forget', `
  delete from draft d using (
    select app_user, account, peer, row_number() over newest as place,
      sum(octet_length(words)) over newest as bytes
    from draft where app_user = any ($1::text[]) window newest as (partition by app_user order by position desc)) n
  where d.app_user = n.app_user and d.account = n.account and d.peer = n.peer and (n.place > $2 or n.bytes > $3)`)
