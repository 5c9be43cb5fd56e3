import type { BulkInputOf } from '../../protocol/bulk-action.ts'
import type { BulkActionName, bulkActions } from '../../protocol/bulk/index.ts'
import type { PhoneCommand } from '../../protocol/commands.ts'
import type { AccountId, DeviceId, UserId } from '../../protocol/ids.ts'
import type { PhoneContact } from '../../protocol/kinds.ts'
import { limits } from '../../protocol/limits.ts'
import type { Queries } from '../../storage/pool.ts'
import type { StoredAccount } from '../../storage/queries/account-changes.ts'
import type { StoredDevice } from '../../storage/queries/device-changes.ts'
import { type StoredSetup, readDeviceSetup } from '../../storage/queries/device-setup.ts'
import type { StoredUser } from '../../storage/queries/user-changes.ts'
import type { UserEntry } from '../directory/entries.ts'
import { lockSeenAccount, removeStoredAccount, setAccountValues } from '../operations/accounts/account-changes.ts'
import type { Change } from '../operations/change.ts'
import { setContactGroup } from '../operations/groups/set-contact-group.ts'
import { lockSeen, removeStored, setDeviceValues } from '../operations/device/device-changes.ts'
import { askDevice, setDeviceSetup } from '../operations/device/device-commands.ts'
import { Refusal, refuse } from '../operations/refusal.ts'
import { scopeOf } from '../operations/scope.ts'
import { lockBelow, setDisabled, setUserValues, valuesOf } from '../operations/users/user-changes.ts'

export interface BulkRow<Input> { id: string; input: Input; by: UserEntry; nowMs: number }
type Changed = Promise<Change<unknown> | Refusal>
type RowOf<K extends BulkActionName> = BulkRow<BulkInputOf<(typeof bulkActions)[K]>>
type RowsOf = { [K in BulkActionName]: (inside: Queries, row: RowOf<K>) => Changed }

/** What each bulk action does to one row: the same as the operation for one, with its rules. */
export const bulkRows: RowsOf = {
  setUsersDisabled: (inside, row) => ofUser(inside, row, (stored) => {
    return setDisabled(inside, { stored, disabled: row.input.disabled })
  }),
  moveUsers: (inside, row) => ofUser(inside, row, (stored) => {
    const values = { ...valuesOf(stored), department: row.input.department }
    return setUserValues(inside, { stored, values, by: row.by })
  }),
  setDevicesKeeper: (inside, row) => ofDevice(inside, row, (stored) => {
    return setDeviceValues(inside, { stored, values: { ...stored, keeper: row.input.keeper }, by: row.by })
  }),
  setDevicesGroup: (inside, row) => ofDevice(inside, row, (stored) => {
    return setDeviceValues(inside, { stored, values: { ...stored, group: row.input.group }, by: row.by })
  }),
  removeDevices: (inside, row) => ofDevice(inside, row, (stored) => removeStored(inside, { stored, nowMs: row.nowMs })),
  setDevicesSwitch: (inside, row) => ofSetup(inside, row, ({ switches, visibleApps }) => {
    const { switch: name, on } = row.input
    const others = switches.filter((one) => one !== name)
    return { switches: on ? [...others, name] : others, visibleApps }
  }),
  setDevicesApps: (inside, row) => ofSetup(inside, row, ({ switches }) => {
    return { switches, visibleApps: row.input.apps }
  }),
  wipeDevices: (inside, row) => asks(inside, row, [{ kind: 'wipe' }]),
  importDeviceContacts: (inside, row) => asks(inside, row, importCommands(row.input)),
  syncDeviceChats: (inside, row) => asks(inside, row, [{ kind: 'syncChats', ...row.input }]),
  updateDevices: (inside, row) => asks(inside, row, [{ kind: 'checkUpdate' }]),
  installDevicesApp: (inside, row) => asks(inside, row, [{ kind: 'installApp', url: row.input.url }]),
  setAccountsGroup: (inside, row) => ofAccount(inside, row, (stored) => {
    return setAccountValues(inside, { stored, values: { ...stored, group: row.input.group }, by: row.by })
  }),
  removeAccounts: (inside, row) => ofAccount(inside, row, (stored) => {
    return removeStoredAccount(inside, { stored, nowMs: row.nowMs })
  }),
  setFriendsGroup: (inside, { id, input, by }) => setContactGroup(inside, { kind: 'friend', id, ...input, by }),
  setChatroomsGroup: (inside, { id, input, by }) => setContactGroup(inside, { kind: 'chatroom', id, ...input, by }),
}

/** An address book in as many commands as it needs; only the first one clears. */
function importCommands({ clear, contacts }: { clear: boolean; contacts: PhoneContact[] }): PhoneCommand[] {
  const commands: PhoneCommand[] = []
  for (let start = 0; start === 0 || start < contacts.length; start += limits.importContactsMax) {
    const part = contacts.slice(start, start + limits.importContactsMax)
    commands.push({ kind: 'importContacts', clear: clear && start === 0, contacts: part })
  }
  return commands
}

function asks(inside: Queries, row: BulkRow<unknown>, commands: readonly PhoneCommand[]): Changed {
  const { by, nowMs } = row
  return ofDevice(inside, row, (stored) => askDevice(inside, { stored, commands, user: by.id, nowMs }))
}

async function ofSetup(
  inside: Queries, { id, by, nowMs }: BulkRow<unknown>,
  valuesAfter: (stored: StoredSetup) => Pick<StoredSetup, 'switches' | 'visibleApps'>,
): Changed {
  const stored = await readDeviceSetup(inside, { id: id as DeviceId, scope: scopeOf(by), lock: true })
  if (stored === undefined) return refuse('notFound', 'no such phone')
  return setDeviceSetup(inside, { stored, values: valuesAfter(stored), user: by.id, nowMs })
}

async function ofUser(
  inside: Queries, { id, by }: BulkRow<unknown>, work: (stored: StoredUser) => Changed,
): Changed {
  const stored = await lockBelow(inside, { id: id as UserId, by })
  return stored instanceof Refusal ? stored : work(stored)
}

async function ofAccount(
  inside: Queries, { id, by }: BulkRow<unknown>, work: (stored: StoredAccount) => Changed,
): Changed {
  const stored = await lockSeenAccount(inside, { id: id as AccountId, by })
  return stored instanceof Refusal ? stored : work(stored)
}

async function ofDevice(
  inside: Queries, { id, by }: BulkRow<unknown>, work: (stored: StoredDevice) => Changed,
): Changed {
  const stored = await lockSeen(inside, { id: id as DeviceId, by })
  return stored instanceof Refusal ? stored : work(stored)
}
