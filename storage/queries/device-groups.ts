import type { DeviceGroupId } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface DeviceGroupValues { name: string; remark: string }
export interface StoredDeviceGroup extends DeviceGroupValues { id: DeviceGroupId; version: number }

export async function lockDeviceGroup(inside: Queries, id: DeviceGroupId): Promise<StoredDeviceGroup | undefined> {
  const { rows } = await inside.query<StoredDeviceGroup>(lock, [id])
  return rows[0]
}

/** Null: the name is taken. */
export async function insertDeviceGroup(
  inside: Queries, { name, remark }: DeviceGroupValues,
): Promise<DeviceGroupId | null> {
  const { rows } = await inside.query<{ id: DeviceGroupId }>(insert, [name, remark])
  return rows[0]?.id ?? null
}

/** False: the name is taken. */
export async function updateDeviceGroup(
  inside: Queries, { id, name, remark }: DeviceGroupValues & { id: DeviceGroupId },
): Promise<boolean> {
  const { rowCount } = await inside.query(update, [id, name, remark])
  return rowCount === 1
}

export async function deleteDeviceGroup(inside: Queries, id: DeviceGroupId): Promise<void> {
  await inside.query(remove, [id])
}

const lock = statement('device_group_lock', `
  select id::text as id, name, remark, version from device_group where id = $1 for update`)
const insert = statement('device_group_insert', `
  insert into device_group (name, remark) values ($1, $2) on conflict (name) do nothing returning id::text as id`)
const update = statement('device_group_update', `
  update device_group set name = $2, remark = $3, version = version + 1
  where id = $1 and not exists (select from device_group o where o.name = $2 and o.id <> $1)`)
const remove = statement('device_group_delete', 'delete from device_group where id = $1')
