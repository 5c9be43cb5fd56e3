import { randomInt } from 'node:crypto'
import type { DeviceId } from '../../../protocol/ids.ts'
import { enrol as operation } from '../../../protocol/operations/device.ts'
import { insertDevice } from '../../../storage/queries/devices.ts'
import { useEnrolment } from '../../../storage/queries/enrolments.ts'
import { hashOf, newSecret } from '../../sessions/secret.ts'
import { change } from '../change.ts'
import { definePublicHandler } from '../define-handler.ts'
import { Refusal, refuse, refuseFor } from '../refusal.ts'

/**
 * The token is used up and the phone made in one transaction: of several at the same moment one gets a key.
 */
export const enrol = definePublicHandler(operation, async ({ token, install, info, remark }, context) => {
  const { throttles, address, nowMs } = context
  const waitMs = throttles.enrolAddress.begin(address, nowMs)
  if (waitMs > 0) return refuseFor(waitMs)
  const id = newDeviceId()
  const key = newSecret()
  const made = await change(context, async (inside) => {
    const used = await useEnrolment(inside, { hash: hashOf(token), nowMs })
    if (used.outcome !== 'used') return refuse(used.outcome, reasons[used.outcome])
    const device = { id, keyHash: hashOf(key), keeper: used.keeper, install, info, remark: remark ?? '', nowMs }
    await insertDevice(inside, device)
    const after = { keeper: used.keeper, brand: info.brand ?? '', model: info.model ?? '', remark: device.remark }
    return {
      output: { device: id, key },
      audit: [{ kind: 'device', id, title: device.remark, before: null, after }],
      config: [{ area: 'device', key: id }],
    }
  })
  if (!(made instanceof Refusal)) throttles.enrolAddress.succeeded(address)
  return made
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
