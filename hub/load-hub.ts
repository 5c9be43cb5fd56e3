import type { AccountId, DeviceId, TaskId } from '../protocol/ids.ts'
import { readAcceptanceSnapshot } from '../storage/queries/acceptance-snapshot.ts'
import { readAllOpenCommands } from '../storage/queries/all-open-commands.ts'
import type { Pool } from '../storage/pool.ts'
import { type LoadedDirectory, loadDirectory } from './directory/load-directory.ts'
import type { AcceptanceSnapshot } from './feed/acceptance.ts'
import { OpenCommands } from './feed/open-commands.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface LoadedHub {
  directory: LoadedDirectory
  start: { position: number; journalMs: number; snapshot: AcceptanceSnapshot }
  openCommands: OpenCommands
}

/**
 * What this hub knew if it had read the journal from its beginning. The feed repeats what lies between the
 * three reads: harmless.
 */
export async function loadHub({ pool, telemetry }: { pool: Pool; telemetry: Telemetry }): Promise<LoadedHub> {
  const { position, journalMs, snapshot } = await pool.transaction((inside) => readAcceptanceSnapshot(inside))
  const openCommands = new OpenCommands()
  for (const row of await readAllOpenCommands(pool)) {
    openCommands.add(row.device as DeviceId, {
      task: row.task as TaskId, name: row.name, account: row.account as AccountId | null,
      expiresAtMs: row.expires_ms, args: row.args,
    })
  }
  const directory = await loadDirectory({
    pool, onBug: (error) => telemetry.bug('directory:unreadable', error),
  })
  return { directory, start: { position, journalMs, snapshot }, openCommands }
}
