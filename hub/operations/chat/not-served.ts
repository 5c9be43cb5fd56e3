import type { AccountId } from '../../../protocol/ids.ts'
import type { UserContext } from '../context.ts'
import { refuse } from '../refusal.ts'
import type { Refusal } from '../refusal.ts'

/** Null for an account of this seat. An account of others and one that doesn't exist answer alike. */
export function notServed({ directory, user }: UserContext, account: AccountId): Refusal | null {
  return directory.serves(user.id, account) ? null : refuse('noRight', 'this account is not served by you')
}
