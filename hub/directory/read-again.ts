import type { UserId } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import {
  readDevice, readSession, readSessionsOf, readUser, readUsers,
} from '../../storage/queries/directory-rows.ts'
import { readSettings } from '../../storage/queries/settings.ts'
import type { Directory, Refresh } from './directory.ts'

type Area = Parameters<Refresh>[0]
interface Into { queries: Queries, directory: Directory }

/** Reads what changed and puts it into the directory: sessions that ended are closed by that. */
export async function readAgain(into: Into, { area, key }: { area: Area, key: string }): Promise<void> {
  await readers[area](into, key)
}

const readers: Record<Area, (into: Into, key: string) => Promise<void>> = {
  device: async ({ queries, directory }, key) => {
    const row = await readDevice(queries, key)
    if (row !== undefined) directory.setDevice(row)
  },
  user: async ({ queries, directory }, key) => {
    const row = await readUser(queries, key)
    if (row === undefined) return
    const kept = await readSessionsOf(queries, key)
    directory.setUser(row)
    directory.endSessionsOf(key as UserId, new Set(kept))
  },
  session: async ({ queries, directory }, key) => {
    if (await readSession(queries, key) === undefined) directory.endSession(key)
  },
  setting: async ({ queries, directory }) => {
    directory.consoleMask.set((await readSettings(queries)).maskConsole)
  },
  // The projector's alone.
  automation: async () => undefined,
  /** Kept by consoles, not by hubs. */
  reply: () => Promise.resolve(),
  department: async ({ queries, directory }) => {
    for (const row of await readUsers(queries)) directory.setUser(row)
  },
}
