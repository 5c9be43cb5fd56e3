import type { AccountId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import type { ConversationRow } from '../../protocol/operations/chat.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { readWaitingCell } from '../waiting-cell.ts'

export interface ConversationPage { rows: ConversationRow[], position: Position }

export interface ConversationFilter {
  /** The seat that serves them. */
  user: UserId
  before: Position | null
  changedAfter: Position | null
  rowsMax: number
}

/**
 * Newest first: of each account whose phone the seat keeps what isn't assigned to anybody, and what is assigned to the
 * seat. Each index gives the conversations of the newest days, which are sorted by position, then all are merged. Time
 * never falls along positions, so both orders are one.
 */
export async function readConversations(
  queries: Queries, { user, before, changedAfter, rowsMax }: ConversationFilter,
): Promise<ConversationPage> {
  const values = [user, before ?? Number.MAX_SAFE_INTEGER, changedAfter ?? -1, rowsMax]
  const { rows } = await queries.query<Row>(selectPage, values)
  return readPage(rows)
}

/** No row where the seat doesn't serve it. */
export async function readConversation(
  queries: Queries, { user, account, peer }: { user: UserId, account: AccountId, peer: PeerId },
): Promise<ConversationPage> {
  const { rows } = await queries.query<Row>(selectOne, [account, peer, user])
  return readPage(rows)
}

interface Row extends Omit<ConversationRow, 'waiting'> { readAt: number; waiting: string | null }

/** The join always gives one row for the position; without conversations its other columns are null. */
function readPage(rows: Row[]): ConversationPage {
  const found = rows.filter(({ account }) => account !== null)
  return { rows: found.map(conversationRow), position: rows[0]?.readAt ?? 0 }
}

function conversationRow(row: Row): ConversationRow {
  const { account, peer, unread, waitingSinceMs, waiting, lastMs, lastText, lastType, lastDirection } = row
  const { lastPosition, readUpTo, changedAt, peerName, peerAvatar } = row
  return {
    account, peer, unread, waitingSinceMs, waiting: readWaitingCell(waiting, waitingSinceMs), lastMs, lastText,
    lastType, lastDirection, lastPosition, readUpTo, changedAt, peerName, peerAvatar,
  }
}

const columns = `
  p.position as "readAt", c.account, c.peer, c.unread, c.waiting_since_ms as "waitingSinceMs",
  c.waiting,
  c.last_ms as "lastMs", c.last_text as "lastText", c.last_type as "lastType", c.last_direction as "lastDirection",
  c.last_position as "lastPosition", c.read_up_to as "readUpTo", c.changed_at as "changedAt",
  coalesce(nullif(f.remark, ''), nullif(f.nickname, ''), nullif(r.remark, ''), nullif(r.name, ''), c.peer)
    as "peerName",
  coalesce(nullif(f.profile ->> 'avatar', ''), nullif(r.avatar, ''), '') as "peerAvatar"`

const peers = `
  left join friend f on f.account = c.account and f.peer = c.peer
  left join chatroom r on r.account = c.account and r.peer = c.peer`

const selectPage = statement('conversations_page', `
  select ${columns}
  from projector p left join lateral (
    select * from (
      select one.* from account a join device v on v.id = a.device and v.keeper = $1 cross join lateral (
        select * from conversation
        where account = a.id and seat is null and last_position < $2 and changed_at > $3
        order by last_day desc, last_position desc limit $4) one
      union all (
        select * from conversation where seat = $1 and last_position < $2 and changed_at > $3
        order by last_day desc, last_position desc limit $4)) every
    order by last_position desc limit $4) c on true
  ${peers}
  order by c.last_position desc`)

const selectOne = statement('conversations_one', `
  select ${columns}
  from projector p left join conversation c on c.account = $1 and c.peer = $2 and $3 = coalesce(c.seat, (
    select v.keeper from account a join device v on v.id = a.device where a.id = c.account))
  ${peers}`)
