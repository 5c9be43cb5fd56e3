import { takeOverConversation as operation } from '../../../protocol/operations/teamwork.ts'
import { mayDo } from '../../../protocol/permissions.ts'
import { handOver } from '../../assignment/hand-over.ts'
import { mayWatch } from '../../directory/may-watch.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { Refusal, refuse, refuseField } from '../refusal.ts'

/** The supervisor serves it from now on, until it is given back or transferred. */
export const takeOverConversation = defineHandler(operation, async ({ account, peer, note }, context) => {
  const { user, directory } = context
  if (note.trim() === '') return refuseField('note', 'empty')
  if (!mayDo(user.permissions, 'chat')) return refuse('noRight', 'you are no seat')
  if (!mayWatch(directory, { user: user.id, account, peer })) {
    return refuse('noRight', 'you do not supervise who serves this conversation')
  }
  if (directory.serves(user.id, account, peer)) return refuse('conflict', 'it is yours already')
  const done = await change(context, (inside) => handOver(inside, {
    account, peer, seat: user.id, seatName: user.realName, by: user, reason: 'takeOver', note,
  }))
  return done instanceof Refusal ? done : {}
})
