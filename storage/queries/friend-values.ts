import { type ExtensionField, type ExtensionValue, isBlank, orderOf } from '../../protocol/extension-field.ts'
import { foldedText } from '../../protocol/folded-text.ts'
import type { AccountId, ExtensionFieldId, PeerId, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'

interface Friend { account: AccountId; peer: PeerId }

/** By field id. */
export async function readFriendValues(
  queries: Queries, { account, peer }: Friend,
): Promise<Record<string, ExtensionValue>> {
  const { rows } = await queries.query<{ field: string; value: ExtensionValue }>(selectAll, [account, peer])
  return Object.fromEntries(rows.map(({ field, value }) => [field, value]))
}

/** What it is now, locked until the transaction's end, also where there is none yet; undefined: no such friend. */
export async function lockFriendValue(
  inside: Queries, { account, peer, field }: Friend & { field: ExtensionFieldId },
): Promise<{ value: ExtensionValue | null; title: string } | undefined> {
  await inside.query(prepare, [account, peer, field])
  const { rows } = await inside.query<{ value: ExtensionValue | null; title: string }>(lock, [account, peer, field])
  return rows[0]
}

export async function writeFriendValue(
  inside: Queries, { account, peer, field, value, by }:
    Friend & { field: ExtensionField; value: ExtensionValue | null; by: UserId | null },
): Promise<void> {
  const { id, kind } = field
  const kept = isBlank(value) ? null : value
  const isChoice = kind === 'single' || kind === 'multiple'
  const choices = isChoice && kept !== null ? [kept].flat().map((one) => `${id} ${one}`) : null
  const words = (kind === 'text' || kind === 'longText') && kept !== null ? foldedText(String(kept)) : null
  const ordered = kept === null ? null : orderOf(field, kept)
  await inside.query(upsert, [account, peer, id, JSON.stringify(kept), ordered, words, choices, by])
}

/** An expression for the column `extensions` of a list of friends `name`. */
export function friendValuesSql(name: string): string {
  return `coalesce((select jsonb_object_agg(x.field, x.value)
    from friend_value x join extension_field xf on xf.id = x.field
    where x.account = ${name}.account and x.peer = ${name}.peer and x.value <> 'null' and xf.enabled), '{}')`
}

const selectAll = statement('friend_values', `
  select field::text as field, value from friend_value where account = $1 and peer = $2 and value <> 'null'`)
const prepare = statement('friend_value_prepare', `
  insert into friend_value (account, peer, field, value)
  select account, peer, $3::bigint, 'null' from friend where account = $1 and peer = $2 and not removed
  on conflict do nothing`)
const lock = statement('friend_value_lock', `
  select nullif(x.value, 'null') as value, coalesce(nullif(f.remark, ''), nullif(f.nickname, ''), f.peer) as title
  from friend_value x join friend f on f.account = x.account and f.peer = x.peer
  where x.account = $1 and x.peer = $2 and x.field = $3 and not f.removed for update of x`)
const upsert = statement('friend_value_write', `
  insert into friend_value (account, peer, field, value, ordered, folded, chosen, changed_by)
  values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)
  on conflict (account, peer, field) do update set value = excluded.value, ordered = excluded.ordered,
    folded = excluded.folded, chosen = excluded.chosen, changed_by = excluded.changed_by, changed_at = now()`)
