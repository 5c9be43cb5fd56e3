import { setFriendGroup as operation } from '../../../protocol/operations/extension-fields.ts'
import { notServed } from '../chat/not-served.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { groupContact } from '../groups/set-contact-group.ts'

/** SEAT-5: whoever serves a friend puts it into a group, also where the phone is kept by others. */
export const setFriendGroup = defineHandler(operation, async ({ account, peer, group }, context) => {
  const refusal = await notServed(context, { account, peer })
  if (refusal !== null) return refusal
  const served = { kind: 'company', user: context.user.id } as const
  return change(context, (inside) => groupContact(inside, {
    kind: 'friend', id: `${account} ${peer}`, group, by: context.user, scope: served,
  }))
})
