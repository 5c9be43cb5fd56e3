import { noticeSent } from '../../../protocol/events/customer.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { noticeSeatsInAllMax, noticeSeatsMax } from '../../../protocol/notice.ts'
import { sendNotice as operation } from '../../../protocol/operations/notices.ts'
import { insertNotice, readNoticeSeats } from '../../../storage/queries/notices.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse, refuseField } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

/** NOTE-1. Who is online is asked once, here; who comes later doesn't get it, on whichever hub. */
export const sendNotice = defineHandler(operation, ({ text, offline }, context) => change(context, async (inside) => {
  const { user, nowMs } = context
  const seats = await readNoticeSeats(inside, { scope: scopeOf(user), offline })
  if (seats.length === 0) return refuseField('text', 'no seat is online')
  if (seats.length > noticeSeatsInAllMax) return refuse('tooMany', `more than ${noticeSeatsInAllMax} seats`)
  const notice = await insertNotice(inside, { text, by: user.id, seats, nowMs })
  return {
    output: { notice, seats: seats.length },
    audit: [{ kind: 'notice', id: notice, title: '通知', before: null, after: { text, offline, seats: seats.length } }],
    outbox: inParts(seats).map((part) => {
      return { fact: noticeSent, value: { notice, text, byName: user.realName, seats: part } }
    }),
  }
}))

function inParts(seats: UserId[]): UserId[][] {
  const starts = Array.from({ length: Math.ceil(seats.length / noticeSeatsMax) }, (_, index) => index * noticeSeatsMax)
  return starts.map((start) => seats.slice(start, start + noticeSeatsMax))
}
