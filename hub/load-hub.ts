import type { AccountId, DeviceId, PeerId, TaskId, UserId } from '../protocol/ids.ts'
import { readAcceptanceSnapshot } from '../storage/queries/acceptance-snapshot.ts'
import { type OpenCommandRow, readAllOpenCommands } from '../storage/queries/all-open-commands.ts'
import { readRecentSends } from '../storage/queries/recent-sends.ts'
import { readSendGuard } from '../storage/queries/send-guard.ts'
import type { Pool } from '../storage/pool.ts'
import { type LoadedDirectory, loadDirectory } from './directory/load-directory.ts'
import type { AcceptanceSnapshot } from './feed/acceptance.ts'
import { OpenCommands } from './feed/open-commands.ts'
import { RecentSends } from './feed/recent-sends.ts'
import { answersMax } from './guard/last-answers.ts'
import { SendGuard } from './guard/send-guard.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface LoadedHub {
  directory: LoadedDirectory
  start: { position: number; journalMs: number; snapshot: AcceptanceSnapshot }
  openCommands: OpenCommands
  recentSends: RecentSends
  sendGuard: SendGuard
}

/**
 * What this hub knew if it had read the journal from its beginning. The feed repeats what lies between the
 * three reads: harmless.
 */
export async function loadHub({ pool, telemetry }: { pool: Pool; telemetry: Telemetry }): Promise<LoadedHub> {
  const { position, journalMs, snapshot } = await pool.transaction((inside) => readAcceptanceSnapshot(inside))
  const openCommands = new OpenCommands()
  const recentSends = new RecentSends()
  for (const row of await readAllOpenCommands(pool)) {
    openCommands.add(row.device as DeviceId, {
      task: row.task as TaskId, name: row.name, account: row.account as AccountId | null,
      expiresAtMs: row.expires_ms, args: row.args,
    })
    noteAuthor(recentSends, row)
  }
  for (const row of await readRecentSends(pool)) recentSends.addSent(row)
  const guarded = await pool.transaction((inside) => readSendGuard(inside, { max: answersMax, above: position }))
  const directory = await loadDirectory({
    pool, onBug: (error) => telemetry.bug('directory:unreadable', error),
  })
  const start = { position, journalMs, snapshot }
  return { directory, start, openCommands, recentSends, sendGuard: new SendGuard(guarded) }
}

function noteAuthor(recentSends: RecentSends, { task, name, account, peer, user }: OpenCommandRow): void {
  if (name !== 'sendMessage' || account === null || peer === null || user === null) return
  const author = { account: account as AccountId, peer: peer as PeerId, user: user as UserId }
  recentSends.addOpen(task as TaskId, author)
}
