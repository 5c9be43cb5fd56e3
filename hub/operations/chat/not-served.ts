import type { AccountId, PeerId } from '../../../protocol/ids.ts'
import { mayWatch } from '../../directory/may-watch.ts'
import { readServes } from '../../../storage/queries/accounts.ts'
import type { UserContext } from '../context.ts'
import { refuse } from '../refusal.ts'
import type { Refusal } from '../refusal.ts'

/**
 * Null for a conversation of this seat, or of one that its user supervises. Those of others and of accounts that don't
 * exist answer alike.
 */
export async function notServed(
  { pool, directory, user }: UserContext, asked: { account: AccountId, peer: PeerId },
): Promise<Refusal | null> {
  if (mayWatch(directory, { user: user.id, ...asked })) return null
  if (await readServes(pool, { user: user.id, ...asked })) return null
  return refuse('noRight', 'you do not serve this conversation')
}
