import { limits } from '../../../protocol/limits.ts'
import { createEnrolment as operation } from '../../../protocol/operations/device.ts'
import { insertEnrolment } from '../../../storage/queries/enrolments.ts'
import { hashOf, newSecret } from '../../sessions/secret.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseFor } from '../refusal.ts'

export const createEnrolment = defineHandler(operation, async (_input, context) => {
  const { user, nowMs, throttles } = context
  const waitMs = throttles.newEnrolments.begin(user.id, nowMs)
  if (waitMs > 0) return refuseFor(waitMs)
  const token = newSecret()
  const expiresAtMs = nowMs + limits.enrolmentMs
  return change(context, async (inside) => {
    await insertEnrolment(inside, { hash: hashOf(token), keeper: user.id, nowMs, expiresAtMs })
    const title = user.realName
    return {
      output: { token, expiresAtMs },
      audit: [{ kind: 'enrolment', id: user.id, title, before: null, after: { expiresAtMs } }],
    }
  })
})
