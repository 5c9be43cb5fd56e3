import type { UserId } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface NewSession { hash: Uint8Array, user: UserId, nowMs: number, expiresAtMs: number }

/** Also forgets what has expired, and the oldest beyond `sessionsMax` of this user. */
export async function insertSession(
  inside: Queries, { hash, user, nowMs, expiresAtMs }: NewSession,
): Promise<void> {
  await inside.query(deleteOld, [user, new Date(nowMs), sessionsMax - 1])
  await inside.query(insert, [hash, user, new Date(nowMs), new Date(expiresAtMs)])
  await inside.query(noteSignIn, [user, new Date(nowMs)])
}

export async function deleteSession(inside: Queries, hash: Uint8Array): Promise<void> {
  await inside.query(deleteOne, [hash])
}

export async function deleteOtherSessions(
  inside: Queries, { user, kept }: { user: UserId, kept: Uint8Array },
): Promise<void> {
  await inside.query(deleteOthers, [user, kept])
}

/** A person has a few browsers; a script that signs in for each call must not fill the table. */
const sessionsMax = 50

const insert = statement('session_insert', `
  insert into session (token_hash, app_user, created_at, expires_at) values ($1, $2, $3, $4)`)
const noteSignIn = statement('session_note_sign_in', 'update app_user set signed_in_at = $2 where id = $1')
const deleteOld = statement('session_delete_old', `
  delete from session where app_user = $1 and (expires_at <= $2 or token_hash in (
    select token_hash from session where app_user = $1 order by created_at desc offset $3))`)
const deleteOne = statement('session_delete', 'delete from session where token_hash = $1')
const deleteOthers = statement('session_delete_others', `
  delete from session where app_user = $1 and token_hash <> $2`)
