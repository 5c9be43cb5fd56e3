import { extensionFault, isBlank, isSameValue } from '../../../protocol/extension-field.ts'
import { setFriendField as operation } from '../../../protocol/operations/extension-fields.ts'
import { readExtensionFields } from '../../../storage/queries/extension-fields.ts'
import { lockFriendValue, writeFriendValue } from '../../../storage/queries/friend-values.ts'
import { notServed } from '../chat/not-served.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseField, refuseStale } from '../refusal.ts'
import { toldFriend } from './told-friend.ts'

/** EXT-3. Saved as one types. Only this field is compared, so that two who fill in different ones don't meet. */
export const setFriendField = defineHandler(operation, async (input, context) => {
  const { account, peer, before } = input
  const refusal = await notServed(context, { account, peer })
  if (refusal !== null) return refusal
  const value = isBlank(input.value) ? null : input.value
  return change(context, async (inside) => {
    const fields = await readExtensionFields(inside, { department: context.user.departmentId })
    const field = fields.find(({ id, usable }) => id === input.field && usable)
    if (field === undefined) return refuseField('field', 'no such field, a disabled one, or not for this department')
    const stored = await lockFriendValue(inside, { account, peer, field: field.id })
    if (stored === undefined) return refuse('notFound', 'no such friend')
    const { title, value: current } = stored
    const fault = value === null ? null : extensionFault(field, value, current)
    if (fault !== null) return refuseField('value', fault)
    if (isSameValue(current, value)) return { output: { value }, audit: [] }
    if (!isSameValue(current, before)) return refuseStale({ value: current })
    await writeFriendValue(inside, { account, peer, field, value, by: context.user.id })
    const { name } = field
    return {
      output: { value }, outbox: [toldFriend({ account, peer })],
      audit: [{
        kind: 'friend', id: `${account} ${peer}`, title, before: { [name]: current }, after: { [name]: value },
      }],
    }
  })
})
