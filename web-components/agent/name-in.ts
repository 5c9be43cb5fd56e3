import { isChatroom, type PeerId } from '../../protocol/ids.ts'
import { type ConversationKey, splitKey } from '../data/conversation-key.ts'
import type { SeatConsole } from '../data/seat-console.ts'

/** How somebody who wrote in a conversation is called there: we, the customer, a member of the room. */
export function nameIn(
  { seat, conversation }: { seat: SeatConsole; conversation: ConversationKey }, wxid: string,
): string {
  const { account, peer } = splitKey(conversation)
  if (wxid === account) return seat.store.accounts.row(account)?.nickname || '我'
  if (!isChatroom(peer)) return wxid === peer ? seat.store.conversations.row(conversation)?.peerName ?? wxid : wxid
  return seat.cards.memberName(conversation, wxid as PeerId)
}
