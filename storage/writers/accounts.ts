import type { AccountId, DeviceId, Position } from '../../protocol/ids.ts'
import type { AccountProfile } from '../../protocol/kinds.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

/** Which phone an account is on. `reachable`: that phone was not revoked. */
export interface AccountHome { id: AccountId, device: DeviceId, reachable: boolean }

export interface AccountChange {
  id: AccountId
  device: DeviceId
  loggedIn: boolean
  /** Keys that are left out stay. */
  profile: Partial<AccountProfile>
  offlineReason: string
  changedAt: Position
}

export async function readAccountHomes(inside: Queries, ids: readonly AccountId[]): Promise<AccountHome[]> {
  if (ids.length === 0) return []
  const { rows } = await inside.query<AccountHome>(select, [ids])
  return rows
}

export async function writeAccounts(inside: Queries, changes: readonly AccountChange[]): Promise<void> {
  if (changes.length === 0) return
  await inside.query(upsert, columns(changes,
    (one) => one.id, (one) => one.device, (one) => one.loggedIn, (one) => one.profile.nickname,
    (one) => one.profile.alias, (one) => one.profile.avatar, (one) => one.profile.phone,
    (one) => one.profile.wechatVersion, (one) => one.offlineReason, (one) => one.changedAt))
}

const select = statement('account_homes', `
  select a.id, a.device, d.revoked_at is null as reachable
  from account a join device d on d.id = a.device where a.id = any($1)`)

const upsert = statement('project_accounts', `
  with told as (
    select * from unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::int8[]) as n (id, device, logged_in, nickname, alias, avatar, phone,
      wechat_version, offline_reason, changed_at))
  insert into account (id, device, logged_in, nickname, alias, avatar, phone, wechat_version, offline_reason,
    changed_at)
  select n.id, n.device, n.logged_in, coalesce(n.nickname, a.nickname, ''), coalesce(n.alias, a.alias, ''),
    coalesce(n.avatar, a.avatar, ''), coalesce(n.phone, a.phone, ''),
    coalesce(n.wechat_version, a.wechat_version, ''), n.offline_reason, n.changed_at
  from told n left join account a on a.id = n.id
  on conflict (id) do update set device = excluded.device, logged_in = excluded.logged_in,
    nickname = excluded.nickname, alias = excluded.alias, avatar = excluded.avatar, phone = excluded.phone,
    wechat_version = excluded.wechat_version, offline_reason = excluded.offline_reason,
    changed_at = excluded.changed_at, hidden_at = case when not excluded.logged_in then account.hidden_at end`)
