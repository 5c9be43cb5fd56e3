import { getDeviceSetup as operation } from '../../../protocol/operations/device-setup.ts'
import { readDeviceSetup } from '../../../storage/queries/device-setup.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export const getDeviceSetup = defineHandler(operation, async ({ device }, { pool, user }) => {
  const stored = await readDeviceSetup(pool, { id: device, scope: scopeOf(user) })
  if (stored === undefined) return refuse('notFound', 'no such phone')
  const { switches, visibleApps, configVersion, appliedVersion, online } = stored
  return { switches, visibleApps, configVersion, appliedVersion, online }
})
