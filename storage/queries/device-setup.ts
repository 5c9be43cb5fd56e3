import type { DeviceId } from '../../protocol/ids.ts'
import type { DeviceSetup } from '../../protocol/operations/device-setup.ts'
import { type SwitchName, defaultSwitches } from '../../protocol/switches.ts'
import { peopleScope } from '../filter-sql.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'
import { type Scope, newBinds } from '../source.ts'

export interface StoredSetup extends DeviceSetup { id: DeviceId; remark: string; revoked: boolean }

/** Undefined: not there, or not in the scope. With `lock`: until the transaction's end. */
export async function readDeviceSetup(
  queries: Queries, { id, scope, lock = false }: { id: DeviceId; scope: Scope; lock?: boolean },
): Promise<StoredSetup | undefined> {
  const { values, bind } = newBinds()
  const { rows } = await queries.query<Row>(`
    select v.id, v.remark, v.revoked_at is not null as revoked, v.switches, v.visible_apps as "visibleApps",
      v.config_version as "configVersion", v.applied_version as "appliedVersion", v.online
    from device v join app_user u on u.id = v.keeper
    where v.id = ${bind(id)} and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}
    ${lock ? 'for update of v' : ''}`, values)
  const row = rows[0]
  return row === undefined ? undefined : { ...row, switches: row.switches ?? [...defaultSwitches] }
}

/** Its version is raised apart (storage/writers/device-configurations.ts). */
export async function updateDeviceSetup(
  inside: Queries, { id, switches, visibleApps }: Pick<StoredSetup, 'id' | 'switches' | 'visibleApps'>,
): Promise<void> {
  await inside.query(update, [id, switches, visibleApps])
}

/** Open commands of a phone: what it may still be asked for is limited. */
export async function countOpenCommandsOf(queries: Queries, device: DeviceId): Promise<number> {
  const { rows } = await queries.query<{ count: number }>(countOpen, [device])
  return rows[0]?.count ?? 0
}

type Row = Omit<StoredSetup, 'switches'> & { switches: SwitchName[] | null }

const update = statement('device_setup_update', `
  update device set switches = $2, visible_apps = $3 where id = $1`)
const countOpen = statement('device_open_commands', `
  select count(*) as count from command where device = $1 and state = 'open'`)
