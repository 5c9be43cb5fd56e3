import type { MediaId } from '../../protocol/ids.ts'
import type { ImportSheet } from '../../protocol/import-sheet.ts'
import { imports } from '../../protocol/imports/index.ts'
import { mayDo } from '../../protocol/permissions.ts'
import type { UserEntry } from '../directory/entries.ts'
import { Refusal, refuse } from '../operations/refusal.ts'
import { type RowChange, type RowParts, changeRows } from './change-rows.ts'
import { type ImportedRow, importRows } from './import-rows.ts'
import type { SheetLine } from './import-thread.ts'
import type { JobDriver } from './job-runner.ts'
import type { JobWork } from './job-work.ts'
import { openSheet } from './open-sheet.ts'

type Prepare = (row: ImportedRow<Record<string, string>>) => Promise<RowChange['change'] | Refusal>

/** The file is read in a thread, slice by slice on demand; every row that is right is taken. */
export function newImportDriver(parts: RowParts & { pathOf: (media: MediaId) => string }): JobDriver {
  return async (job, held) => {
    const { signal } = held
    const { sheet, media } = job.work as JobWork['import']
    const definition: ImportSheet = imports[sheet]
    const skip = Number(job.cursor ?? 0)
    const lines = openSheet({ path: parts.pathOf(media), sheet, skip })
    try {
      for (;;) {
        signal.throwIfAborted()
        const by = parts.directory.user(job.owner)
        if (by === undefined || by.disabled || !mayDo(by.permissions, definition.permission)) {
          return refuse('noRight', `the owner of the job lacks the permission ${definition.permission}`)
        }
        const news = await lines.next()
        if (news.kind === 'refused') return refuse('badInput', news.reason)
        const last = news.lines.at(-1)
        if (last === undefined) {
          await held.progress({ done: job.done, total: news.total })
          return { file: null }
        }
        const rows = await Promise.all(news.lines.map((line) => prepare(parts, { line, definition, by })))
        await changeRows(parts, {
          job, operation: `import/${sheet}`, rows, cursor: String(last.number), total: news.total,
        })
      }
    } finally {
      await lines.close()
    }
  }
}

async function prepare(
  parts: RowParts, { line, definition, by }: { line: SheetLine; definition: ImportSheet; by: UserEntry },
): Promise<RowChange> {
  const title = Object.values(line.cells)[0] ?? ''
  const id = String(line.number)
  const fault = cellFault(definition, line.cells)
  const work: Prepare = importRows[definition.name as keyof typeof importRows] as unknown as Prepare
  const change = fault !== null ? refuse('badInput', fault)
    : await work({ cells: line.cells, by, nowMs: parts.nowMs(), queries: parts.pool })
  return { id, title, change: change instanceof Refusal ? () => Promise.resolve(change) : change }
}

function cellFault({ columns }: ImportSheet, cells: Record<string, string>): string | null {
  const faults = Object.entries(columns).flatMap(([name, { title, required, field }]) => {
    const cell = cells[name] ?? ''
    if (cell === '') return required ? [`${title}: 不能为空`] : []
    const fault = field.check(cell)
    return fault === null ? [] : [`${title}: ${fault}`]
  })
  return faults.length === 0 ? null : faults.join('; ')
}
