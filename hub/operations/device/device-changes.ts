import type { DeviceId } from '../../../protocol/ids.ts'
import type { Queries } from '../../../storage/pool.ts'
import {
  type DeviceValues, type StoredDevice, lockDevice, revokeDevice, updateDevice,
} from '../../../storage/queries/device-changes.ts'
import { lockDeviceGroup } from '../../../storage/queries/device-groups.ts'
import { lockUser } from '../../../storage/queries/user-changes.ts'
import type { UserEntry } from '../../directory/entries.ts'
import { type Change, differences } from '../change.ts'
import { type Refusal, refuse, refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export async function lockSeen(
  inside: Queries, { id, by }: { id: DeviceId; by: UserEntry },
): Promise<StoredDevice | Refusal> {
  return await lockDevice(inside, { id, scope: scopeOf(by) }) ?? refuse('notFound', 'no such phone')
}

/** The keeper is somebody this user sees; the group is there. */
export async function setDeviceValues(
  inside: Queries, { stored, values, by }: { stored: StoredDevice; values: DeviceValues; by: UserEntry },
): Promise<Change<{ version: number }> | Refusal> {
  const { keeper, group } = values
  if (keeper !== stored.keeper) {
    const user = await lockUser(inside, { id: keeper, scope: scopeOf(by) })
    if (user === undefined || user.disabled) return refuseField('keeper', 'no such user, or a disabled one')
  }
  if (group !== null && group !== stored.group && await lockDeviceGroup(inside, group) === undefined) {
    return refuseField('group', 'no such group')
  }
  await updateDevice(inside, { id: stored.id, values })
  const changed = differences({ ...stored }, { ...values })
  return {
    output: { version: stored.version + 1 },
    audit: [{
      kind: 'device', id: stored.id, title: values.remark,
      before: changed?.before ?? null, after: changed?.after ?? null,
    }],
    config: [{ area: 'device', key: stored.id }],
  }
}

/** The phone's socket is closed by the directory's change; on other hubs by way of the journal. */
export async function removeStored(
  inside: Queries, { stored, nowMs }: { stored: StoredDevice; nowMs: number },
): Promise<Change<Record<string, never>>> {
  if (stored.revoked) return { output: {}, audit: [] }
  await revokeDevice(inside, { id: stored.id, nowMs })
  const { id, remark: title } = stored
  return {
    output: {},
    audit: [{ kind: 'device', id, title, before: { revoked: false }, after: { revoked: true } }],
    config: [{ area: 'device', key: id }],
  }
}
