import type { AccountId, DepartmentId, DeviceId, UserId } from '../../protocol/ids.ts'
import type { Permission } from '../../protocol/permissions.ts'
import type { QuietRulesRow } from '../../protocol/quiet.ts'
import { effectivePermissions } from '../effective-permissions.ts'
import { isSwitchedOn } from '../is-switched-on.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { readQuietRules } from './projector-row.ts'
import { type SeatModeRow, readSeatModes } from '../writers/seat-modes.ts'
import { readSettings } from './settings.ts'
import { type WordRule, readWordRules } from './word-rules.ts'

export interface DeviceConfigRow {
  id: DeviceId
  key_hash: Uint8Array
  keeper: UserId
  revoked: boolean
  /** What consoles may show of its accounts (switches friendAlias and numbersInChats). */
  shows_aliases: boolean
  shows_numbers: boolean
  online: boolean
  run: string
  epoch: number
}

export interface UserConfigRow {
  id: UserId
  login_name: string
  real_name: string
  /** Their own and their department's. */
  permissions: Permission[]
  disabled: boolean
  department: string
  department_id: DepartmentId
  /** Theirs and all above it. */
  department_path: DepartmentId[]
}

export interface AccountConfigRow { id: AccountId, device: DeviceId, logged_in: boolean }

/** `peers`: joined by spaces. */
export interface AssignedRow { account: AccountId, seat: UserId, peers: string }

export interface SessionConfigRow { hash: string, app_user: UserId, expires_at: Date }

export interface DirectoryRows {
  /** Everything up to here is in the rows. */
  position: number
  devices: DeviceConfigRow[]
  users: UserConfigRow[]
  accounts: AccountConfigRow[]
  assigned: AssignedRow[]
  modes: SeatModeRow[]
  /** The pattern of what seats' consoles don't show. */
  maskConsole: string | null
  quiet: QuietRulesRow
  words: WordRule[]
  /** Those that live, the newest `sessionsMax`: consoles that come back to a new hub cost no look-up each. */
  sessions: SessionConfigRow[]
}

/** Inside a transaction, so that position and rows are of one moment. */
export async function readDirectory(
  inside: Queries, { sessionsMax }: { sessionsMax: number },
): Promise<DirectoryRows> {
  await inside.query('set transaction isolation level repeatable read')
  const { rows } = await inside.query<{ position: number }>(selectPosition)
  const { maskConsole } = await readSettings(inside)
  const quiet = await readQuietRules(inside)
  const words = await readWordRules(inside)
  const devices = await inside.query<DeviceConfigRow>(selectDevices)
  const users = await inside.query<UserConfigRow>(selectUsers)
  const accounts = await inside.query<AccountConfigRow>(selectAccounts)
  const assigned = await inside.query<AssignedRow>(selectAssigned)
  const modes = await readSeatModes(inside)
  const sessions = await inside.query<SessionConfigRow>(selectSessions, [sessionsMax])
  return {
    position: rows[0]?.position ?? 0, devices: devices.rows, users: users.rows, accounts: accounts.rows,
    assigned: assigned.rows, modes, maskConsole, quiet, words, sessions: sessions.rows,
  }
}

export async function readDevice(queries: Queries, id: string): Promise<DeviceConfigRow | undefined> {
  const { rows } = await queries.query<DeviceConfigRow>(selectDevice, [id])
  return rows[0]
}

export async function readUser(queries: Queries, id: string): Promise<UserConfigRow | undefined> {
  const { rows } = await queries.query<UserConfigRow>(selectUser, [id])
  return rows[0]
}

export async function readUsers(queries: Queries): Promise<UserConfigRow[]> {
  const { rows } = await queries.query<UserConfigRow>(selectUsers)
  return rows
}

export async function readSession(queries: Queries, hash: string): Promise<SessionConfigRow | undefined> {
  const { rows } = await queries.query<SessionConfigRow>(selectSession, [Buffer.from(hash, 'hex')])
  return rows[0]
}

/** Hashes of the sessions a user has now. */
export async function readSessionsOf(queries: Queries, user: string): Promise<string[]> {
  const { rows } = await queries.query<{ hash: string }>(selectSessionsOf, [user])
  return rows.map(({ hash }) => hash)
}

const selectPosition = statement('directory_position', 'select position from projector')

const deviceColumns = `id, key_hash, keeper, revoked_at is not null as revoked, online, run, epoch,
  ${isSwitchedOn('friendAlias')} as shows_aliases, ${isSwitchedOn('numbersInChats')} as shows_numbers`
const selectDevices = statement('directory_devices', `select ${deviceColumns} from device`)
const selectDevice = statement('directory_device', `select ${deviceColumns} from device where id = $1`)

const userColumns = `
  u.id, u.login_name, u.real_name, ${effectivePermissions} as permissions, u.disabled, d.name as department,
  u.department::text as department_id, array(
    with recursive above (id, parent) as (
      select id, parent from department where id = u.department
      union select p.id, p.parent from department p join above on p.id = above.parent)
    select id::text from above) as department_path
  from app_user u join department d on d.id = u.department`
const selectUsers = statement('directory_users', `select ${userColumns}`)
const selectUser = statement('directory_user', `select ${userColumns} where u.id = $1`)

const selectAccounts = statement('directory_accounts', 'select id, device, logged_in from account')

/** A million rows one by one take three times as long. */
const selectAssigned = statement('directory_assigned', `
  select account, seat, string_agg(peer, ' ') as peers from assignment group by account, seat`)

const selectSessions = statement('directory_sessions', `
  select encode(token_hash, 'hex') as hash, app_user, expires_at from session
  where expires_at > now() order by expires_at desc limit $1`)
const selectSession = statement('directory_session', `
  select encode(token_hash, 'hex') as hash, app_user, expires_at from session where token_hash = $1`)
const selectSessionsOf = statement('directory_sessions_of', `
  select encode(token_hash, 'hex') as hash from session where app_user = $1`)
