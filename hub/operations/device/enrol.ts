import { randomInt } from 'node:crypto'
import type { DeviceId } from '../../../protocol/ids.ts'
import { enrol as operation } from '../../../protocol/operations/device.ts'
import { insertDevice } from '../../../storage/queries/devices.ts'
import { useEnrolment } from '../../../storage/queries/enrolments.ts'
import { hashOf, newSecret } from '../../sessions/secret.ts'
import { definePublicHandler } from '../define-handler.ts'
import { recordConfigChange } from '../record-config-change.ts'
import { refuse, refuseFor } from '../refusal.ts'

/**
 * The token is used up and the phone made in one transaction: of several at the same moment one gets a key.
 */
export const enrol = definePublicHandler(operation, async ({ token, install, info, remark }, context) => {
  const { pool, throttles, address, nowMs } = context
  const waitMs = throttles.enrolAddress.begin(address, nowMs)
  if (waitMs > 0) return refuseFor(waitMs)
  const id = newDeviceId()
  const key = newSecret()
  const used = await pool.transaction(async (inside) => {
    const result = await useEnrolment(inside, { hash: hashOf(token), nowMs })
    if (result.outcome !== 'used') return result
    const { keeper } = result
    const device = { id, keyHash: hashOf(key), keeper, install, info, remark: remark ?? '', nowMs }
    await insertDevice(inside, device)
    await recordConfigChange(inside, { area: 'device', key: id }, context)
    return result
  })
  if (used.outcome !== 'used') return refuse(used.outcome, reasons[used.outcome])
  throttles.enrolAddress.succeeded(address)
  context.wakeOutbox()
  return { device: id, key }
})

function newDeviceId(): DeviceId {
  return `d${Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('')}` as DeviceId
}

const letters = 'abcdefghijklmnopqrstuvwxyz'
const reasons = {
  tokenUnknown: 'no such token: scan the code again',
  tokenUsed: 'this code was used already: scan a new one',
  tokenExpired: 'this code has expired: scan a new one',
  tokenRevoked: 'this code was revoked: scan a new one',
}
