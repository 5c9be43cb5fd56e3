import { join } from 'node:path'
import type { MediaId } from '../../protocol/ids.ts'
import type { SheetName } from '../../protocol/imports/index.ts'
import { expireJobs } from '../../storage/queries/jobs.ts'
import type { HeldJob } from '../../storage/queries/jobs.ts'
import type { Refusal } from '../operations/refusal.ts'
import type { RowParts } from './change-rows.ts'
import { ExportsFolder } from './exports-folder.ts'
import type { SheetLine } from './import-thread.ts'
import { JobRunner } from './job-runner.ts'
import { newSheetReader } from './read-sheet.ts'
import { newBulkDriver } from './run-bulk.ts'
import { newExportDriver } from './run-export.ts'
import { newImportDriver } from './run-import.ts'

export interface JobsOptions extends RowParts {
  databaseUrl: string
  /** Shared by all hubs: a file is fetched from any of them. */
  mediaDir: string
  pathOf: (media: MediaId) => string
  onProgress: (job: HeldJob) => void
  onBug: (error: unknown) => void
}

export interface Jobs {
  wake(): void
  readonly folder: ExportsFolder
  readSheet(asked: { media: MediaId; sheet: SheetName; rowsMax: number }): Promise<SheetLine[] | Refusal>
  stop(): Promise<void>
}

/** The jobs of this hub, and the end of old files. */
export function startJobs(options: JobsOptions): Jobs {
  const { pool, directory, databaseUrl, mediaDir, nowMs, pathOf } = options
  const readSheet = newSheetReader()
  const folder = new ExportsFolder(join(mediaDir, 'exports'))
  const runner = new JobRunner({
    ...options,
    drivers: {
      export: newExportDriver({ databaseUrl, directory, folder, nowMs }),
      bulk: newBulkDriver(options), import: newImportDriver(options),
    },
  })
  const expire = async (): Promise<void> => {
    for (const job of await expireJobs(pool, nowMs())) await folder.remove(job)
  }
  // The next round tries again what failed.
  const timer = setInterval(() => { expire().catch(() => undefined) }, expireEveryMs)
  runner.start()
  return {
    wake: runner.wake, folder,
    readSheet: ({ media, ...asked }) => readSheet({ path: pathOf(media), ...asked }),
    async stop() {
      clearInterval(timer)
      await runner.stop()
    },
  }
}

const expireEveryMs = 10 * 60_000
