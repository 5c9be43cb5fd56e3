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

const insert = statement('device_insert', `
  insert into device (id, key_hash, keeper, install, remark, info, enrolled_at)
  values ($1, $2, $3, $4, $5, $6, $7)`)
