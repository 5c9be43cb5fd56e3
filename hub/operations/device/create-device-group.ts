import { createDeviceGroup as operation } from '../../../protocol/operations/device.ts'
import { insertDeviceGroup } from '../../../storage/queries/device-groups.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

export const createDeviceGroup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const values = { name: input.name, remark: input.remark ?? '' }
  const group = await insertDeviceGroup(inside, values)
  if (group === null) return refuse('nameTaken', 'a group has this name')
  return {
    output: { group }, audit: [{ kind: 'deviceGroup', id: group, title: input.name, before: null, after: values }],
  }
}))
