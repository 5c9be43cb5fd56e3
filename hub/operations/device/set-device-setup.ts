import { setDeviceSetup as operation } from '../../../protocol/operations/device-setup.ts'
import { readDeviceSetup } from '../../../storage/queries/device-setup.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseStale } from '../refusal.ts'
import { scopeOf } from '../scope.ts'
import { setDeviceSetup as set } from './device-commands.ts'

export const setDeviceSetup = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const { user, nowMs } = context
  const stored = await readDeviceSetup(inside, { id: input.device, scope: scopeOf(user), lock: true })
  if (stored === undefined) return refuse('notFound', 'no such phone')
  if (stored.configVersion !== input.configVersion) return refuseStale(stored)
  const { switches, visibleApps } = stored
  const values = { switches: input.switches ?? switches, visibleApps: input.visibleApps ?? visibleApps }
  return set(inside, { stored, values, user: user.id, nowMs })
}))
