import { changeDeviceGroup as operation } from '../../../protocol/operations/device.ts'
import { lockDeviceGroup, updateDeviceGroup } from '../../../storage/queries/device-groups.ts'
import { change, differences } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'

export const changeDeviceGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockDeviceGroup(inside, input.group)
  if (stored === undefined) return refuse('notFound', 'no such group')
  if (stored.version !== input.version) return refuseStale(stored)
  const { id, version } = stored
  const values = { name: input.name ?? stored.name, remark: input.remark ?? stored.remark }
  if (!await updateDeviceGroup(inside, { id, ...values })) return refuse('nameTaken', 'a group has this name')
  const changed = differences({ ...stored }, values)
  return {
    output: { version: version + 1 },
    audit: [{
      kind: 'deviceGroup', id, title: values.name, before: changed?.before ?? null, after: changed?.after ?? null,
    }],
  }
}))
