import { userOf } from '../../protocol/chat-message.ts'
import { SensitiveWords } from '../../actors/rules/sensitive-words.ts'
import type { EventNamed, HubEvent, Placed } from '../../protocol/events/index.ts'
import type { AccountId, DeviceId, PeerId, Position, RunId, SourceId, UserId } from '../../protocol/ids.ts'
import { QuietRules } from '../../protocol/quiet.ts'
import { type SeatMode, usualMode } from '../../protocol/seat-mode.ts'
import type { DirectoryRows, DeviceConfigRow, UserConfigRow } from '../../storage/queries/directory-rows.ts'
import { hubLimits } from '../limits.ts'
import { ConsoleMask } from '../masking/console-mask.ts'
import { AssignedPeers } from './assigned-peers.ts'
import type {
  AccountEntry, DeviceEntry, DirectoryChange, Presence, SessionEntry, Shows, UserEntry,
} from './entries.ts'
import { RecentMap } from './recent-map.ts'

/** Reads a changed row again, later. */
export type Refresh = (area: EventNamed<'configChanged'>['area'], key: string) => void

/**
 * One hub's memory of who is who. Rows come from the database (load-directory.ts), presence and logins from
 * the journal: `apply` is told every accepted event, in order. Known devices and sessions cost no SQL.
 */
export class Directory {
  /** Events at or below it are in here. */
  position: Position = 0
  /** Counts the changes of keepers, and of the phones that accounts are on. */
  moves = 0
  readonly consoleMask = new ConsoleMask((account) => this.showsOf(account))
  /** As of `position`. */
  quiet: QuietRules
  words: SensitiveWords
  private readonly devices = new Map<DeviceId, DeviceEntry>()
  /** Apart from the devices: a connection may be heard of before the row of the phone was read. */
  private readonly presences = new Map<DeviceId, Presence>()
  private readonly users = new Map<UserId, UserEntry>()
  private readonly accounts = new Map<AccountId, AccountEntry>()
  private readonly accountsByDevice = new Map<DeviceId, Set<AccountId>>()
  private readonly assigned = new AssignedPeers()
  private readonly modes = new Map<UserId, SeatMode>()
  private readonly sessions = new RecentMap<string, SessionEntry>(hubLimits.sessionsMax)
  /** A look-up that began before the end of a session must not bring it back. */
  private readonly endedSessions = new RecentMap<string, true>(endedMax)
  private readonly listeners = new Set<(change: DirectoryChange) => void>()
  private readonly refresh: Refresh

  constructor({ rows, refresh }: { rows: DirectoryRows, refresh: Refresh }) {
    this.refresh = refresh
    this.position = rows.position
    this.consoleMask.set(rows.maskConsole)
    this.quiet = new QuietRules(rows.quiet)
    this.words = new SensitiveWords(rows.words)
    for (const row of rows.users) this.setUser(row)
    for (const row of rows.devices) {
      this.setDevice(row)
      this.presences.set(row.id, { online: row.online, run: row.run, epoch: row.epoch })
    }
    for (const row of rows.accounts) {
      this.setAccount({ id: row.id, device: row.device, loggedIn: row.logged_in })
    }
    for (const { user, away, autoReply } of rows.modes) this.modes.set(user, { away, autoReply })
    for (const { account, seat, peers } of rows.assigned) {
      for (const peer of peers.split(' ')) this.assigned.set(account, peer as PeerId, seat)
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

  modeOf(user: UserId): SeatMode {
    return this.modes.get(user) ?? usualMode
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

  /** Of an account that nobody knows, as little as there is. */
  showsOf(account: AccountId): Shows {
    const device = this.deviceOf(account)
    return (device === undefined ? undefined : this.devices.get(device)?.shows) ?? hidden
  }

  keeperOf(account: AccountId): UserId | undefined {
    const device = this.deviceOf(account)
    return device === undefined ? undefined : this.devices.get(device)?.keeper
  }

  accountsOf(device: DeviceId): AccountId[] {
    return [...this.accountsByDevice.get(device) ?? []]
  }

  /** Whose the conversation is: who it is assigned to, else the keeper of the account's phone. */
  seatOf(account: AccountId, peer: PeerId): UserId | undefined {
    return this.assigned.seatOf(account, peer) ?? this.keeperOf(account)
  }

  serves(user: UserId, account: AccountId, peer: PeerId): boolean {
    return this.seatOf(account, peer) === user
  }

  /** Everybody who may serve something of the account: the keeper of its phone first, nobody twice. */
  *usersOf(account: AccountId): Iterable<UserId> {
    const keeper = this.keeperOf(account)
    if (keeper !== undefined) yield keeper
    for (const user of this.assigned.usersOf(account)) if (user !== keeper) yield user
  }

  usersOfDevice(id: DeviceId): ReadonlySet<UserId> {
    const users = new Set<UserId>()
    const device = this.devices.get(id)
    if (device !== undefined) users.add(device.keeper)
    for (const account of this.accountsByDevice.get(id) ?? []) {
      for (const user of this.assigned.usersOf(account)) users.add(user)
    }
    return users
  }

  /** Keeps the phone, or serves somebody that one of its accounts talks to. */
  worksWith(user: UserId, id: DeviceId): boolean {
    if (this.devices.get(id)?.keeper === user) return true
    return this.accountsOf(id).some((account) => this.assigned.has(account, user))
  }

  /** Logged in, and its phone is connected. */
  onlineOf(account: AccountId): boolean {
    const entry = this.accounts.get(account)
    return entry !== undefined && entry.loggedIn && this.presenceOf(entry.device).online
  }

  /**
   * Called by the feed for every accepted event, in order. Answers who served until now what this event assigns to
   * somebody.
   */
  apply({ position, event }: Placed): readonly UserId[] {
    if (event.kind === 'configChanged') this.refresh(event.area, event.key)
    if (position <= this.position) return nobody
    this.position = position
    if (event.kind === 'peersAssigned') return this.onPeersAssigned(event)
    this.fold(position, event)
    return nobody
  }

  onChanged(listener: (change: DirectoryChange) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  setDevice(row: DeviceConfigRow): DeviceEntry {
    const before = this.devices.get(row.id)
    const shows = { aliases: row.shows_aliases, numbers: row.shows_numbers }
    const entry = { id: row.id, keyHash: row.key_hash, keeper: row.keeper, revoked: row.revoked, shows }
    this.consoleMask.forget()
    if (before?.keeper !== row.keeper) this.moves += 1
    this.devices.set(row.id, entry)
    if (row.revoked && before?.revoked === false) this.tell({ kind: 'deviceRevoked', device: row.id })
    return entry
  }

  setUser(row: UserConfigRow): void {
    const before = this.users.get(row.id)
    this.users.set(row.id, {
      id: row.id, loginName: row.login_name, realName: row.real_name, permissions: row.permissions,
      disabled: row.disabled, department: row.department, departmentId: row.department_id,
      departmentPath: row.department_path,
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
      case 'seatModeChanged':
        this.modes.set(userOf(event.source), { away: event.away, autoReply: event.autoReply })
        return
      case 'settingsChanged':
        this.quiet = new QuietRules(event)
        return
      case 'sensitiveWordsChanged':
        this.words = this.words.with(event.changes)
        return
      default:
    }
  }

  private onPeersAssigned({ account, peers, seat }: EventNamed<'peersAssigned'>): readonly UserId[] {
    const keeper = this.keeperOf(account)
    const before = new Set<UserId>()
    for (const peer of peers) {
      const was = this.assigned.set(account, peer, seat) ?? keeper
      if (was !== undefined) before.add(was)
    }
    return [...before]
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
    if (before?.device !== entry.device) this.moves += 1
    if (before !== undefined) this.accountsByDevice.get(before.device)?.delete(entry.id)
    this.accounts.set(entry.id, entry)
    const others = this.accountsByDevice.get(entry.device)
    if (others === undefined) this.accountsByDevice.set(entry.device, new Set([entry.id]))
    else others.add(entry.id)
  }

  private tell(change: DirectoryChange): void {
    for (const listener of this.listeners) listener(change)
  }
}

/** The device of `p/<device>/<install>`. */
export function deviceOfSource(source: SourceId): DeviceId {
  return source.split('/')[1] as DeviceId
}

const nobody: readonly UserId[] = []
const hidden: Shows = { aliases: false, numbers: false }
const nowhere: Presence = { online: false, run: '', epoch: 0 }
const endedMax = 10_000
