import type { AccountId, DeviceId, TaskId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export interface AutoAcceptValues { enabled: boolean; periodMinutes: number; perPeriod: number }

/** What is set; what the period has had stays. Answers the new version. */
export async function writeAutoAccept(
  inside: Queries, account: AccountId, { enabled, periodMinutes, perPeriod }: AutoAcceptValues,
): Promise<number> {
  const { rows } = await inside.query<{ version: number }>(upsert, [account, enabled, periodMinutes, perPeriod])
  return rows[0]?.version ?? 0
}

/** Version 0: nothing was ever set. */
export async function readAutoAccept(
  inside: Queries, account: AccountId,
): Promise<{ version: number } & Partial<AutoAcceptValues>> {
  const { rows } = await inside.query<{ version: number } & AutoAcceptValues>(select, [account])
  return rows[0] ?? { version: 0 }
}

/** An account that accepts by itself and has requests that wait, on a phone that is there. */
export interface WaitingAccount extends AutoAcceptValues {
  account: AccountId
  device: DeviceId
  beganMs: number
  used: number
  pausedMs: number
  /** The oldest of them, those that failed before last, as many as a period takes. */
  requests: TaskId[]
}

/** Of which some may be accepted now. Locked: whoever changes what is set waits. */
export async function lockWaitingAccounts(
  inside: Queries, { nowMs, rowsMax }: { nowMs: number; rowsMax: number },
): Promise<WaitingAccount[]> {
  const { rows } = await inside.query<WaitingAccount>(lockWaiting, [nowMs, rowsMax])
  return rows
}

/** Requests wait that are to be accepted some time. */
export async function hasWaitingAccounts(inside: Queries): Promise<boolean> {
  const { rows } = await inside.query<{ waits: boolean }>(selectWaits)
  return rows[0]?.waits === true
}

export interface SpentAccept { account: AccountId; beganMs: number; used: number }

export async function writeSpentAccepts(inside: Queries, rows: readonly SpentAccept[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(spent, columns(rows, (row) => row.account, (row) => row.beganMs, (row) => row.used))
}

export interface AcceptPause { account: AccountId; fromMs: number; pauseMs: number }

/** For the period that is set, and not less than `pauseMs`. */
export async function pauseAutoAccepts(inside: Queries, rows: readonly AcceptPause[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(pause, columns(rows, (row) => row.account, (row) => row.fromMs, (row) => row.pauseMs))
}

const upsert = statement('auto_accept_write', `
  insert into auto_accept as a (account, enabled, period_minutes, per_period) values ($1, $2, $3, $4)
  on conflict (account) do update set enabled = excluded.enabled, period_minutes = excluded.period_minutes,
    per_period = excluded.per_period, paused_ms = 0, version = a.version + 1
  returning version`)
const select = statement('auto_accept', `
  select version, enabled, period_minutes as "periodMinutes", per_period as "perPeriod"
  from auto_accept where account = $1`)

const lockWaiting = statement('auto_accept_waiting', `
  select x.account, a.device, x.enabled, x.period_minutes as "periodMinutes", x.per_period as "perPeriod",
    x.began_ms as "beganMs", x.used, x.paused_ms as "pausedMs", r.requests
  from auto_accept x join account a on a.id = x.account join device v on v.id = a.device
    cross join lateral (
      select array_agg(request order by attempts, received_ms, request) as requests from (
        select request, attempts, received_ms from friend_request
        where account = x.account and state = 'pending'
        order by attempts, received_ms, request limit x.per_period) one) r
  where x.enabled and a.logged_in and v.online and v.revoked_at is null and r.requests is not null
    and x.paused_ms <= $1 and (x.used < x.per_period or x.began_ms + x.period_minutes * 60000 <= $1)
  order by x.account limit $2 for update of x`)

const selectWaits = statement('auto_accept_waits', `
  select exists (select from auto_accept x where x.enabled and exists (
    select from friend_request r where r.account = x.account and r.state = 'pending')) as waits`)

const spent = statement('auto_accept_spent', `
  update auto_accept a set began_ms = n.began_ms, used = n.used
  from unnest($1::text[], $2::int8[], $3::int4[]) as n (account, began_ms, used) where a.account = n.account`)

const pause = statement('pause_auto_accepts', `
  update auto_accept a set paused_ms = n.from_ms + greatest(n.pause_ms, a.period_minutes * 60000)
  from (select account, max(from_ms) as from_ms, max(pause_ms) as pause_ms
    from unnest($1::text[], $2::int8[], $3::int8[]) as n (account, from_ms, pause_ms) group by account) n
  where a.account = n.account`)
