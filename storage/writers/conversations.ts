import type { Conversation } from '../../protocol/conversation.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export interface ConversationKey { account: AccountId, peer: PeerId }

export async function readStoredConversations(
  inside: Queries, keys: readonly ConversationKey[],
): Promise<Conversation[]> {
  if (keys.length === 0) return []
  const values = columns(keys, (key) => key.account, (key) => key.peer)
  const { rows } = await inside.query<Conversation>(select, values)
  return rows
}

export async function writeConversations(inside: Queries, rows: readonly Conversation[]): Promise<void> {
  if (rows.length === 0) return
  // In the order of the index: a fifth cheaper than in that of the events.
  const sorted = [...rows].sort(byKey)
  await inside.query(upsert, columns(sorted,
    (row) => row.account, (row) => row.peer, (row) => row.unread, (row) => row.waitingSinceMs, (row) => row.lastMs,
    (row) => row.lastText, (row) => row.lastType, (row) => row.lastDirection, (row) => row.lastPosition,
    (row) => row.readUpTo, (row) => row.changedAt))
}

function byKey(a: ConversationKey, b: ConversationKey): number {
  if (a.account !== b.account) return a.account < b.account ? -1 : 1
  return a.peer < b.peer ? -1 : 1
}

const select = statement('stored_conversations', `
  select c.account, c.peer, c.unread, c.waiting_since_ms as "waitingSinceMs", c.last_ms as "lastMs",
    c.last_text as "lastText", c.last_type as "lastType", c.last_direction as "lastDirection",
    c.last_position as "lastPosition", c.read_up_to as "readUpTo", c.changed_at as "changedAt"
  from unnest($1::text[], $2::text[]) as n (account, peer) cross join lateral (
    select * from conversation where account = n.account and peer = n.peer limit 1) c`)

const upsert = statement('project_conversations', `
  insert into conversation (account, peer, unread, waiting_since_ms, last_ms, last_text, last_type, last_direction,
    last_position, read_up_to, changed_at)
  select * from unnest($1::text[], $2::text[], $3::int4[], $4::int8[], $5::int8[], $6::text[], $7::text[],
    $8::text[], $9::int8[], $10::int8[], $11::int8[])
  on conflict (account, peer) do update set unread = excluded.unread, waiting_since_ms = excluded.waiting_since_ms,
    last_ms = excluded.last_ms, last_text = excluded.last_text, last_type = excluded.last_type,
    last_direction = excluded.last_direction, last_position = excluded.last_position,
    read_up_to = excluded.read_up_to, changed_at = excluded.changed_at`)
