import { changePassword as operation } from '../../../protocol/operations/session.ts'
import { deleteOtherSessions } from '../../../storage/queries/sessions.ts'
import { readPassword, updatePassword } from '../../../storage/queries/users.ts'
import { hashPassword } from '../../sessions/password.ts'
import type { UserContext } from '../context.ts'
import { defineHandler } from '../define-handler.ts'
import { recordConfigChange } from '../record-config-change.ts'
import { refuse, refuseFor } from '../refusal.ts'
import { passwords } from './sign-in.ts'

export const changePassword = defineHandler(operation, async ({ oldPassword, newPassword }, context) => {
  const { pool, directory, user, session, throttles, nowMs } = context
  const waitMs = throttles.signInName.begin(user.loginName, nowMs)
  if (waitMs > 0) return refuseFor(waitMs)
  const before = (await readPassword(pool, user.loginName))?.password
  const verdict = await passwords.check(oldPassword, before ?? null)
  if (verdict === 'busy') return refuse('tooMany', 'too many people sign in at once; try again in a moment')
  if (verdict === 'wrong' || before === undefined) return refuse('wrongPassword', 'the old password is wrong')
  throttles.signInName.succeeded(user.loginName)
  const changed = await change(context, { before, after: await hashPassword(newPassword) })
  if (!changed) return refuse('conflict', 'the password was changed elsewhere a moment ago')
  context.wakeOutbox()
  directory.endSessionsOf(user.id, new Set([session.hash]))
  return {}
})

function change(
  context: UserContext, { before, after }: { before: string, after: string },
): Promise<boolean> {
  const { pool, user, session } = context
  return pool.transaction(async (inside) => {
    if (!await updatePassword(inside, { user: user.id, before, after })) return false
    await deleteOtherSessions(inside, { user: user.id, kept: Buffer.from(session.hash, 'hex') })
    await recordConfigChange(inside, { area: 'user', key: user.id }, context)
    return true
  })
}
