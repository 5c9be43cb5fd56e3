import type { DeviceId, InstallId, UserId } from '../../protocol/ids.ts'
import type { DeviceInfo } from '../../protocol/kinds.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface NewDevice {
  id: DeviceId
  keyHash: Uint8Array
  keeper: UserId
  install: InstallId
  remark: string
  info: DeviceInfo
  nowMs: number
}

export async function insertDevice(
  inside: Queries, { id, keyHash, keeper, install, remark, info, nowMs }: NewDevice,
): Promise<void> {
  await inside.query(insert, [id, keyHash, keeper, install, remark, JSON.stringify(info), new Date(nowMs)])
}

export interface DeviceDetails {
  id: DeviceId
  remark: string
  info: DeviceInfo
  keeperName: string
  revoked: boolean
  seen_ms: number | null
}

/** `keeper` null: everybody's. Newest first. */
export async function readDeviceDetails(queries: Queries, keeper: UserId | null): Promise<DeviceDetails[]> {
  const { rows } = await queries.query<DeviceDetails>(selectDetails, [keeper])
  return rows
}

const insert = statement('device_insert', `
  insert into device (id, key_hash, keeper, install, remark, info, enrolled_at)
  values ($1, $2, $3, $4, $5, $6, $7)`)
const selectDetails = statement('device_details', `
  select d.id, d.remark, d.info, u.real_name as "keeperName", d.revoked_at is not null as revoked, d.seen_ms
  from device d join app_user u on u.id = d.keeper
  where $1::text is null or d.keeper = $1 order by d.enrolled_at desc, d.id`)
