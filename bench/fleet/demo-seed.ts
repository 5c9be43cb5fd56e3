import type { UserId } from '../../protocol/ids.ts'
import { createFirstAdministrator } from '../../hub/sessions/first-administrator.ts'
import type { Pool, Transaction } from '../../storage/pool.ts'
import { newHistory } from './demo/history.ts'
import { type MediaPool, newMediaPool, writeMediaFiles } from './demo/media-pool.ts'
import {
  type DemoSettings, demoDeviceId, newDemoSecret, readDemoSettings, writeDemoSettings,
} from './demo/secret.ts'
import { newWorld } from './demo/world.ts'
import { writeAutomation } from './demo/write-automation.ts'
import { writeDesks } from './demo/write-desks.ts'
import { writeFields } from './demo/write-fields.ts'
import { writeHistory, writeMedia } from './demo/write-history.ts'
import { writeLibrary } from './demo/write-library.ts'
import { writeRules } from './demo/write-rules.ts'
import { renewKeys, writeCompany, writeDevices } from './demo/write-people.ts'

export interface SeedOptions {
  /** The history ends now. */
  nowMs: number
  /** The same seed makes the same company. */
  seed: number
  dataDir: string
  mediaDir: string
  progress?: (step: string) => void
}

/**
 * Fills a migrated database with the demo company and a month of its talk, once: a second call changes
 * nothing, one that was interrupted left nothing in the database. Positions are 1 to 65,535, below the first
 * of every journal.
 */
export async function seedDemo(pool: Pool, options: SeedOptions): Promise<'seeded' | 'was there'> {
  const { dataDir, seed, progress = () => undefined } = options
  const known = await readDemoSettings(dataDir)
  if (await isSeeded(pool, known?.seed ?? seed)) {
    if (known === null) await adoptSeeded(pool, options)
    return 'was there'
  }
  await createFirstAdministrator(pool)
  progress('demo: drawing pictures, recording voices')
  const media = newMediaPool(seed)
  const settings = { secret: newDemoSecret(), seed, nowMs: options.nowMs, avatars: media.avatars }
  await writeDemoSettings(dataDir, settings)
  await pool.transaction((inside) => writeAll(inside, { ...options, settings, media, progress }))
  return 'seeded'
}

interface WriteOptions extends SeedOptions {
  settings: DemoSettings
  media: MediaPool
  progress: (step: string) => void
}

async function writeAll(
  inside: Transaction, { settings, media, mediaDir, nowMs, progress }: WriteOptions,
): Promise<void> {
  progress('demo: hiring people, enrolling 20 phones')
  const users = await writeCompany(inside)
  const userOf = (keeper: string): UserId => users.get(keeper) ?? ('u1' as UserId)
  await writeLibrary(inside, { pool: media, userOf })
  const world = newWorld(settings)
  await writeDevices(inside, { world, secret: settings.secret, userOf })
  await writeFields(inside, { world, seed: settings.seed })
  progress('demo: inventing a month of conversations')
  const history = newHistory({ world, pool: media, seed: settings.seed, nowMs, userOf })
  progress(`demo: storing ${history.length} events`)
  const { messages, conversations } = await writeHistory(inside, { history, world })
  await writeRules(inside, { world, userOf })
  await writeDesks(inside, { world, userOf, nowMs })
  progress(`demo: ${messages.length} messages in ${conversations.length} conversations`)
  const uploader = `u/${userOf('admin')}`
  await writeMedia(inside, { files: media.files, uploader, nowMs })
  await writeAutomation(inside, { world, files: media.files })
  await writeMediaFiles(mediaDir, media.files, uploader)
}

async function isSeeded(pool: Pool, seed: number): Promise<boolean> {
  const { rowCount } = await pool.query('select 1 from device where id = $1', [demoDeviceId(seed, 0)])
  return rowCount > 0
}

/** The database has the demo, but its secret is gone: new keys for the phones. */
async function adoptSeeded(pool: Pool, { dataDir, seed, nowMs }: SeedOptions): Promise<void> {
  const { rows } = await pool.query<{ ended: number | null }>('select max(added_ms) as ended from friend')
  const media = newMediaPool(seed)
  const settings = { secret: newDemoSecret(), seed, nowMs: rows[0]?.ended ?? nowMs, avatars: media.avatars }
  await writeDemoSettings(dataDir, settings)
  await pool.transaction(
    (inside) => renewKeys(inside, { world: newWorld(settings), secret: settings.secret }),
  )
}
