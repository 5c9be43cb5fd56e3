import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from '../writers/columns.ts'
import type { ConversationKey } from '../writers/conversations.ts'

export interface FriendFlags extends ConversationKey { removed: boolean; blocked: boolean }

/** Of those that are known. */
export async function readFriendFlags(inside: Queries, keys: readonly ConversationKey[]): Promise<FriendFlags[]> {
  if (keys.length === 0) return []
  const { rows } = await inside.query<FriendFlags>(select, columns(keys, (key) => key.account, (key) => key.peer))
  return rows
}

const select = statement('projected_friend_flags', `
  select f.account, f.peer, f.removed, coalesce((f.profile ->> 'blocked')::boolean, false) as blocked
  from unnest($1::text[], $2::text[]) as n (account, peer) cross join lateral (
    select * from friend where account = n.account and peer = n.peer limit 1) f`)
