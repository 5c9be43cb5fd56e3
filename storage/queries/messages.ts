import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import type { Place } from '../writers/messages.ts'

export interface ThreadPage { messages: ChatMessage[], position: Position }

export interface ThreadFilter { account: AccountId, peer: PeerId, rowsMax: number }

/** As consoles show it: without quiet ones. Newest first, below a place; ties of time are in the order of positions. */
export async function readThread(
  queries: Queries, { account, peer, rowsMax, before }: ThreadFilter & { before: Place | null },
): Promise<ThreadPage> {
  const { journalMs, position } = before ?? above
  const values = [account, peer, journalMs, position, rowsMax]
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

/** Time of the first message, or null. */
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
  const { position, account, peer, direction, sender, user, origin, type, text, media, thumbnail, body } = row
  const { sentAtMs, msgSvrId, task, state, faultCode, faultReason, progress, synced, quiet, changedAt } = row
  return {
    position, journalMs: at.getTime(), account, peer, direction, sender, user, origin, type, text, media,
    thumbnail, body, sentAtMs, msgSvrId, task, state, faultCode, faultReason, progress, synced, quiet, changedAt,
  }
}

const columns = `
  p.position as "readAt", m.at, m.position, m.account, m.peer, m.direction, m.sender, m.app_user as "user",
  m.origin, m.type, m.text, m.media, m.thumbnail, m.body, m.sent_ms as "sentAtMs", m.msg_svr_id as "msgSvrId",
  m.task, m.state, m.fault_code as "faultCode", m.fault_reason as "faultReason", m.progress, m.synced, m.quiet,
  m.changed_at as "changedAt"`

const selectBefore = statement('thread_before', `
  select ${columns} from projector p left join lateral (
    select * from message
    where account = $1 and peer = $2 and not quiet and (at, position) < (to_timestamp($3::float8 / 1000), $4)
      and at <= to_timestamp($3::float8 / 1000)
    order by at desc, position desc limit $5) m on true
  order by m.at desc, m.position desc`)

// Whatever lies at or below a position, old or live, isn't later than any live message above it: the newest such row
// says from when on those are to be looked for.
const selectChanged = statement('thread_changed', `
  select ${columns} from projector p left join lateral (
    select * from (
      (select * from message
        where account = $1 and peer = $2 and position > $3 and changed_at = position and not synced
          and not quiet
          and at >= coalesce((select at from message where account = $1 and peer = $2 and position <= $3
            order by at desc, position desc limit 1), '-infinity')
        order by at, position limit $4)
      union all
      (select * from message
        where account = $1 and peer = $2 and not quiet and changed_at > $3 and (synced or changed_at > position)
        order by changed_at limit $4)) either
    order by changed_at limit $4) m on true
  order by m.changed_at`)

const selectFirst = statement('thread_first', `
  select at from message where account = $1 and peer = $2 and not quiet order by at, position limit 1`)

/** Above all there can be: 287396, which the database still knows. */
const above: Place = { journalMs: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER }
