import type { Directory } from '../directory/directory.ts'
import type { DeviceEntry, SessionEntry, UserEntry } from '../directory/entries.ts'
import type { LookUps } from '../directory/load-directory.ts'
import { deviceId } from '../../protocol/ids.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import { readCookie, sessionCookieName } from './cookie.ts'
import { hashOf, isSecret } from './secret.ts'

export interface IdentifyParts { directory: Directory, lookUps: LookUps }

/** Why somebody wasn't let in; `status` is the HTTP answer. */
export interface Stranger {
  ok: false
  status: 401 | 403 | 429 | 503
  code: 'notSignedIn' | 'badKey' | 'deviceRevoked' | 'tooMany' | 'databaseAway'
  reason: string
}

export type IdentifiedSeat = { ok: true, user: UserEntry, session: SessionEntry } | Stranger
export type IdentifiedPhone = { ok: true, device: DeviceEntry } | Stranger

/** The user of a Cookie header. Asks the database only for a session this hub hasn't met. */
export async function identifySeat(
  { directory, lookUps }: IdentifyParts, { cookie, nowMs }: { cookie: string, nowMs: number },
): Promise<IdentifiedSeat> {
  const token = readCookie(cookie, sessionCookieName)
  if (token === null || !isTokenShaped(token)) return notSignedIn
  const hash = hashOf(token).toString('hex')
  if (directory.session(hash, nowMs) === undefined) {
    const { outcome } = await lookUps.session(hash, nowMs)
    if (outcome === 'busy') return tooMany
    if (outcome === 'away') return databaseAway
  }
  const session = directory.session(hash, nowMs)
  const user = session === undefined ? undefined : directory.user(session.user)
  return session === undefined || user === undefined ? notSignedIn : { ok: true, user, session }
}

/**
 * The phone of an `Authorization: Bearer <device>.<key>`. Asks the database only for one this hub hasn't
 * met.
 */
export async function identifyPhone(
  { directory, lookUps }: IdentifyParts, { authorization, nowMs }: { authorization: string, nowMs: number },
): Promise<IdentifiedPhone> {
  const bearer = readBearer(authorization)
  if (bearer === null) return badKey
  if (directory.device(bearer.device) === undefined) {
    const { outcome } = await lookUps.device(bearer.device, nowMs)
    if (outcome === 'busy') return tooMany
    if (outcome === 'away') return databaseAway
  }
  const device = directory.device(bearer.device)
  if (device === undefined || !isSecret(bearer.key, device.keyHash)) return badKey
  return device.revoked ? deviceRevoked : { ok: true, device }
}

/** Null if it isn't `Bearer <device>.<key>`. */
export function readBearer(authorization: string): { device: DeviceId, key: string } | null {
  const found = /^Bearer ([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{16,128})$/i.exec(authorization)
  const [, device = '', key = ''] = found ?? []
  return found === null || deviceId().check(device) !== null ? null : { device: device as DeviceId, key }
}

function isTokenShaped(token: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(token)
}

function stranger(status: Stranger['status'], code: Stranger['code'], reason: string): Stranger {
  return { ok: false, status, code, reason }
}

const notSignedIn = stranger(401, 'notSignedIn', 'no session, or it has ended')
const badKey = stranger(401, 'badKey', 'not the key of a phone of ours')
const deviceRevoked = stranger(403, 'deviceRevoked', 'the phone was removed; enrol again')
const tooMany = stranger(429, 'tooMany', 'too many arrive at once; come back in a few seconds')
const databaseAway = stranger(503, 'databaseAway', 'the database is away; come back soon')
