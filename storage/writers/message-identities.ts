import type { AccountId, MsgSvrId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'
import type { Place } from './messages.ts'

export interface IdentityKey { account: AccountId, msgSvrId: MsgSvrId }
/** The one message that has this id of WeChat's. */
export interface Identity extends IdentityKey, Place {}

/**
 * Takes ids for messages; answers those that belong to an earlier message and stay its own. No id twice in
 * `wanted`.
 */
export async function claimIdentities(inside: Queries, wanted: readonly Identity[]): Promise<Identity[]> {
  if (wanted.length === 0) return []
  const values = identityColumns(wanted)
  const { rowCount } = await inside.query(claim, values)
  if (rowCount === wanted.length) return []
  const { rows } = await inside.query<Row>(selectOthers, [values[0], values[1], values[3]])
  return rows.map(readRow)
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
  await inside.query(move, identityColumns(identities))
}

function identityColumns(identities: readonly Identity[]): unknown[] {
  return columns(identities,
    (one) => one.account, (one) => one.msgSvrId, (one) => one.journalMs, (one) => one.position)
}

type Row = IdentityKey & { at: Date, position: number }

function readRow({ at, ...row }: Row): Identity {
  return { ...row, journalMs: at.getTime() }
}

const insert = `
  insert into message_identity (account, msg_svr_id, at, position)
  select account, id, to_timestamp(ms / 1000), position
  from unnest($1::text[], $2::text[], $3::float8[], $4::int8[]) as n (account, id, ms, position)`
const claim = statement('claim_identities', `${insert} on conflict do nothing`)
const move = statement('move_identities', `
  ${insert} on conflict (account, msg_svr_id) do update set at = excluded.at, position = excluded.position`)

const found = 'select i.account, i.msg_svr_id as "msgSvrId", i.at, i.position'
const selectOthers = statement('identities_of_others', `
  ${found} from unnest($1::text[], $2::text[], $3::int8[]) as n (account, id, position) cross join lateral (
    select * from message_identity
    where account = n.account and msg_svr_id = n.id and position <> n.position limit 1) i`)
const select = statement('identities', `
  ${found} from unnest($1::text[], $2::text[]) as n (account, id) cross join lateral (
    select * from message_identity where account = n.account and msg_svr_id = n.id limit 1) i`)
