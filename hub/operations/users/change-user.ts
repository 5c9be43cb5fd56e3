import { changeUser as operation } from '../../../protocol/operations/users.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuseStale } from '../refusal.ts'
import { lockBelow, setUserValues, valuesOf } from './user-changes.ts'

export const changeUser = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockBelow(inside, { id: input.user, by: context.user })
  if (stored instanceof Refusal) return stored
  const before = valuesOf(stored)
  if (stored.version !== input.version) return refuseStale({ user: stored.id, version: stored.version, ...before })
  const { loginName, realName, department, phone, email, remark, permissions } = input
  const given = { loginName, realName, department, phone, email, remark, permissions }
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  return setUserValues(inside, { stored, values: { ...before, ...present }, by: context.user })
}))
