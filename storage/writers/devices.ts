import type { DeviceId, InstallId, Position, RunId } from '../../protocol/ids.ts'
import type { DeviceInfo, DeviceStatus } from '../../protocol/kinds.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

/** The newest connection of a device, and what it said of itself. */
export interface DevicePresence {
  id: DeviceId
  epoch: Position
  run: RunId
  install: InstallId
  online: boolean
  seenMs: number | null
}

export interface DeviceChange extends DevicePresence {
  /** Merged key by key into what is stored. */
  info: DeviceInfo
  status: DeviceStatus
}

export async function readDevicePresence(inside: Queries, ids: readonly DeviceId[]): Promise<DevicePresence[]> {
  if (ids.length === 0) return []
  const { rows } = await inside.query<DevicePresence>(select, [ids])
  return rows
}

export async function writeDevices(inside: Queries, changes: readonly DeviceChange[]): Promise<void> {
  if (changes.length === 0) return
  await inside.query(update, columns(changes,
    (one) => one.id, (one) => one.epoch, (one) => one.run, (one) => one.install, (one) => one.online,
    (one) => one.seenMs, (one) => JSON.stringify(one.info), (one) => JSON.stringify(one.status)))
}

export interface EndedRun { run: RunId, journalMs: number }

/** What a hub held is offline when its run ends. */
export async function endConnectionsOf(inside: Queries, ended: readonly EndedRun[]): Promise<void> {
  if (ended.length === 0) return
  await inside.query(endDevices, columns(ended, ({ run }) => run, ({ journalMs }) => journalMs))
  await inside.query(endSeats, columns(ended, ({ run }) => run))
}

const select = statement('device_presence', `
  select id, epoch, run, install, online, seen_ms as "seenMs" from device where id = any($1)`)

const update = statement('project_devices', `
  update device d set epoch = n.epoch, run = n.run, install = n.install, online = n.online, seen_ms = n.seen_ms,
    info = d.info || n.info, status = d.status || n.status
  from unnest($1::text[], $2::int8[], $3::text[], $4::text[], $5::bool[], $6::int8[], $7::jsonb[], $8::jsonb[])
    as n (id, epoch, run, install, online, seen_ms, info, status)
  where d.id = n.id`)

const endDevices = statement('end_device_connections', `
  update device d set online = false, seen_ms = n.ms
  from unnest($1::text[], $2::int8[]) as n (run, ms) where d.run = n.run and d.online`)
const endSeats = statement('end_seat_connections', `
  update seat_presence set online = false where run = any($1) and online`)
