import { removeDevice as operation } from '../../../protocol/operations/device.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { lockSeen, removeStored } from './device-changes.ts'

export const removeDevice = defineHandler(operation, ({ device }, context) => change(context, async (inside) => {
  const stored = await lockSeen(inside, { id: device, by: context.user })
  return stored instanceof Refusal ? stored : removeStored(inside, { stored, nowMs: context.nowMs })
}))
