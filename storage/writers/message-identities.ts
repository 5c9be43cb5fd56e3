import type { AccountId, MsgSvrId } from '../../protocol/ids.ts'
import { copyTarget } from '../copy-rows.ts'
import { statement } from '../statement.ts'
import type { Queries, Transaction } from '../pool.ts'
import { columns } from './columns.ts'
import type { Place } from './messages.ts'

export interface IdentityKey { account: AccountId, msgSvrId: MsgSvrId }
/** The one message that has this id of WeChat's. */
export interface Identity extends IdentityKey, Place {}

/** Takes ids for messages. Nobody has them: see `readIdentities`. */
export async function takeIdentities(inside: Transaction, fresh: readonly Identity[]): Promise<void> {
  await inside.copy(target, fresh)
}

export async function readIdentities(inside: Queries, keys: readonly IdentityKey[]): Promise<Identity[]> {
  if (keys.length === 0) return []
  const values = columns(keys, (key) => key.account, (key) => key.msgSvrId)
  const { rows } = await inside.query<Row>(select, values)
  return rows.map(readRow)
}

/** Gives ids to messages, whoever had them. */
export async function moveIdentities(inside: Queries, identities: readonly Identity[]): Promise<void> {
  if (identities.length === 0) return
  await inside.query(move, columns(identities,
    (one) => one.account, (one) => one.msgSvrId, (one) => one.journalMs, (one) => one.position))
}

type Row = IdentityKey & { at: Date, position: number }

function readRow({ at, ...row }: Row): Identity {
  return { ...row, journalMs: at.getTime() }
}

const target = copyTarget<Identity>('message_identity', [
  { name: 'account', type: 'text', of: (one) => one.account },
  { name: 'msg_svr_id', type: 'text', of: (one) => one.msgSvrId },
  { name: 'at', type: 'timestamp', of: (one) => one.journalMs },
  { name: 'position', type: 'int8', of: (one) => one.position },
])
const move = statement('move_identities', `
  insert into message_identity (account, msg_svr_id, at, position)
  select account, id, to_timestamp(ms / 1000), position
  from unnest($1::text[], $2::text[], $3::float8[], $4::int8[]) as n (account, id, ms, position)
  on conflict (account, msg_svr_id) do update set at = excluded.at, position = excluded.position`)

const select = statement('identities', `
  select i.account, i.msg_svr_id as "msgSvrId", i.at, i.position
  from unnest($1::text[], $2::text[]) as n (account, id) cross join lateral (
    select * from message_identity where account = n.account and msg_svr_id = n.id limit 1) i`)
