import { transferConversation as operation } from '../../../protocol/operations/teamwork.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import { lockUser } from '../../../storage/queries/user-changes.ts'
import { handOver } from '../../assignment/hand-over.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuse, refuseField } from '../refusal.ts'

/** SEAT-6. To anybody who serves customers, whatever the caller's scope: colleagues help over departments. */
export const transferConversation = defineHandler(operation, async ({ account, peer, seat, note }, context) => {
  const { user, directory } = context
  // The directory is as new as the journal; rows come a moment later.
  if (!directory.serves(user.id, account, peer)) return refuse('noRight', 'you do not serve this conversation')
  if (seat === user.id) return refuseField('seat', 'it is yours already')
  const done = await change(context, async (inside) => {
    const target = await lockUser(inside, { id: seat, scope: { kind: 'company', user: user.id } })
    if (target === undefined || target.disabled || !mayDo(target.effective, 'chat')) {
      return refuseField('seat', 'no such user, a disabled one, or no seat')
    }
    return handOver(inside, {
      account, peer, seat, seatName: target.realName, by: user, reason: 'transfer', note: note ?? '',
    })
  })
  return done instanceof Refusal ? done : {}
})
