import { friendNoted } from '../../../protocol/events/customer.ts'
import type { AccountId, PeerId } from '../../../protocol/ids.ts'
import type { OutboxEntry } from '../context.ts'

/** Who shows the friend reads what is kept about it again. */
export function toldFriend(value: { account: AccountId; peer: PeerId }): OutboxEntry {
  return { fact: friendNoted, value }
}
