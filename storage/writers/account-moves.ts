import type { AccountId, DeviceId, UserId } from '../../protocol/ids.ts'
import { keptBefore, keptSinceMs } from '../serving-sql.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

/** Since when an account is its keeper's, and whose it was before. */
export interface Kept { keptSinceMs: number; keptBefore: UserId | null }

/** Who keeps a phone; with an account that is on it, since when that one is theirs. */
export interface Keeping extends Kept { device: DeviceId; account: AccountId | null; keeper: UserId | null }

/** An account that is on another phone now. */
export interface AccountMove extends Kept { account: AccountId; movedMs: number }

/** Of the phones on which the accounts are, and of those to which they log in. */
export async function readKeeping(
  inside: Queries, logins: readonly { account: AccountId; device: DeviceId }[],
): Promise<Keeping[]> {
  if (logins.length === 0) return []
  const { rows } = await inside.query<Keeping>(select, columns(logins, (one) => one.account, (one) => one.device))
  return rows
}

export async function writeAccountMoves(inside: Queries, moves: readonly AccountMove[]): Promise<void> {
  if (moves.length === 0) return
  await inside.query(update, columns(moves, (one) => one.account, (one) => one.movedMs, (one) => one.keptSinceMs,
    (one) => one.keptBefore))
}

// Of most logins nothing is read: they repeat after a welcome that the account is on this phone.
const select = statement('read_keeping', `
  with moving as (
    select c.*, n.device as next
    from unnest($1::text[], $2::text[]) as n (account, device)
      left join account c on c.id = n.account
    where c.device is distinct from n.device)
  select v.id as device, c.id as account, v.keeper, ${keptSinceMs} as "keptSinceMs",
    ${keptBefore} as "keptBefore"
  from moving c join device v on v.id = c.device
  union
  select v.id, null, v.keeper, 0, null from moving c join device v on v.id = c.next`)

const update = statement('project_account_moves', `
  update account c set moved_ms = n.moved_ms, kept_since_ms = n.kept_since_ms, kept_before = n.kept_before
  from unnest($1::text[], $2::int8[], $3::int8[], $4::text[]) as n (account, moved_ms, kept_since_ms, kept_before)
  where c.id = n.account`)
