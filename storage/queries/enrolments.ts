import type { UserId } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface NewEnrolment { hash: Uint8Array, keeper: UserId, nowMs: number, expiresAtMs: number }

/** Also forgets the keeper's tokens that expired a day ago. */
export async function insertEnrolment(
  inside: Queries, { hash, keeper, nowMs, expiresAtMs }: NewEnrolment,
): Promise<void> {
  await inside.query(forget, [keeper, new Date(nowMs - forgetAfterMs)])
  await inside.query(insert, [hash, keeper, new Date(nowMs), new Date(expiresAtMs)])
}

export async function revokeOpenEnrolments(
  queries: Queries, { keeper, nowMs }: { keeper: UserId, nowMs: number },
): Promise<number> {
  const { rowCount } = await queries.query(revoke, [keeper, new Date(nowMs)])
  return rowCount
}

export type UsedEnrolment =
  | { outcome: 'used', keeper: UserId }
  | { outcome: 'tokenUnknown' | 'tokenUsed' | 'tokenExpired' | 'tokenRevoked' }

/** Works once: of several at the same moment, the row's lock lets one win. */
export async function useEnrolment(
  inside: Queries, { hash, nowMs }: { hash: Uint8Array, nowMs: number },
): Promise<UsedEnrolment> {
  const now = new Date(nowMs)
  const { rows } = await inside.query<{ keeper: UserId }>(use, [hash, now])
  if (rows[0] !== undefined) return { outcome: 'used', keeper: rows[0].keeper }
  const { rows: found } = await inside.query<EnrolmentRow>(select, [hash])
  const row = found[0]
  if (row === undefined) return { outcome: 'tokenUnknown' }
  if (row.used_at !== null) return { outcome: 'tokenUsed' }
  return { outcome: row.revoked_at !== null ? 'tokenRevoked' : 'tokenExpired' }
}

interface EnrolmentRow { used_at: Date | null, revoked_at: Date | null }

const forgetAfterMs = 24 * 3600 * 1000

const insert = statement('enrolment_insert', `
  insert into enrolment (token_hash, keeper, created_at, expires_at) values ($1, $2, $3, $4)`)
const forget = statement('enrolment_forget', 'delete from enrolment where keeper = $1 and expires_at < $2')
const revoke = statement('enrolment_revoke', `
  update enrolment set revoked_at = $2
  where keeper = $1 and used_at is null and revoked_at is null and expires_at > $2`)
const use = statement('enrolment_use', `
  update enrolment e set used_at = $2 from app_user u
  where e.token_hash = $1 and e.used_at is null and e.revoked_at is null and e.expires_at > $2
    and u.id = e.keeper and not u.disabled
  returning e.keeper`)
const select = statement('enrolment_select', `
  select used_at, revoked_at from enrolment where token_hash = $1`)
