import type { BulkInputOf } from '../../protocol/bulk-action.ts'
import type { BulkActionName, bulkActions } from '../../protocol/bulk/index.ts'
import type { PhoneCommand } from '../../protocol/commands.ts'
import type {
  AccountId, DeviceId, MaterialId, PeerId, QuickReplyId, SensitiveWordId, UserId,
} from '../../protocol/ids.ts'
import type { PhoneContact } from '../../protocol/kinds.ts'
import { limits } from '../../protocol/limits.ts'
import type { Queries } from '../../storage/pool.ts'
import type { GroupScope } from '../../storage/queries/contact-groups.ts'
import type { StoredAccount } from '../../storage/queries/account-changes.ts'
import type { StoredDevice } from '../../storage/queries/device-changes.ts'
import { type StoredSetup, readDeviceSetup } from '../../storage/queries/device-setup.ts'
import type { StoredWord } from '../../storage/queries/sensitive-words.ts'
import type { StoredUser } from '../../storage/queries/user-changes.ts'
import { assignPeers } from '../assignment/assign-peers.ts'
import type { UserEntry } from '../directory/entries.ts'
import { lockSeenAccount, removeStoredAccount, setAccountValues } from '../operations/accounts/account-changes.ts'
import { setAutoAcceptOf } from '../operations/automation/auto-accept.ts'
import { removeOwnGreeting } from '../operations/automation/greetings.ts'
import type { Change } from '../operations/change.ts'
import { setContactGroup } from '../operations/groups/set-contact-group.ts'
import { lockSeen, removeStored, setDeviceValues } from '../operations/device/device-changes.ts'
import { askDevice, setDeviceSetup } from '../operations/device/device-commands.ts'
import { keptBy } from '../operations/library/keeper.ts'
import { removeMaterial } from '../operations/library/materials.ts'
import { belowUser, lockReply, removeReply } from '../operations/library/reply-changes.ts'
import { Refusal, refuse } from '../operations/refusal.ts'
import { deleteStored, lockStored, setWordValues } from '../operations/sensitive-words/word-changes.ts'
import { scopeOf } from '../operations/scope.ts'
import { lockBelow, setDisabled, setUserValues, valuesOf } from '../operations/users/user-changes.ts'

export interface BulkRow<Input> { id: string; input: Input; by: UserEntry; nowMs: number }
type Changed = Promise<Change<unknown> | Refusal>
type RowOf<K extends BulkActionName> = BulkRow<BulkInputOf<(typeof bulkActions)[K]>>
type RowsOf = { [K in BulkActionName]: (inside: Queries, row: RowOf<K>) => Changed }

/** What each bulk action does to one row: the same as the operation for one, with its rules. */
export const bulkRows: RowsOf = {
  removeQuickReplies: (inside, { id, by }) => removeOf(inside, id, keptBy(by, 'reply')),
  removeSubordinateReplies: (inside, { id, by }) => removeOf(inside, id, belowUser(by)),
  removeMaterials: (inside, { id, by }) => removeMaterial(inside, { id: id as MaterialId, by }),
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
  setAutoAccepts: (inside, row) => ofAccount(inside, row, (stored) => setAutoAcceptOf(inside, stored, row.input)),
  removeGreetings: (inside, row) => ofAccount(inside, row, (stored) => removeOwnGreeting(inside, stored)),
  setWordsEffect: (inside, row) => ofWord(inside, row, (stored) => {
    return setWordValues(inside, { stored, values: { ...stored, effect: row.input.effect } })
  }),
  deleteWords: (inside, row) => ofWord(inside, row, (stored) => deleteStored(inside, stored)),
  assignFriends: assign, assignChatrooms: assign,
  setFriendsGroup: (inside, { id, input, by }) => setContactGroup(inside, { kind: 'friend', id, ...input, by }),
  setChatroomsGroup: (inside, { id, input, by }) => setContactGroup(inside, { kind: 'chatroom', id, ...input, by }),
}

async function removeOf(inside: Queries, id: string, scope: GroupScope): Changed {
  const stored = await lockReply(inside, { id: id as QuickReplyId, scope })
  return stored instanceof Refusal ? stored : removeReply(inside, stored)
}

/** FRND-3, ROOM-3. The id of a friend or a chatroom: account and peer. */
function assign(inside: Queries, { id, input, by }: BulkRow<{ seat: UserId | null; notice: boolean }>): Changed {
  const [account, peer] = id.split(' ') as [AccountId, PeerId]
  return assignPeers(inside, { account, peers: [peer], to: input.seat ?? 'rules', by, notice: input.notice })
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

async function ofWord(
  inside: Queries, { id }: BulkRow<unknown>, work: (stored: StoredWord) => Changed,
): Changed {
  const stored = await lockStored(inside, id as SensitiveWordId)
  return stored instanceof Refusal ? stored : work(stored)
}

async function ofDevice(
  inside: Queries, { id, by }: BulkRow<unknown>, work: (stored: StoredDevice) => Changed,
): Changed {
  const stored = await lockSeen(inside, { id: id as DeviceId, by })
  return stored instanceof Refusal ? stored : work(stored)
}
