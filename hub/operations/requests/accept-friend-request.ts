import { acceptFriendRequest as operation } from '../../../protocol/operations/friend-requests.ts'
import { limits } from '../../../protocol/limits.ts'
import { countOpenCommandsOf } from '../../../storage/queries/device-setup.ts'
import { lockFriendRequest } from '../../../storage/queries/friend-requests.ts'
import { askRequests } from '../../../storage/writers/friend-requests.ts'
import { acceptRequest } from '../../commands/accept-request.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

/** Somebody else, or the hub itself, may be accepting it: the row is locked, so the phone is asked once. */
export const acceptFriendRequest = defineHandler(operation, ({ account, request, remark }, context) => {
  return change(context, async (inside) => {
    const { user, nowMs } = context
    const stored = await lockFriendRequest(inside, { user: user.id, account, request })
    if (stored === undefined) return refuse('notFound', 'no such friend request')
    const { device, person, nickname, state } = stored
    if (state === 'accepting' || state === 'accepted') return { output: {}, audit: [] }
    if (state === 'expired') return refuse('conflict', 'the request has expired')
    if (await countOpenCommandsOf(inside, device) >= limits.openCommandsMax) {
      return refuse('tooMany', `${limits.openCommandsMax} commands of this phone are open`)
    }
    const entry = acceptRequest({ device, account, request, remark, user: user.id, nowMs })
    await askRequests(inside, [{ account, request, task: entry.value.task, by: user.id }])
    return {
      output: {}, outbox: [entry],
      audit: [{
        kind: 'friend', id: `${account} ${person}`, title: nickname || person, before: { request: state },
        after: { request: 'accepting' },
      }],
    }
  })
})
