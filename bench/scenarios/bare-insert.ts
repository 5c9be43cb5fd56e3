import { type ChatMessage, receivedMessage } from '../../protocol/chat-message.ts'
import { foldConversation, newConversation } from '../../protocol/conversation.ts'
import type { EventNamed } from '../../protocol/events/index.ts'
import { positionOf } from '../../protocol/ids.ts'
import { type Pool, type Queries, statement } from '../../storage/pool.ts'
import { turnsCell } from '../../storage/turns-cell.ts'
import { waitingCell } from '../../storage/waiting-cell.ts'
import { columns } from '../../storage/writers/columns.ts'
import type { StoredConversation } from '../../storage/writers/conversations.ts'

/** What one transaction inserts: messages, and their conversations as they are after the last of them. */
export interface BareBatch { messages: ChatMessage[]; conversations: StoredConversation[] }

/** What the projector comes to, worked out before the clock starts. */
export function bareBatches(events: readonly EventNamed<'messageReceived'>[]): BareBatch[] {
  const journalMs = Date.now()
  const conversations = new Map<string, StoredConversation>()
  const batches: BareBatch[] = []
  for (let from = 0; from < events.length; from += batchRows) {
    const touched = new Set<string>()
    const messages = events.slice(from, from + batchRows).map((event, index) => {
      const position = positionOf(1, from + index)
      const key = `${event.account} ${event.peer}`
      const before = conversations.get(key) ?? { ...newConversation(event.account, event.peer), turns: null }
      conversations.set(key, foldConversation(before, { event, position, journalMs }))
      touched.add(key)
      return receivedMessage({ position, journalMs, event })
    })
    batches.push({ messages, conversations: [...touched].flatMap((key) => conversations.get(key) ?? []) })
  }
  return batches
}

/** One transaction a batch, one statement a table. */
export async function insertBare(
  pool: Pool, batches: readonly BareBatch[], what: 'messages' | 'rows',
): Promise<void> {
  for (const { messages, conversations } of batches) {
    await pool.transaction(async (inside) => {
      await insertMessages(inside, messages)
      if (what === 'rows') await insertOthers(inside, messages, conversations)
    })
  }
}

async function insertMessages(inside: Queries, messages: readonly ChatMessage[]): Promise<void> {
  await inside.query(messageRows, columns(messages,
    (m) => m.journalMs, (m) => m.position, (m) => m.account, (m) => m.peer, (m) => m.direction, (m) => m.sender,
    (m) => m.user, (m) => m.type, (m) => m.text, (m) => m.media, (m) => m.thumbnail, (m) => m.body,
    (m) => m.sentAtMs, (m) => m.msgSvrId, (m) => m.task, (m) => m.state, (m) => m.faultCode, (m) => m.faultReason,
    (m) => m.progress, (m) => m.changedAt))
}

async function insertOthers(
  inside: Queries, messages: readonly ChatMessage[], conversations: readonly StoredConversation[],
): Promise<void> {
  await inside.query(identityRows, columns(messages,
    (m) => m.account, (m) => m.msgSvrId, (m) => m.journalMs, (m) => m.position))
  await inside.query(conversationRows, columns(conversations,
    (c) => c.account, (c) => c.peer, (c) => c.unread, (c) => c.waitingSinceMs, (c) => c.lastMs, (c) => c.lastText,
    (c) => c.lastType, (c) => c.lastDirection, (c) => c.lastPosition, (c) => c.readUpTo, (c) => c.changedAt,
    waitingCell, turnsCell))
}

const messageRows = statement('bench_messages', `
  insert into message (at, position, account, peer, direction, sender, app_user, type, text, media, thumbnail, body,
    sent_ms, msg_svr_id, task, state, fault_code, fault_reason, progress, changed_at)
  select to_timestamp(ms / 1000), position, account, peer, direction, sender, app_user, type, text, media, thumbnail,
    body, sent_ms, msg_svr_id, task, state, fault_code, fault_reason, progress, changed_at
  from unnest($1::float8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::bytea[], $13::int8[], $14::text[], $15::text[], $16::text[],
    $17::text[], $18::text[], $19::text[], $20::int8[]) as n (ms, position, account, peer, direction, sender,
    app_user, type, text, media, thumbnail, body, sent_ms, msg_svr_id, task, state, fault_code, fault_reason,
    progress, changed_at)`)

const identityRows = statement('bench_identities', `
  insert into message_identity (account, msg_svr_id, at, position)
  select account, id, to_timestamp(ms / 1000), position
  from unnest($1::text[], $2::text[], $3::float8[], $4::int8[]) as n (account, id, ms, position)`)

const conversationRows = statement('bench_conversations', `
  insert into conversation (account, peer, unread, waiting_since_ms, last_ms, last_text, last_type, last_direction,
    last_position, read_up_to, changed_at, waiting, turns)
  select * from unnest($1::text[], $2::text[], $3::int4[], $4::int8[], $5::int8[], $6::text[], $7::text[], $8::text[],
    $9::int8[], $10::int8[], $11::int8[], $12::text[], $13::text[])
  on conflict (account, peer) do update set unread = excluded.unread, waiting_since_ms = excluded.waiting_since_ms,
    last_ms = excluded.last_ms, last_text = excluded.last_text, last_type = excluded.last_type,
    last_direction = excluded.last_direction, last_position = excluded.last_position,
    read_up_to = excluded.read_up_to, changed_at = excluded.changed_at, waiting = excluded.waiting,
    turns = excluded.turns`)

const batchRows = 2_000
