import type { NoticeId, UserId } from '../../protocol/ids.ts'
import { noticeSeatsInAllMax } from '../../protocol/notice.ts'
import type { Notice } from '../../protocol/operations/notices.ts'
import { msOf, peopleScope } from '../filter-sql.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'
import { statement } from '../statement.ts'

/** Who chats, of the scope: those with a console that is connected, or all. One more than may be. */
export async function readNoticeSeats(
  inside: Queries, { scope, offline }: { scope: Scope; offline: boolean },
): Promise<UserId[]> {
  const { values, bind } = newBinds()
  const present = 'exists (select from seat_presence p where p.app_user = u.id and p.online)'
  const { rows } = await inside.query<{ id: UserId }>(`
    select u.id from app_user u join department d on d.id = u.department
    where not u.disabled and (u.permissions || d.permissions) && '{chat,admin}' and ${offline ? 'true' : present}
      and ${peopleScope({ user: 'u.id', department: 'u.department' }, scope, bind)}
    order by u.id limit ${noticeSeatsInAllMax + 1}`, values)
  return rows.map(({ id }) => id)
}

export async function insertNotice(
  inside: Queries, { text, by, seats, nowMs }: { text: string; by: UserId; seats: readonly UserId[]; nowMs: number },
): Promise<NoticeId> {
  const { rows } = await inside.query<{ id: NoticeId }>(insert, [text, by, nowMs / 1_000])
  const { id } = rows[0] as { id: NoticeId }
  await inside.query(insertReceipts, [id, seats])
  return id
}

/** False: there is no such notice for this user, or it is confirmed already. */
export async function confirmReceipt(
  inside: Queries, { notice, user, nowMs }: { notice: NoticeId; user: UserId; nowMs: number },
): Promise<boolean> {
  return (await inside.query(confirm, [notice, user, nowMs / 1_000])).rowCount === 1
}

export async function readWaitingNotices(queries: Queries, user: UserId): Promise<Notice[]> {
  return (await queries.query<Notice>(selectWaiting, [user])).rows
}

const insert = statement('notice_insert', `
  insert into notice (text, by_user, sent_at) values ($1, $2, to_timestamp($3)) returning id::text as id`)
const insertReceipts = statement('notice_receipts_insert', `
  insert into notice_receipt (notice, app_user) select $1::bigint, unnest($2::text[])`)
const confirm = statement('notice_confirm', `
  update notice_receipt set confirmed_at = to_timestamp($3)
  where notice = $1 and app_user = $2 and confirmed_at is null`)
/** Newer ones come when these are confirmed. */
const waitingMax = 50
const selectWaiting = statement('notices_waiting', `
  select n.id::text as id, n.text, u.real_name as "byName", ${msOf('n.sent_at')} as "sentMs"
  from notice_receipt r join notice n on n.id = r.notice join app_user u on u.id = n.by_user
  where r.app_user = $1 and r.confirmed_at is null order by n.id limit ${waitingMax}`)
