import { randomBytes } from 'node:crypto'
import { pack, unpack } from '../../protocol/codec.ts'
import type { AccountId, DeviceId, InstallId, TaskId } from '../../protocol/ids.ts'
import type { PhoneCommand } from '../../protocol/commands.ts'
import type { AccountProfile, FriendProfile, PhoneContact } from '../../protocol/kinds.ts'

/** The phone's disk: what survives a restart of its software. */
export interface PhoneState {
  device: DeviceId
  key: string
  install: InstallId
  /** The last uplink number given to a message. */
  given: number
  /** The highest number that ever went out under this install: what a hello claims. */
  sent: number
  /** Not acked yet, in order, without gaps, up to `given`. */
  kept: Kept[]
  tasks: KnownTask[]
  /** Logged in now. */
  accounts: AccountProfile[]
  /** What an administrator has set, as applied last. */
  configuration: Configuration | null
  addressBook: PhoneContact[]
  /** People who ask to be friends and weren't accepted yet. */
  friendRequests: WaitingRequest[]
  /** Addresses they came from. */
  installedApps: string[]
}

export interface WaitingRequest { account: AccountId; request: TaskId; friend: FriendProfile }

export type Configuration = Extract<PhoneCommand, { kind: 'configure' }>

/** `values` as they travel, with the number; `bytes` when packed. */
export interface Kept {
  sequence: number
  values: unknown[]
  bytes: number
}

/** `result`: the values of its taskFinished without the number, null while it is being done. */
export interface KnownTask {
  task: TaskId
  atMs: number
  result: unknown[] | null
}

export function newPhoneState({ device, key, install = newInstallId() }: {
  device: DeviceId; key: string; install?: InstallId
}): PhoneState {
  return {
    device, key, install, given: 0, sent: 0, kept: [], tasks: [], accounts: [],
    configuration: null, addressBook: [], friendRequests: [], installedApps: [],
  }
}

export function newInstallId(): InstallId {
  return `i${randomBytes(9).toString('base64url')}` as InstallId
}

/** As bytes for a file; `loadPhoneState` is its inverse. Also the way to copy a state. */
export function savePhoneState(state: PhoneState): Uint8Array {
  return pack(state)
}

export function loadPhoneState(bytes: Uint8Array): PhoneState {
  const state = unpack(bytes) as Omit<PhoneState, 'friendRequests'> & Partial<Pick<PhoneState, 'friendRequests'>>
  // A disk of older software.
  return { ...state, friendRequests: state.friendRequests ?? [] }
}
