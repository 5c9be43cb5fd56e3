import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

export interface Expired { nowMs: number, rowsMax: number }

/** Sessions at once; enrolments a day later, so that a late phone still hears that its token expired. */
export async function deleteExpired(queries: Queries, { nowMs, rowsMax }: Expired): Promise<void> {
  await queries.query(deleteSessions, [new Date(nowMs), rowsMax])
  await queries.query(deleteEnrolments, [new Date(nowMs - dayMs), rowsMax])
}

const deleteSessions = statement('delete_expired_sessions', `
  delete from session where token_hash in (select token_hash from session where expires_at < $1 limit $2)`)
const deleteEnrolments = statement('delete_expired_enrolments', `
  delete from enrolment where token_hash in (select token_hash from enrolment where expires_at < $1 limit $2)`)
const dayMs = 86_400_000
