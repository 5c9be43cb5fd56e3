import { resetPassword as operation } from '../../../protocol/operations/users.ts'
import { replacePassword } from '../../../storage/queries/user-changes.ts'
import { hashPassword } from '../../sessions/password.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { lockBelow } from './user-changes.ts'

export const resetPassword = defineHandler(operation, async (input, context) => {
  const password = await hashPassword(input.password)
  return change(context, async (inside) => {
    const stored = await lockBelow(inside, { id: input.user, by: context.user })
    if (stored instanceof Refusal) return stored
    await replacePassword(inside, { id: stored.id, password })
    const { id, loginName } = stored
    return {
      output: {}, audit: [{ kind: 'user', id, title: loginName, before: null, after: { password: '******' } }],
      config: [{ area: 'user', key: id }],
    }
  })
})
