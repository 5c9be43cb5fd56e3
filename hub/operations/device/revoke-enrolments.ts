import { revokeEnrolments as operation } from '../../../protocol/operations/device.ts'
import { revokeOpenEnrolments } from '../../../storage/queries/enrolments.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'

export const revokeEnrolments = defineHandler(operation, (_input, context) => change(context, async (inside) => {
  const { user: { id, realName: title }, nowMs } = context
  const revoked = await revokeOpenEnrolments(inside, { keeper: id, nowMs })
  return { output: { revoked }, audit: [{ kind: 'enrolment', id, title, before: null, after: { revoked } }] }
}))
