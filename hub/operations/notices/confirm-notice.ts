import { noticeConfirmed } from '../../../protocol/events/customer.ts'
import { confirmNotice as operation } from '../../../protocol/operations/notices.ts'
import { confirmReceipt } from '../../../storage/queries/notices.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'

/** Two tabs at once, on two hubs: the first one's time stays. What isn't this user's answers alike. */
export const confirmNotice = defineHandler(operation, ({ notice }, context) => change(context, async (inside) => {
  const { user, nowMs } = context
  if (!await confirmReceipt(inside, { notice, user: user.id, nowMs })) return { output: {}, audit: [] }
  return {
    output: {}, audit: [{ kind: 'notice', id: notice, title: '通知', before: null, after: { confirmed: true } }],
    outbox: [{ fact: noticeConfirmed, value: { notice, user: user.id } }],
  }
}))
