import { setUserDisabled as operation } from '../../../protocol/operations/users.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal } from '../refusal.ts'
import { lockBelow, setDisabled } from './user-changes.ts'

export const setUserDisabled = defineHandler(operation, (input, context) => change(context, async (inside) => {
  const stored = await lockBelow(inside, { id: input.user, by: context.user })
  return stored instanceof Refusal ? stored : setDisabled(inside, { stored, disabled: input.disabled })
}))
