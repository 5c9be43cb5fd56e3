import { setTimeout as sleep } from 'node:timers/promises'
import type { BulkAction } from '../../protocol/bulk-action.ts'
import { bulkActions } from '../../protocol/bulk/index.ts'
import { mayDo } from '../../protocol/permissions.ts'
import type { ResourceName } from '../../protocol/resources/index.ts'
import type { Queries } from '../../storage/pool.ts'
import { countSelected, readSelected } from '../../storage/resources.ts'
import { sourceOf } from '../../storage/resources/index.ts'
import type { Change } from '../operations/change.ts'
import { refuse } from '../operations/refusal.ts'
import type { Refusal } from '../operations/refusal.ts'
import { scopeOf } from '../operations/scope.ts'
import { type BulkRow, bulkRows } from './bulk-rows.ts'
import { type RowParts, changeRows } from './change-rows.ts'
import type { JobDriver } from './job-runner.ts'
import type { JobWork } from './job-work.ts'

type RowWork = (inside: Queries, row: BulkRow<Record<string, unknown>>) => Promise<Change<unknown> | Refusal>

/** Slice after slice in the order of the key, with a rest as long as each slice took. */
export function newBulkDriver(parts: RowParts): JobDriver {
  return async (job, { signal }) => {
    const { action, selection, input } = job.work as JobWork['bulk']
    const definition: BulkAction = bulkActions[action]
    const rowWork = bulkRows[action] as unknown as RowWork
    for (;;) {
      signal.throwIfAborted()
      const by = parts.directory.user(job.owner)
      if (by === undefined || by.disabled || !mayDo(by.permissions, definition.permission)) {
        return refuse('noRight', `the owner of the job lacks the permission ${definition.permission}`)
      }
      const selected = { source: sourceOf(definition.resource as ResourceName), scope: scopeOf(by), selection }
      job.total ??= await countSelected(parts.pool, selected)
      const sinceMs = performance.now()
      const rows = await readSelected(parts.pool, selected, { after: job.cursor, rowsMax: sliceRows })
      const last = rows.at(-1)
      if (last === undefined) return { file: null }
      const nowMs = parts.nowMs()
      await changeRows(parts, {
        job, operation: action, cursor: last.id, total: Math.max(job.total, job.done + rows.length),
        rows: rows.map(({ id, title }) => ({
          id, title, change: (inside: Queries) => rowWork(inside, { id, input, by, nowMs }),
        })),
      })
      await sleep(performance.now() - sinceMs)
    }
  }
}

/** About 50 ms: others wait no longer for the row that every change of configuration locks. */
const sliceRows = 20
