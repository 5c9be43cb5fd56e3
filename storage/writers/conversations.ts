import assert from 'node:assert/strict'
import type { Conversation } from '../../protocol/conversation.ts'
import type { AccountId, PeerId } from '../../protocol/ids.ts'
import type { Turns } from '../../protocol/turns.ts'
import { copyTarget } from '../copy-rows.ts'
import { statement } from '../statement.ts'
import type { Queries, Transaction } from '../pool.ts'
import { readTurnsCell, turnsCell } from '../turns-cell.ts'
import { readWaitingCell, waitingCell } from '../waiting-cell.ts'
import { columns } from './columns.ts'

export interface ConversationKey { account: AccountId, peer: PeerId }

export interface StoredConversation extends Conversation {
  /** Null: it hasn't changed hands lately. */
  turns: Turns | null
}

export async function readStoredConversations(
  inside: Queries, keys: readonly ConversationKey[],
): Promise<StoredConversation[]> {
  if (keys.length === 0) return []
  const values = columns(keys, (key) => key.account, (key) => key.peer)
  const { rows } = await inside.query<Row>(select, values)
  return rows.map((row) => ({
    ...row, waiting: readWaitingCell(row.waiting, row.waitingSinceMs), turns: readTurnsCell(row.turns),
  }))
}

type Row = Omit<StoredConversation, 'waiting' | 'turns'> & { waiting: string | null; turns: string | null }

/** Rows that aren't there yet. */
export async function insertConversations(inside: Transaction, rows: readonly StoredConversation[]): Promise<void> {
  await inside.copy(target, [...rows].sort(byKey))
}

/** Rows that are there. An upsert would also lock each of them first, at a tenth more. */
export async function updateConversations(inside: Queries, rows: readonly StoredConversation[]): Promise<void> {
  if (rows.length === 0) return
  // In the order of the index: a fifth cheaper than in that of the events.
  const sorted = [...rows].sort(byKey)
  const { rowCount } = await inside.query(update, columns(sorted,
    (row) => row.account, (row) => row.peer, (row) => row.unread, (row) => row.waitingSinceMs, (row) => row.lastMs,
    (row) => row.lastText, (row) => row.lastType, (row) => row.lastDirection, (row) => row.lastPosition,
    (row) => row.readUpTo, (row) => row.changedAt, waitingCell, turnsCell))
  assert.equal(rowCount, rows.length, 'a conversation that was read is gone')
}

/** Says beside conversations that are new, or assigned anew, whose they are. After the rows of both are written. */
export async function seatConversations(inside: Queries, keys: readonly ConversationKey[]): Promise<void> {
  if (keys.length > 0) await inside.query(seat, columns(keys, (key) => key.account, (key) => key.peer))
}

function byKey(a: ConversationKey, b: ConversationKey): number {
  if (a.account !== b.account) return a.account < b.account ? -1 : 1
  return a.peer < b.peer ? -1 : 1
}

const select = statement('stored_conversations', `
  select c.account, c.peer, c.unread, c.waiting_since_ms as "waitingSinceMs", c.last_ms as "lastMs",
    c.last_text as "lastText", c.last_type as "lastType", c.last_direction as "lastDirection",
    c.last_position as "lastPosition", c.read_up_to as "readUpTo", c.changed_at as "changedAt",
    c.waiting, c.turns
  from unnest($1::text[], $2::text[]) as n (account, peer) cross join lateral (
    select * from conversation where account = n.account and peer = n.peer limit 1) c`)

const target = copyTarget<StoredConversation>('conversation', [
  { name: 'account', type: 'text', of: (row) => row.account },
  { name: 'peer', type: 'text', of: (row) => row.peer },
  { name: 'unread', type: 'int4', of: (row) => row.unread },
  { name: 'waiting_since_ms', type: 'int8', of: (row) => row.waitingSinceMs },
  { name: 'last_ms', type: 'int8', of: (row) => row.lastMs },
  { name: 'last_text', type: 'text', of: (row) => row.lastText },
  { name: 'last_type', type: 'text', of: (row) => row.lastType },
  { name: 'last_direction', type: 'text', of: (row) => row.lastDirection },
  { name: 'last_position', type: 'int8', of: (row) => row.lastPosition },
  { name: 'read_up_to', type: 'int8', of: (row) => row.readUpTo },
  { name: 'changed_at', type: 'int8', of: (row) => row.changedAt },
  { name: 'waiting', type: 'text', of: waitingCell },
  { name: 'turns', type: 'text', of: turnsCell },
])

const update = statement('project_conversations', `
  update conversation c set unread = n.unread, waiting_since_ms = n.waiting_since_ms, last_ms = n.last_ms,
    last_text = n.last_text, last_type = n.last_type, last_direction = n.last_direction,
    last_position = n.last_position, read_up_to = n.read_up_to, changed_at = n.changed_at, waiting = n.waiting,
    turns = n.turns
  from unnest($1::text[], $2::text[], $3::int4[], $4::int8[], $5::int8[], $6::text[], $7::text[], $8::text[],
    $9::int8[], $10::int8[], $11::int8[], $12::text[], $13::text[]) as n (account, peer, unread, waiting_since_ms,
    last_ms, last_text, last_type, last_direction, last_position, read_up_to, changed_at, waiting, turns)
  where c.account = n.account and c.peer = n.peer`)

const seat = statement('seat_conversations', `
  update conversation c set seat = a.seat
  from unnest($1::text[], $2::text[]) as n (account, peer)
    left join assignment a on a.account = n.account and a.peer = n.peer
  where c.account = n.account and c.peer = n.peer and c.seat is distinct from a.seat`)
