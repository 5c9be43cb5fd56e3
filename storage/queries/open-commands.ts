import type { AccountId, DeviceId, TaskId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

export interface StoredCommand {
  task: TaskId
  name: string
  account: AccountId | null
  expiresMs: number
  args: Uint8Array
}

/** A device's open commands, oldest first; at most as many as may be open. */
export async function readOpenCommands(queries: Queries, device: DeviceId): Promise<StoredCommand[]> {
  const { rows } = await queries.query<StoredCommand>(select, [device, limits.openCommandsMax])
  return rows.map((row) => ({ ...row, args: new Uint8Array(row.args) }))
}

export async function countOpenCommands(queries: Queries): Promise<Map<AccountId, number>> {
  const { rows } = await queries.query<{ account: AccountId, count: number }>(count)
  return new Map(rows.map((row) => [row.account, row.count]))
}

const select = statement('open_commands', `
  select task, name, account, expires_ms as "expiresMs", args from command
  where device = $1 and state = 'open' order by requested limit $2`)
const count = statement('open_commands_count', `
  select account, count(*) as count from command where state = 'open' and account is not null group by account`)
