import { limits } from '../../../protocol/limits.ts'
import { createEnrolment as operation } from '../../../protocol/operations/device.ts'
import { insertEnrolment } from '../../../storage/queries/enrolments.ts'
import { hashOf, newSecret } from '../../sessions/secret.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseFor } from '../refusal.ts'

export const createEnrolment = defineHandler(operation, async (_input, { pool, user, nowMs, throttles }) => {
  const waitMs = throttles.newEnrolments.begin(user.id, nowMs)
  if (waitMs > 0) return refuseFor(waitMs)
  const token = newSecret()
  const expiresAtMs = nowMs + limits.enrolmentMs
  await pool.transaction((inside) => {
    return insertEnrolment(inside, { hash: hashOf(token), keeper: user.id, nowMs, expiresAtMs })
  })
  return { token, expiresAtMs }
})
