import type { Settings } from '../../protocol/operations/device-setup.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

/** With `lock`: until the transaction's end. */
export async function readSettings(queries: Queries, { lock = false } = {}): Promise<Settings> {
  const { rows } = await queries.query<Settings>(lock ? selectForUpdate : select)
  return rows[0] as Settings
}

export async function updateSettings(inside: Queries, values: Omit<Settings, 'version'>): Promise<void> {
  await inside.query(update, [
    values.fullRoomPictures, values.fullFriendPictures, values.freeMode, values.maskApps, values.maskWechat,
    values.maskConsole, values.quietTypes, values.quietWords,
  ])
}

const selectSql = `
  select full_room_pictures as "fullRoomPictures", full_friend_pictures as "fullFriendPictures",
    free_mode as "freeMode", mask_apps as "maskApps", mask_wechat as "maskWechat", mask_console as "maskConsole",
    quiet_types as "quietTypes", quiet_words as "quietWords", version from setting`
const select = statement('settings', selectSql)
const selectForUpdate = statement('settings_lock', `${selectSql} for update`)
const update = statement('settings_update', `
  update setting set full_room_pictures = $1, full_friend_pictures = $2, free_mode = $3, mask_apps = $4,
    mask_wechat = $5, mask_console = $6, quiet_types = $7, quiet_words = $8, version = version + 1`)
