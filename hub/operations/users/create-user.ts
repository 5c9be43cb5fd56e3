import { createUser as operation } from '../../../protocol/operations/users.ts'
import { hashPassword } from '../../sessions/password.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { addUser } from './user-changes.ts'

export const createUser = defineHandler(operation, async (input, context) => {
  const { loginName, realName, department, phone, email, remark, permissions } = input
  const values = {
    loginName, realName, department, phone: phone ?? '', email: email ?? '', remark: remark ?? '',
    permissions: permissions ?? [],
  }
  // Before the transaction: it takes 80 ms.
  const password = await hashPassword(input.password)
  return change(context, (inside) => addUser(inside, { values, password, by: context.user, nowMs: context.nowMs }))
})
