import { rename, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { withExtensionColumns, withExtensionValues } from '../../protocol/extension-columns.ts'
import type { FaultCode } from '../../protocol/fault-codes.ts'
import type { Resource } from '../../protocol/resource.ts'
import { resources } from '../../protocol/resources/index.ts'
import { newPool } from '../../storage/pool.ts'
import { readExtensionFields } from '../../storage/queries/extension-fields.ts'
import { countSelected, readSelectedRows } from '../../storage/resources.ts'
import { sourceOf } from '../../storage/resources/index.ts'
import type { Scope } from '../../storage/source.ts'
import { cellsOf } from './cells.ts'
import type { JobWork } from './job-work.ts'
import { type SheetWriter, newSheetWriter } from './sheet-writer.ts'

export type ExportSettings = JobWork['export'] & { databaseUrl: string; path: string; scope: Scope }

export type ExportNews =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'finished'; bytes: number }
  | { kind: 'refused'; code: FaultCode; reason: string }

/** Reads slices by keyset and writes them to `path.part`, at the file's pace; whole, it takes its name. */
async function main(port: MessagePort, settings: ExportSettings): Promise<void> {
  const { databaseUrl, path, format, resource } = settings
  const pool = newPool({ url: databaseUrl, max: 1, onError: () => undefined })
  const fields = await readExtensionFields(pool, { department: null })
  const definition = withExtensionColumns<Resource>(resources[resource], fields)
  const titles = settings.columns.map((name) => definition.columns[name]?.title ?? name)
  const part = `${path}.part`
  const writer = newSheetWriter({ path: part, format, sheet: definition.title, titles })
  const tell = (news: ExportNews): void => port.postMessage(news)
  try {
    await writeRows({ settings, definition, writer, pool, tell })
    await writer.end()
    await rename(part, path)
    tell({ kind: 'finished', bytes: (await stat(path)).size })
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOSPC') throw error
    tell({ kind: 'refused', code: 'diskFull', reason: 'no room for the file' })
  } finally {
    await pool.end()
  }
}

interface Writing {
  settings: ExportSettings
  definition: Resource
  writer: SheetWriter
  pool: ReturnType<typeof newPool>
  tell: (news: ExportNews) => void
}

async function writeRows({ settings, definition, writer, pool, tell }: Writing): Promise<void> {
  const { resource, scope, selection, sort, columns } = settings
  const selected = { source: sourceOf(resource), scope, selection }
  const total = await countSelected(pool, selected)
  const descending = sort === definition.sort.by && definition.sort.descending
  let [done, toldMs] = [0, 0]
  for (let after: string | null = null; ;) {
    const sinceMs = performance.now()
    const page = await readSelectedRows(pool, selected, { sort, descending, after, rowsMax: sliceRows })
    for (const row of page.rows) {
      await writer.write(cellsOf(definition, columns, withExtensionValues(definition.columns, row)))
    }
    done += page.rows.length
    if (performance.now() - toldMs > tellMs || page.next === null) {
      toldMs = performance.now()
      tell({ kind: 'progress', done, total: Math.max(done, total) })
    }
    after = page.next
    if (after === null) return
    // The embedded database has one session for everybody: others come between two slices.
    await sleep((performance.now() - sinceMs) / 4)
  }
}

const sliceRows = 1_000
const tellMs = 500

await main(parentPort as MessagePort, workerData as ExportSettings)
