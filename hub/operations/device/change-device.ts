import { changeDevice as operation } from '../../../protocol/operations/device.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuseStale } from '../refusal.ts'
import { lockSeen, setDeviceValues } from './device-changes.ts'

export const changeDevice = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockSeen(inside, { id: input.device, by: context.user })
  if (stored instanceof Refusal) return stored
  if (stored.version !== input.version) return refuseStale(stored)
  const { remark, keeper, ungrouped } = input
  const group = ungrouped === true ? null : input.group ?? stored.group
  const values = { remark: remark ?? stored.remark, keeper: keeper ?? stored.keeper, group }
  return setDeviceValues(inside, { stored, values, by: context.user })
}))
