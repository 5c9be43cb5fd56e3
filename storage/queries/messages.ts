import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface ThreadPage { messages: ChatMessage[], position: Position }

export interface ThreadFilter { account: AccountId, peer: PeerId, rowsMax: number }

/** Newest first, below a position. */
export async function readThread(
  queries: Queries, { account, peer, rowsMax, before }: ThreadFilter & { before: Position | null },
): Promise<ThreadPage> {
  const values = [account, peer, before ?? Number.MAX_SAFE_INTEGER, rowsMax]
  const { rows } = await queries.query<Row>(selectBefore, values)
  return readPage(rows)
}

/** Made or changed above a position, the earliest change first. */
export async function readThreadChanges(
  queries: Queries, { account, peer, rowsMax, changedAfter }: ThreadFilter & { changedAfter: Position },
): Promise<ThreadPage> {
  const { rows } = await queries.query<Row>(selectChanged, [account, peer, changedAfter, rowsMax])
  return readPage(rows)
}

/** Journal time of the first stored message, or null. */
export async function readFirstMs(
  queries: Queries, { account, peer }: { account: AccountId, peer: PeerId },
): Promise<number | null> {
  const { rows } = await queries.query<{ at: Date }>(selectFirst, [account, peer])
  return rows[0]?.at.getTime() ?? null
}

interface Row extends Omit<ChatMessage, 'journalMs'> { readAt: number, at: Date | null }

/** The join always gives one row for the position; without messages its other columns are null. */
function readPage(rows: Row[]): ThreadPage {
  const messages = rows.flatMap((row) => row.at === null ? [] : [chatMessage(row, row.at)])
  return { messages, position: rows[0]?.readAt ?? 0 }
}

function chatMessage(row: Row, at: Date): ChatMessage {
  const { position, account, peer, direction, sender, user, type, text, media, thumbnail, body } = row
  const { sentAtMs, msgSvrId, task, state, faultCode, faultReason, progress, changedAt } = row
  return {
    position, journalMs: at.getTime(), account, peer, direction, sender, user, type, text, media, thumbnail,
    body, sentAtMs, msgSvrId, task, state, faultCode, faultReason, progress, changedAt,
  }
}

const columns = `
  p.position as "readAt", m.at, m.position, m.account, m.peer, m.direction, m.sender, m.app_user as "user",
  m.type, m.text, m.media, m.thumbnail, m.body, m.sent_ms as "sentAtMs", m.msg_svr_id as "msgSvrId", m.task, m.state,
  m.fault_code as "faultCode", m.fault_reason as "faultReason", m.progress, m.changed_at as "changedAt"`

const selectBefore = statement('thread_before', `
  select ${columns} from projector p left join lateral (
    select * from message where account = $1 and peer = $2 and position < $3
    order by position desc limit $4) m on true
  order by m.position desc`)

const selectChanged = statement('thread_changed', `
  select ${columns} from projector p left join lateral (
    select * from (
      (select * from message where account = $1 and peer = $2 and position > $3 and changed_at = position
        order by position limit $4)
      union all
      (select * from message where account = $1 and peer = $2 and changed_at > $3 and changed_at > position
        order by changed_at limit $4)) either
    order by changed_at limit $4) m on true
  order by m.changed_at`)

const selectFirst = statement('thread_first', `
  select at from message where account = $1 and peer = $2 order by position limit 1`)
