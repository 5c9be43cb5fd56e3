import type { DeviceId } from '../../protocol/ids.ts'
import { readDevice, readDirectory, readSession, readUser } from '../../storage/queries/directory-rows.ts'
import type { Pool } from '../../storage/pool.ts'
import { hubLimits } from '../limits.ts'
import { BoundedLookUp } from './bounded-look-up.ts'
import type { LookedUp } from './bounded-look-up.ts'
import { Directory } from './directory.ts'
import type { DeviceEntry, SessionEntry } from './entries.ts'
import { Refresher } from './refresher.ts'

export interface LoadedDirectory {
  directory: Directory
  lookUps: LookUps
  /** Ends retries and waits for reads. */
  stop(): Promise<void>
}

/** For what another hub may have made a moment ago, before the journal has told this one. */
export interface LookUps {
  device(id: DeviceId, nowMs: number): Promise<LookedUp<DeviceEntry>>
  session(hash: string, nowMs: number): Promise<LookedUp<SessionEntry>>
}

export interface LoadOptions {
  pool: Pool
  /** A refresh failed for a reason of ours; it is tried again. */
  onBug: (error: unknown) => void
}

/** Reads everything once, at one moment; from there on the feed's events keep it. */
export async function loadDirectory({ pool, onBug }: LoadOptions): Promise<LoadedDirectory> {
  const refresher = new Refresher({ pool, onBug })
  const rows = await pool.transaction((inside) => readDirectory(inside, { sessionsMax: hubLimits.sessionsMax }))
  const directory = new Directory({ rows, refresh: refresher.refresh })
  refresher.begin(directory)
  return { directory, lookUps: newLookUps(pool, directory), stop: () => refresher.stop() }
}

function newLookUps(pool: Pool, directory: Directory): LookUps {
  const devices = new BoundedLookUp<DeviceEntry>({
    read: async (id) => {
      const row = await readDevice(pool, id)
      // A refresh may have been faster, with a newer row.
      return row === undefined ? undefined : directory.device(row.id) ?? directory.setDevice(row)
    },
  })
  const sessions = new BoundedLookUp<SessionEntry>({
    read: async (hash) => {
      const row = await readSession(pool, hash)
      if (row === undefined) return undefined
      if (directory.user(row.app_user) === undefined) await addUser(pool, { directory, id: row.app_user })
      const session = { hash, user: row.app_user, expiresAtMs: row.expires_at.getTime() }
      directory.rememberSession(session)
      return session
    },
  })
  return {
    device: (id, nowMs) => devices.find(id, nowMs),
    session: (hash, nowMs) => sessions.find(hash, nowMs),
  }
}

async function addUser(pool: Pool, { directory, id }: { directory: Directory, id: string }): Promise<void> {
  const row = await readUser(pool, id)
  if (row !== undefined) directory.setUser(row)
}
