import { changePassword as operation } from '../../../protocol/operations/session.ts'
import { deleteOtherSessions } from '../../../storage/queries/sessions.ts'
import { readPassword, updatePassword } from '../../../storage/queries/users.ts'
import { hashPassword } from '../../sessions/password.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseFor } from '../refusal.ts'
import { passwords } from './sign-in.ts'

export const changePassword = defineHandler(operation, async ({ oldPassword, newPassword }, context) => {
  const { pool, user, session, throttles, nowMs } = context
  const waitMs = throttles.signInName.begin(user.loginName, nowMs)
  if (waitMs > 0) return refuseFor(waitMs)
  const before = (await readPassword(pool, user.loginName))?.password
  const verdict = await passwords.check(oldPassword, before ?? null)
  if (verdict === 'busy') return refuse('tooMany', 'too many people sign in at once; try again in a moment')
  if (verdict === 'wrong' || before === undefined) return refuse('wrongPassword', 'the old password is wrong')
  throttles.signInName.succeeded(user.loginName)
  const after = await hashPassword(newPassword)
  return change(context, async (inside) => {
    if (!await updatePassword(inside, { user: user.id, before, after })) {
      return refuse('conflict', 'the password was changed elsewhere a moment ago')
    }
    await deleteOtherSessions(inside, { user: user.id, kept: Buffer.from(session.hash, 'hex') })
    return {
      output: {},
      audit: [{ kind: 'user', id: user.id, title: user.loginName, before: null, after: { password: '******' } }],
      config: [{ area: 'user', key: user.id }],
    }
  })
})
