import type { HubEvent, Placed } from '../../protocol/events/index.ts'
import type { AccountId, DeviceId, Position, RunId, SourceId, UserId } from '../../protocol/ids.ts'
import type { DirectoryRows, DeviceConfigRow, UserConfigRow } from '../../storage/queries/directory-rows.ts'
import { hubLimits } from '../limits.ts'
import type {
  AccountEntry, DeviceEntry, DirectoryChange, Presence, SessionEntry, UserEntry,
} from './entries.ts'
import { RecentMap } from './recent-map.ts'

/** Reads a changed row again, later. */
export type Refresh = (area: 'device' | 'user' | 'session' | 'department', key: string) => void

/**
 * One hub's memory of who is who. Rows come from the database (load-directory.ts), presence and logins from
 * the journal: `apply` is told every accepted event, in order. Known devices and sessions cost no SQL.
 */
export class Directory {
  /** Events at or below it are in here. */
  position: Position = 0
  /** Counts the changes of who serves which account. */
  assignments = 0
  private readonly devices = new Map<DeviceId, DeviceEntry>()
  /** Apart from the devices: a connection may be heard of before the row of the phone was read. */
  private readonly presences = new Map<DeviceId, Presence>()
  private readonly users = new Map<UserId, UserEntry>()
  private readonly accounts = new Map<AccountId, AccountEntry>()
  private readonly accountsByDevice = new Map<DeviceId, Set<AccountId>>()
  private readonly devicesByKeeper = new Map<UserId, Set<DeviceId>>()
  private readonly sessions = new RecentMap<string, SessionEntry>(hubLimits.sessionsMax)
  /** A look-up that began before the end of a session must not bring it back. */
  private readonly endedSessions = new RecentMap<string, true>(endedMax)
  private readonly listeners = new Set<(change: DirectoryChange) => void>()
  private readonly refresh: Refresh

  constructor({ rows, refresh }: { rows: DirectoryRows, refresh: Refresh }) {
    this.refresh = refresh
    this.position = rows.position
    for (const row of rows.users) this.setUser(row)
    for (const row of rows.devices) {
      this.setDevice(row)
      this.presences.set(row.id, { online: row.online, run: row.run, epoch: row.epoch })
    }
    for (const row of rows.accounts) {
      this.setAccount({ id: row.id, device: row.device, loggedIn: row.logged_in })
    }
    // The newest come first and are to be forgotten last.
    for (const { hash, app_user: user, expires_at: expiresAt } of rows.sessions.toReversed()) {
      this.rememberSession({ hash, user, expiresAtMs: expiresAt.getTime() })
    }
  }

  device(id: DeviceId): DeviceEntry | undefined {
    return this.devices.get(id)
  }

  allDevices(): IterableIterator<DeviceEntry> {
    return this.devices.values()
  }

  presenceOf(device: DeviceId): Presence {
    return this.presences.get(device) ?? nowhere
  }

  user(id: UserId): UserEntry | undefined {
    return this.users.get(id)
  }

  /** Undefined: ended, expired, of a disabled user, or not seen by this hub yet. */
  session(hash: string, nowMs: number): SessionEntry | undefined {
    const session = this.sessions.get(hash)
    if (session === undefined || session.expiresAtMs <= nowMs) return undefined
    return this.users.get(session.user)?.disabled === false ? session : undefined
  }

  deviceOf(account: AccountId): DeviceId | undefined {
    return this.accounts.get(account)?.device
  }

  /** Simple assignment: conversations of an account belong to the keeper of its phone. */
  keeperOf(account: AccountId): UserId | undefined {
    const device = this.deviceOf(account)
    return device === undefined ? undefined : this.devices.get(device)?.keeper
  }

  accountsOf(device: DeviceId): AccountId[] {
    return [...this.accountsByDevice.get(device) ?? []]
  }

  accountsServedBy(user: UserId): AccountId[] {
    return [...this.devicesByKeeper.get(user) ?? []].flatMap((device) => this.accountsOf(device))
  }

  serves(user: UserId, account: AccountId): boolean {
    return this.keeperOf(account) === user
  }

  /** Logged in, and its phone is connected. */
  onlineOf(account: AccountId): boolean {
    const entry = this.accounts.get(account)
    return entry !== undefined && entry.loggedIn && this.presenceOf(entry.device).online
  }

  /** Called by the feed for every accepted event, in order. */
  apply({ position, event }: Placed): void {
    if (event.kind === 'configChanged') this.refresh(event.area, event.key)
    if (position <= this.position) return
    this.position = position
    this.fold(position, event)
  }

  onChanged(listener: (change: DirectoryChange) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  setDevice(row: DeviceConfigRow): DeviceEntry {
    const before = this.devices.get(row.id)
    const entry = { id: row.id, keyHash: row.key_hash, keeper: row.keeper, revoked: row.revoked }
    if (before?.keeper !== row.keeper) this.assignments += 1
    if (before !== undefined) this.devicesByKeeper.get(before.keeper)?.delete(row.id)
    this.devices.set(row.id, entry)
    addTo(this.devicesByKeeper, row.keeper, row.id)
    if (row.revoked && before?.revoked === false) this.tell({ kind: 'deviceRevoked', device: row.id })
    return entry
  }

  setUser(row: UserConfigRow): void {
    const before = this.users.get(row.id)
    this.users.set(row.id, {
      id: row.id, loginName: row.login_name, realName: row.real_name, permissions: row.permissions,
      disabled: row.disabled, department: row.department, departmentId: row.department_id,
    })
    if (row.disabled && before?.disabled === false) this.tell({ kind: 'userDisabled', user: row.id })
  }

  /** After a sign-in here, or a look-up. */
  rememberSession(session: SessionEntry): void {
    if (this.endedSessions.get(session.hash) === undefined) this.sessions.set(session.hash, session)
  }

  endSession(hash: string): void {
    const session = this.sessions.get(hash)
    this.endedSessions.set(hash, true)
    this.sessions.delete(hash)
    if (session !== undefined) this.tell({ kind: 'sessionEnded', user: session.user, hash })
  }

  /** Ends what a user has here beyond `kept`. */
  endSessionsOf(user: UserId, kept: ReadonlySet<string>): void {
    const ended = [...this.sessions.values()].filter((one) => one.user === user && !kept.has(one.hash))
    for (const { hash } of ended) this.endSession(hash)
  }

  private fold(position: Position, event: HubEvent): void {
    switch (event.kind) {
      case 'accountOnline': return this.onAccountOnline(event)
      case 'accountOffline': return this.onAccountOffline(event)
      case 'deviceConnected': return this.onConnected(event, position)
      case 'deviceDisconnected': return this.onDisconnected(event)
      case 'hubStopped':
      case 'hubLost': return this.onRunEnded(event.run)
      default:
    }
  }

  private onAccountOnline({ source, account }: { source: SourceId, account: AccountId }): void {
    this.setAccount({ id: account, device: deviceOfSource(source), loggedIn: true })
  }

  /** The phone an account has left may say so after the next one has it. */
  private onAccountOffline({ source, account }: { source: SourceId, account: AccountId }): void {
    const entry = this.accounts.get(account)
    if (entry?.device === deviceOfSource(source)) this.accounts.set(account, { ...entry, loggedIn: false })
  }

  private onConnected({ device, run }: { device: DeviceId, run: RunId }, epoch: Position): void {
    this.presences.set(device, { online: true, run, epoch })
    if (!this.devices.has(device)) this.refresh('device', device)
  }

  private onDisconnected({ device, connection }: { device: DeviceId, connection: Position }): void {
    const presence = this.presenceOf(device)
    if (presence.epoch === connection) this.presences.set(device, { ...presence, online: false })
  }

  private onRunEnded(run: RunId): void {
    for (const [device, presence] of this.presences) {
      if (presence.run === run && presence.online) this.presences.set(device, { ...presence, online: false })
    }
  }

  private setAccount(entry: AccountEntry): void {
    const before = this.accounts.get(entry.id)
    if (before?.device !== entry.device) this.assignments += 1
    if (before !== undefined) this.accountsByDevice.get(before.device)?.delete(entry.id)
    this.accounts.set(entry.id, entry)
    addTo(this.accountsByDevice, entry.device, entry.id)
  }

  private tell(change: DirectoryChange): void {
    for (const listener of this.listeners) listener(change)
  }
}

/** The device of `p/<device>/<install>`. */
export function deviceOfSource(source: SourceId): DeviceId {
  return source.split('/')[1] as DeviceId
}

function addTo<Key, Item>(sets: Map<Key, Set<Item>>, key: Key, item: Item): void {
  const set = sets.get(key)
  if (set === undefined) sets.set(key, new Set([item]))
  else set.add(item)
}

const nowhere: Presence = { online: false, run: '', epoch: 0 }
const endedMax = 10_000
