import type { BulkInputOf } from '../../protocol/bulk-action.ts'
import type { BulkActionName, bulkActions } from '../../protocol/bulk/index.ts'
import type { DeviceId, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import type { StoredDevice } from '../../storage/queries/device-changes.ts'
import type { StoredUser } from '../../storage/queries/user-changes.ts'
import type { UserEntry } from '../directory/entries.ts'
import type { Change } from '../operations/change.ts'
import { lockSeen, removeStored, setDeviceValues } from '../operations/device/device-changes.ts'
import { Refusal } from '../operations/refusal.ts'
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
}

async function ofUser(
  inside: Queries, { id, by }: BulkRow<unknown>, work: (stored: StoredUser) => Changed,
): Changed {
  const stored = await lockBelow(inside, { id: id as UserId, by })
  return stored instanceof Refusal ? stored : work(stored)
}

async function ofDevice(
  inside: Queries, { id, by }: BulkRow<unknown>, work: (stored: StoredDevice) => Changed,
): Changed {
  const stored = await lockSeen(inside, { id: id as DeviceId, by })
  return stored instanceof Refusal ? stored : work(stored)
}
