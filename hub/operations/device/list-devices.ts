import { listDevices as operation } from '../../../protocol/operations/device.ts'
import type { DeviceRow } from '../../../protocol/operations/device.ts'
import { readDeviceDetails } from '../../../storage/queries/devices.ts'
import type { DeviceDetails } from '../../../storage/queries/devices.ts'
import type { Directory } from '../../directory/directory.ts'
import { defineHandler } from '../define-handler.ts'
import { keeperScope } from './keeper-scope.ts'

export const listDevices = defineHandler(operation, async (_input, { pool, directory, user }) => {
  const details = await readDeviceDetails(pool, keeperScope(user))
  return { rows: details.map((row) => deviceRow(directory, row)) }
})

function deviceRow(directory: Directory, details: DeviceDetails): DeviceRow {
  const { id, remark, info, keeperName, revoked, seen_ms } = details
  return {
    device: id, remark, brand: info.brand ?? '', model: info.model ?? '', keeper: keeperName, revoked,
    online: directory.presenceOf(id).online, lastSeenMs: seen_ms, accounts: directory.accountsOf(id),
  }
}
