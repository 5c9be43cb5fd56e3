import { removeDevice as operation } from '../../../protocol/operations/device.ts'
import { readDevice } from '../../../storage/queries/directory-rows.ts'
import { revokeDevice } from '../../../storage/queries/devices.ts'
import { defineHandler } from '../define-handler.ts'
import { recordConfigChange } from '../record-config-change.ts'
import { refuse } from '../refusal.ts'
import { keeperScope } from './keeper-scope.ts'

/** The phone's socket is closed by the directory's change; on other hubs by way of the journal. */
export const removeDevice = defineHandler(operation, async ({ device }, context) => {
  const { pool, directory, user, nowMs, wakeOutbox } = context
  const row = await pool.transaction(async (inside) => {
    const outcome = await revokeDevice(inside, { id: device, keeper: keeperScope(user), nowMs })
    if (outcome === 'unknown') return undefined
    await recordConfigChange(inside, { area: 'device', key: device }, context)
    return readDevice(inside, device)
  })
  if (row === undefined) return refuse('notFound', 'no such phone')
  wakeOutbox()
  directory.setDevice(row)
  return {}
})
