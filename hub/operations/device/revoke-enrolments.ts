import { revokeEnrolments as operation } from '../../../protocol/operations/device.ts'
import { revokeOpenEnrolments } from '../../../storage/queries/enrolments.ts'
import { defineHandler } from '../define-handler.ts'

export const revokeEnrolments = defineHandler(operation, async (_input, { pool, user, nowMs }) => {
  return { revoked: await revokeOpenEnrolments(pool, { keeper: user.id, nowMs }) }
})
