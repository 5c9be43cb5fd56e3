import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { Position } from '../../protocol/ids.ts'
import { copyTarget } from '../copy-rows.ts'
import { statement } from '../statement.ts'
import type { Queries, Transaction } from '../pool.ts'
import { columns } from './columns.ts'

/** Where a message lies: both columns of the hypertable's key. */
export interface Place { journalMs: number, position: Position }

export async function insertMessages(inside: Transaction, messages: readonly ChatMessage[]): Promise<void> {
  await inside.copy(target, messages)
}

/** Writes what an event about a message can change. */
export async function updateMessages(inside: Queries, messages: readonly ChatMessage[]): Promise<void> {
  if (messages.length === 0) return
  await inside.query(update, [...bounds(messages), ...columns(messages,
    (m) => m.journalMs, (m) => m.position, (m) => m.media, (m) => m.thumbnail, (m) => m.sentAtMs,
    (m) => m.msgSvrId, (m) => m.state, (m) => m.faultCode, (m) => m.faultReason, (m) => m.progress,
    (m) => m.changedAt)])
}

export async function deleteMessages(inside: Queries, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  await inside.query(remove, [...bounds(places), ...columns(places, (m) => m.journalMs, (m) => m.position)])
}

export async function readMessagesAt(inside: Queries, places: readonly Place[]): Promise<ChatMessage[]> {
  if (places.length === 0) return []
  const { rows } = await inside.query<Row>(select, columns(places, (m) => m.journalMs, (m) => m.position))
  // A view of the driver's buffer would keep all of it alive.
  return rows.map(({ at, ...row }) => ({ ...row, journalMs: at.getTime(), body: new Uint8Array(row.body) }))
}

type Row = Omit<ChatMessage, 'journalMs'> & { at: Date }

/** Named as constants of the statement, they keep TimescaleDB from looking into every chunk there is. */
function bounds(places: readonly Place[]): [from: number, to: number] {
  const times = places.map(({ journalMs }) => journalMs)
  return [Math.min(...times), Math.max(...times)]
}

const target = copyTarget<ChatMessage>('message', [
  { name: 'at', type: 'timestamp', of: (m) => m.journalMs },
  { name: 'position', type: 'int8', of: (m) => m.position },
  { name: 'account', type: 'text', of: (m) => m.account },
  { name: 'peer', type: 'text', of: (m) => m.peer },
  { name: 'direction', type: 'text', of: (m) => m.direction },
  { name: 'sender', type: 'text', of: (m) => m.sender },
  { name: 'app_user', type: 'text', of: (m) => m.user },
  { name: 'origin', type: 'text', of: (m) => m.origin },
  { name: 'type', type: 'text', of: (m) => m.type },
  { name: 'text', type: 'text', of: (m) => m.text },
  { name: 'media', type: 'text', of: (m) => m.media },
  { name: 'thumbnail', type: 'text', of: (m) => m.thumbnail },
  { name: 'body', type: 'bytes', of: (m) => m.body },
  { name: 'sent_ms', type: 'int8', of: (m) => m.sentAtMs },
  { name: 'msg_svr_id', type: 'text', of: (m) => m.msgSvrId },
  { name: 'task', type: 'text', of: (m) => m.task },
  { name: 'state', type: 'text', of: (m) => m.state },
  { name: 'fault_code', type: 'text', of: (m) => m.faultCode },
  { name: 'fault_reason', type: 'text', of: (m) => m.faultReason },
  { name: 'progress', type: 'text', of: (m) => m.progress },
  { name: 'synced', type: 'bool', of: (m) => m.synced },
  { name: 'quiet', type: 'bool', of: (m) => m.quiet },
  { name: 'changed_at', type: 'int8', of: (m) => m.changedAt },
])

const between = 'm.at between to_timestamp($1::float8 / 1000) and to_timestamp($2::float8 / 1000)'

const update = statement('project_message_changes', `
  update message m set media = n.media, thumbnail = n.thumbnail, sent_ms = n.sent_ms, msg_svr_id = n.msg_svr_id,
    state = n.state, fault_code = n.fault_code, fault_reason = n.fault_reason, progress = n.progress,
    changed_at = n.changed_at
  from unnest($3::float8[], $4::int8[], $5::text[], $6::text[], $7::int8[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::int8[]) as n (ms, position, media, thumbnail, sent_ms, msg_svr_id, state,
    fault_code, fault_reason, progress, changed_at)
  where m.at = to_timestamp(n.ms / 1000) and m.position = n.position and ${between}`)

const remove = statement('project_message_removals', `
  delete from message m using unnest($3::float8[], $4::int8[]) as n (ms, position)
  where m.at = to_timestamp(n.ms / 1000) and m.position = n.position and ${between}`)

// Lateral with a limit stays an index look-up per key, also in a plan made while the table was still empty.
const select = statement('projected_messages', `
  select m.at, m.position, m.account, m.peer, m.direction, m.sender, m.app_user as "user", m.origin, m.type, m.text,
    m.media, m.thumbnail, m.body, m.sent_ms as "sentAtMs", m.msg_svr_id as "msgSvrId", m.task, m.state,
    m.fault_code as "faultCode", m.fault_reason as "faultReason", m.progress, m.synced, m.quiet,
    m.changed_at as "changedAt"
  from unnest($1::float8[], $2::int8[]) as n (ms, position) cross join lateral (
    select * from message where at = to_timestamp(n.ms / 1000) and position = n.position limit 1) m`)
