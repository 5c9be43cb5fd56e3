import type { AccountId, MediaId, PeerId } from '../../protocol/ids.ts'
import type { AutomaticOrigin, MessageType } from '../../protocol/kinds.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'
import type { ConversationKey } from './conversations.ts'

/** An automatic message that waits for its moment. */
export interface AutoSend {
  account: AccountId
  peer: PeerId
  origin: AutomaticOrigin
  dueMs: number
  expiresMs: number
  type: MessageType
  text: string
  media: MediaId | null
  body: Uint8Array
}

/** In the order in which they are to be sent. */
export async function addAutoSends(inside: Queries, rows: readonly AutoSend[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(add, columns(rows, (row) => row.account, (row) => row.peer, (row) => row.origin,
    (row) => row.dueMs, (row) => row.expiresMs, (row) => row.type, (row) => row.text, (row) => row.media,
    (row) => row.body))
}

/** Somebody of ours has written there. */
export async function callOffAutoSends(inside: Queries, talks: readonly ConversationKey[]): Promise<void> {
  if (talks.length === 0) return
  await inside.query(callOff, columns(talks, (talk) => talk.account, (talk) => talk.peer))
}

/** Taken out, each of them only once, in their order: of accounts whose phone is there and has room. */
export async function takeDueAutoSends(
  inside: Queries, { nowMs, rowsMax, openCommandsMax }: { nowMs: number; rowsMax: number; openCommandsMax: number },
): Promise<AutoSend[]> {
  const { rows } = await inside.query<AutoSend & { id: number }>(take, [nowMs, rowsMax, openCommandsMax])
  return rows.sort((a, b) => a.dueMs - b.dueMs || a.id - b.id)
    .map(({ id: _id, ...row }) => ({ ...row, body: new Uint8Array(row.body) }))
}

/** What came too late for anybody. Answers how many. */
export async function expireAutoSends(inside: Queries, nowMs: number): Promise<number> {
  const { rowCount } = await inside.query(expire, [nowMs])
  return rowCount ?? 0
}

/** When the next one that isn't due yet will be; null where none waits. */
export async function readNextDueMs(inside: Queries, nowMs: number): Promise<number | null> {
  const { rows } = await inside.query<{ dueMs: number | null }>(selectNext, [nowMs])
  return rows[0]?.dueMs ?? null
}

const add = statement('auto_send_add', `
  insert into auto_send (account, peer, origin, due_ms, expires_ms, type, text, media, body)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::int8[], $6::text[], $7::text[], $8::text[],
    $9::bytea[])`)

const callOff = statement('auto_send_call_off', `
  delete from auto_send s using unnest($1::text[], $2::text[]) as n (account, peer)
  where s.account = n.account and s.peer = n.peer`)

const take = statement('auto_send_take', `
  with due as (
    select s.id from auto_send s join account a on a.id = s.account join device v on v.id = a.device
    where s.due_ms <= $1 and s.expires_ms > $1 and a.logged_in and v.online and v.revoked_at is null
      and (select count(*) from command c where c.device = v.id and c.state = 'open') < $3
    order by s.due_ms, s.id limit $2)
  delete from auto_send s using due where s.id = due.id
  returning s.id, s.account, s.peer, s.origin, s.due_ms as "dueMs", s.expires_ms as "expiresMs", s.type, s.text,
    s.media, s.body`)

const selectNext = statement('auto_send_next', 'select min(due_ms) as "dueMs" from auto_send where due_ms > $1')

const expire = statement('auto_send_expire', 'delete from auto_send where expires_ms <= $1')
