import type { AccountId, DepartmentId, DeviceId, UserId } from '../../protocol/ids.ts'
import type { Permission } from '../../protocol/permissions.ts'

/** What the directory knows of a phone; where it is connected is in `Presence`. */
export interface DeviceEntry {
  readonly id: DeviceId
  /** sha-256 of its key. */
  readonly keyHash: Uint8Array
  readonly keeper: UserId
  readonly revoked: boolean
  readonly shows: Shows
}

/** What consoles may show of the accounts on a phone, by its switches 显示好友微信号 and 微信聊天消息号码可见. */
export interface Shows { readonly aliases: boolean; readonly numbers: boolean }

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
  /** Their department and all above it. */
  readonly departmentPath: readonly DepartmentId[]
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
