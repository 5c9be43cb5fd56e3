import { changeFriend as operation } from '../../../protocol/operations/customers.ts'
import { limits } from '../../../protocol/limits.ts'
import { readFriendHome } from '../../../storage/queries/customers.ts'
import { countOpenCommandsOf } from '../../../storage/queries/device-setup.ts'
import { commandRequest } from '../../commands/command-request.ts'
import { notServed } from '../chat/not-served.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseField } from '../refusal.ts'

/** SEAT-5. WeChat keeps remark and labels, so the phone changes them and tells; here it is only asked. */
export const changeFriend = defineHandler(operation, async (input, context) => {
  const { account, peer, remark, labels } = input
  const refusal = await notServed(context, { account, peer })
  if (refusal !== null) return refusal
  if (remark === null && labels === null) return refuseField('remark', 'neither a remark nor labels')
  return change(context, async (inside) => {
    const home = await readFriendHome(inside, { account, peer })
    if (home === undefined) return refuse('notFound', 'no such friend')
    const { device, title } = home
    if (await countOpenCommandsOf(inside, device) >= limits.openCommandsMax) {
      return refuse('tooMany', `${limits.openCommandsMax} commands of this phone are open`)
    }
    const given = labels === null ? null : [...new Set(labels)]
    const command = { kind: 'changeFriend', peer, remark, labels: given } as const
    const { nowMs, user } = context
    const request = commandRequest({ device, account, peer, command, user: user.id, nowMs })
    return {
      output: { task: request.value.task }, outbox: [request],
      audit: [{ kind: 'friend', id: `${account} ${peer}`, title, before: null, after: { remark, labels: given } }],
    }
  })
})
