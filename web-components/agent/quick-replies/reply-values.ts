import type { VariableValues } from '../../../protocol/reply-variables.ts'
import { type ConversationKey, splitKey } from '../../data/conversation-key.ts'
import type { SeatConsole } from '../../data/seat-console.ts'

/** What stands for the variables of a text in this conversation; of a chatroom there is no customer. */
export function replyValues(seat: SeatConsole, conversation: ConversationKey): VariableValues {
  const friend = seat.cards.entry(conversation)?.card?.friend ?? null
  const account = seat.store.accounts.row(splitKey(conversation).account)
  return {
    客户昵称: friend?.nickname ?? null, 客户备注: friend?.remark ?? null,
    我的姓名: seat.user.realName, 微信昵称: account?.nickname ?? null,
  }
}
