import { SimulatedPhone, type PhoneOptions } from '../../bench/fleet/phone.ts'
import { hastyDelays } from '../../bench/fleet/come-back.ts'
import { sessionCookieName } from '../../hub/sessions/cookie.ts'
import { hashOf, newSecret } from '../../hub/sessions/secret.ts'
import type { AccountId, PeerId, UserId } from '../../protocol/ids.ts'
import type { Permission } from '../../protocol/permissions.ts'
import { newPool, statement } from '../../storage/pool.ts'
import type { TestHub } from './hub.ts'
import { TestSeat, type TestSeatOptions } from './seat.ts'

/**
 * A phone that was enrolled with a token of `cookie`'s user (absent: the administrator), not connected yet.
 */
export async function enrolPhone(
  hub: TestHub, { cookie, hubs = [hub.url], ...options }: Partial<PhoneOptions> & { cookie?: string } = {},
): Promise<SimulatedPhone> {
  const { body } = await hub.call('createEnrolment', {}, cookie ?? await hub.signIn())
  const { token } = body as { token: string }
  return SimulatedPhone.enrol({ token, hubs, delays: hastyDelays, ...options })
}

/** Connected, with one account that is logged in and known to the hub. */
export async function phoneWith(
  hub: TestHub, account: AccountId, options: Partial<PhoneOptions> & { cookie?: string } = {},
): Promise<SimulatedPhone> {
  const phone = await enrolPhone(hub, options)
  await phone.connect()
  await phone.acked(phone.logIn({ wxid: account, nickname: `昵称 ${account}` }))
  return phone
}

/** Connected, its first load done. */
export async function seatAt(hub: TestHub, options: Partial<TestSeatOptions> = {}): Promise<TestSeat> {
  const seat = new TestSeat({ hubs: [hub.url], cookie: options.cookie ?? await hub.signIn(), ...options })
  await seat.connect()
  await seat.settled()
  return seat
}

/** A user who is a seat and may enrol phones, with a session that was begun already: its cookie. */
export async function addSeatUser(
  databaseUrl: string, user: string, permissions: readonly Permission[] = ['chat', 'devices'], name = user,
): Promise<{ user: UserId; cookie: string }> {
  const pool = newPool({ url: databaseUrl, max: 1, onError: () => undefined })
  const token = newSecret()
  try {
    await pool.query(`insert into department (name) select '公司' where not exists (select from department)`)
    await pool.query(insertUser, [user, permissions, name])
    await pool.query(insertSession, [hashOf(token), user])
  } finally {
    await pool.end()
  }
  return { user: user as UserId, cookie: `${sessionCookieName}=${token}` }
}

export const account = (name: string): AccountId => `wxid_${name}` as AccountId
export const friend = (name: string): PeerId => `wxid_friend_${name}` as PeerId
export const room = (name: string): PeerId => `${name}@chatroom` as PeerId

const insertUser = statement('test_seat_user', `
  insert into app_user (id, login_name, password, real_name, department, permissions)
  values ($1, $1, 'no password', $3, (select min(id) from department), $2)`)
const insertSession = statement('test_seat_session', `
  insert into session (token_hash, app_user, expires_at) values ($1, $2, now() + interval '1 day')`)
