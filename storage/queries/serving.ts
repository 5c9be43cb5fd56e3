import type { UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { servingJoins } from '../serving-sql.ts'
import { statement } from '../statement.ts'
import { columns } from '../writers/columns.ts'
import type { ConversationKey } from '../writers/conversations.ts'

/** Whom a conversation is assigned to, if to anybody, and who serves it otherwise. */
export interface Serving extends ConversationKey { assigned: UserId | null; keeper: UserId | null }

export async function readServing(inside: Queries, keys: readonly ConversationKey[]): Promise<Serving[]> {
  if (keys.length === 0) return []
  const { rows } = await inside.query<Serving>(select, columns(keys, (key) => key.account, (key) => key.peer))
  return rows
}

const select = statement('projected_serving', `
  select n.account, n.peer, a.seat as assigned, v.keeper
  from (select account, peer, null::text as device, false as settled
    from unnest($1::text[], $2::text[]) as k (account, peer)) n
  ${servingJoins}`)
