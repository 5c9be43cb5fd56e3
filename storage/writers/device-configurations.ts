import type { DeviceId } from '../../protocol/ids.ts'
import type { SwitchName } from '../../protocol/switches.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

/** Everything a phone is to apply, as of one version. */
export interface DeviceConfiguration {
  device: DeviceId
  version: number
  /** Null: nobody has chosen, the defaults hold. */
  switches: SwitchName[] | null
  visibleApps: string[]
  freeMode: boolean
  fullRoomPictures: boolean
  fullFriendPictures: boolean
  maskApps: string | null
  maskWechat: string | null
}

/** Of these phones, those that haven't applied what is wanted. After their rows were locked by a write. */
export async function readStaleConfigurations(
  inside: Queries, devices: readonly DeviceId[],
): Promise<DeviceConfiguration[]> {
  if (devices.length === 0) return []
  const { rows } = await inside.query<DeviceConfiguration>(selectStale, [devices])
  return rows
}

/** Something that these phones apply has changed. Answers what those of them need that are connected. */
export async function raiseConfigVersions(
  inside: Queries, devices: readonly DeviceId[],
): Promise<DeviceConfiguration[]> {
  const { rows } = await inside.query<{ id: DeviceId }>(raise, [devices])
  return readStaleConfigurations(inside, rows.map(({ id }) => id))
}

/** The same for every phone. */
export async function raiseAllConfigVersions(inside: Queries): Promise<DeviceConfiguration[]> {
  const { rows } = await inside.query<{ id: DeviceId, online: boolean }>(raiseAll)
  return readStaleConfigurations(inside, rows.filter(({ online }) => online).map(({ id }) => id))
}

export async function noteConfigured(inside: Queries, versions: ReadonlyMap<DeviceId, number>): Promise<void> {
  if (versions.size === 0) return
  await inside.query(note, [[...versions.keys()], [...versions.values()]])
}

const selectStale = statement('device_configurations_stale', `
  select d.id as device, d.config_version as version, d.switches, d.visible_apps as "visibleApps",
    s.free_mode as "freeMode", s.full_room_pictures as "fullRoomPictures",
    s.full_friend_pictures as "fullFriendPictures", s.mask_apps as "maskApps", s.mask_wechat as "maskWechat"
  from device d cross join setting s
  where d.id = any($1) and d.revoked_at is null and d.config_version > d.applied_version`)

// The projector locks the same row when the phone connects: whoever comes second sees what the other did.
const raise = statement('device_configurations_raise', `
  with raised as (
    update device set config_version = config_version + 1 where id = any($1) returning id, online)
  select id from raised where online`)
const raiseAll = statement('device_configurations_raise_all', `
  update device set config_version = config_version + 1 where revoked_at is null returning id, online`)

const note = statement('device_configurations_note', `
  update device d set applied_version = greatest(d.applied_version, n.version)
  from unnest($1::text[], $2::int8[]) as n (id, version) where d.id = n.id`)
