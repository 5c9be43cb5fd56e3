import type { DeviceGroupId, DeviceId, UserId } from '../../protocol/ids.ts'
import { peopleScope } from '../filter-sql.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'

export interface DeviceValues { remark: string; keeper: UserId; group: DeviceGroupId | null }
export interface StoredDevice extends DeviceValues { id: DeviceId; revoked: boolean; version: number }

/** Undefined: not there, or not in the scope. Locked until the transaction's end. */
export async function lockDevice(
  inside: Queries, { id, scope }: { id: DeviceId; scope: Scope },
): Promise<StoredDevice | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await inside.query<StoredDevice>(`
    select v.id, v.remark, v.keeper, v.device_group::text as "group", v.revoked_at is not null as revoked, v.version
    from device v join app_user u on u.id = v.keeper
    where v.id = ${bind(id)} and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}
    for update of v`, values)
  return rows[0]
}

export async function updateDevice(
  inside: Queries, { id, values: { remark, keeper, group } }: { id: DeviceId; values: DeviceValues },
): Promise<void> {
  await inside.query(update, [id, remark, keeper, group])
}

export async function revokeDevice(inside: Queries, { id, nowMs }: { id: DeviceId; nowMs: number }): Promise<void> {
  await inside.query(revoke, [id, new Date(nowMs)])
}

const update = statement('device_change', `
  update device set remark = $2, device_group = $4, version = version + 1, keeper = $3,
    keeper_since_ms = case when keeper is not distinct from $3 then keeper_since_ms
      else (extract(epoch from clock_timestamp()) * 1000)::bigint end,
    keeper_before = case when keeper is not distinct from $3 then keeper_before else keeper end
  where id = $1`)
const revoke = statement('device_revoke', `
  update device set revoked_at = coalesce(revoked_at, $2), version = version + 1 where id = $1`)
