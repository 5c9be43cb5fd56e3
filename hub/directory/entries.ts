import type { AccountId, DepartmentId, DeviceId, UserId } from '../../protocol/ids.ts'
import type { Permission } from '../../protocol/permissions.ts'

/** What the directory knows of a phone; where it is connected is in `Presence`. */
export interface DeviceEntry {
  readonly id: DeviceId
  /** sha-256 of its key. */
  readonly keyHash: Uint8Array
  readonly keeper: UserId
  readonly revoked: boolean
}

export interface Presence {
  readonly online: boolean
  /** The run of the hub that holds the connection. */
  readonly run: string
  /** Position of the connection's `deviceConnected`. */
  readonly epoch: number
}

export interface UserEntry {
  readonly id: UserId
  readonly loginName: string
  readonly realName: string
  /** Their own and their department's. */
  readonly permissions: readonly Permission[]
  readonly disabled: boolean
  readonly department: string
  readonly departmentId: DepartmentId
}

export interface AccountEntry {
  readonly id: AccountId
  readonly device: DeviceId
  readonly loggedIn: boolean
}

export interface SessionEntry {
  /** sha-256 of the cookie's token, hex. */
  readonly hash: string
  readonly user: UserId
  readonly expiresAtMs: number
}

/** What closes sockets. */
export type DirectoryChange =
  | { kind: 'deviceRevoked', device: DeviceId }
  | { kind: 'userDisabled', user: UserId }
  | { kind: 'sessionEnded', user: UserId, hash: string }
