import { deleteDeviceGroup as operation } from '../../../protocol/operations/device.ts'
import { deleteDeviceGroup as remove, lockDeviceGroup } from '../../../storage/queries/device-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'

export const deleteDeviceGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockDeviceGroup(inside, input.group)
  if (stored === undefined) return refuse('notFound', 'no such group')
  if (stored.version !== input.version) return refuseStale(stored)
  await remove(inside, stored.id)
  const { id, name, remark } = stored
  return { output: {}, audit: [{ kind: 'deviceGroup', id, title: name, before: { name, remark }, after: null }] }
}))
