import { giveBackConversation as operation } from '../../../protocol/operations/teamwork.ts'
import { readSeatBefore } from '../../../storage/queries/assignments.ts'
import { handOver } from '../../assignment/hand-over.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'

/** To whom it was taken from: a seat, or whoever keeps the phone. */
export const giveBackConversation = defineHandler(operation, async ({ account, peer, note }, context) => {
  const { user, directory } = context
  if (!directory.serves(user.id, account, peer)) return refuse('noRight', 'you do not serve this conversation')
  return change(context, async (inside) => {
    const taken = await readSeatBefore(inside, { account, peer })
    if (taken?.reason !== 'takeOver' || taken.by !== user.id) return refuse('conflict', 'you did not take it over')
    const serves = taken.seat ?? directory.keeperOf(account)
    const seatName = serves === undefined ? '' : directory.user(serves)?.realName ?? ''
    return handOver(inside, {
      account, peer, seat: taken.seat, seatName, by: user, reason: 'giveBack', note: note ?? '',
    })
  })
})
