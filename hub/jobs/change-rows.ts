import { setTimeout as sleep } from 'node:timers/promises'
import type { FailedRow } from '../../protocol/operations/jobs.ts'
import { type Pool, type Queries, faultOf } from '../../storage/pool.ts'
import { insertAudit } from '../../storage/queries/audit.ts'
import { type HeldJob, insertFailedRows, updateProgress } from '../../storage/queries/jobs.ts'
import { readAgain } from '../directory/read-again.ts'
import type { Directory } from '../directory/directory.ts'
import type { Hint } from '../live/hints-of.ts'
import type { Change } from '../operations/change.ts'
import type { RecordInOutbox } from '../operations/context.ts'
import { type ConfigChange, recordConfigChange } from '../operations/record-config-change.ts'
import { Refusal } from '../operations/refusal.ts'
import { JobEnded } from './job-runner.ts'

export interface RowParts {
  pool: Pool
  directory: Directory
  recordInOutbox: RecordInOutbox
  wakeOutbox: () => void
  hint: (hint: Hint) => void
  holder: string
  nowMs: () => number
}

export interface RowChange {
  id: string
  title: string
  change: (inside: Queries) => Promise<Change<unknown> | Refusal>
}

export interface Slice {
  job: HeldJob
  /** For the audit log. */
  operation: string
  rows: readonly RowChange[]
  /** Where the next slice begins. */
  cursor: string
  total: number | null
}

/**
 * Some rows of a job in one transaction with the job's cursor: after a crash each was changed once or not at all. A
 * row that is refused is undone alone and kept with its reason.
 */
export async function changeRows(parts: RowParts, slice: Slice): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await attemptRows(parts, slice)
      return
    } catch (error) {
      if (faultOf(error).code !== 'conflict' || attempt === attemptsMax) throw error
      await sleep(retryMs * attempt)
    }
  }
}

async function attemptRows(parts: RowParts, { job, operation, rows, cursor, total }: Slice): Promise<void> {
  const { pool, directory, holder } = parts
  const nowMs = parts.nowMs()
  const { config, at } = await pool.transaction(async (inside) => {
    const failures: FailedRow[] = []
    // What many rows change alike, as the quick replies of one shelf, is told once.
    const told = new Map<string, ConfigChange>()
    for (const [index, row] of rows.entries()) {
      const outcome = await changeRow(inside, { row, parts, job, operation, nowMs, told })
      const number = job.done + index + 1
      if (outcome instanceof Refusal) failures.push({ number, row: row.id, title: row.title, ...outcome.fault })
      else for (const one of outcome) told.set(keyOf(one), one)
    }
    await insertFailedRows(inside, { job: job.id, rows: failures })
    const progress = { cursor, total, done: job.done + rows.length, failed: job.failed + failures.length }
    if (!await updateProgress(inside, { id: job.id, holder, ...progress })) throw new JobEnded('lost')
    return { config: [...told.values()], at: progress }
  })
  Object.assign(job, at)
  for (const one of config) await readAgain({ queries: pool, directory }, one)
  parts.wakeOutbox()
  for (const topic of ['jobs', 'audit'] as const) parts.hint({ topic })
}

interface OneRow {
  row: RowChange
  parts: RowParts
  job: HeldJob
  operation: string
  nowMs: number
  told: ReadonlyMap<string, ConfigChange>
}

async function changeRow(
  inside: Queries, { row, ...one }: OneRow,
): Promise<readonly ConfigChange[] | Refusal> {
  await inside.query('savepoint one_row')
  const done = await row.change(inside)
  const refusal = done instanceof Refusal ? done : await keep(inside, { done, ...one })
  if (refusal !== null) {
    await inside.query('rollback to savepoint one_row')
    return refusal
  }
  await inside.query('release savepoint one_row')
  return done instanceof Refusal ? [] : done.config ?? []
}

async function keep(
  inside: Queries, { done, parts, job, operation, nowMs, told }: Omit<OneRow, 'row'> & { done: Change<unknown> },
): Promise<Refusal | null> {
  const { recordInOutbox } = parts
  await insertAudit(inside, done.audit, { user: job.owner, operation, address: job.address, nowMs })
  for (const one of done.config ?? []) {
    if (!told.has(keyOf(one))) await recordConfigChange(inside, one, { recordInOutbox, nowMs })
  }
  await recordInOutbox(inside, done.outbox ?? [], nowMs)
  return await done.check?.(inside) ?? null
}

function keyOf({ area, key }: ConfigChange): string {
  return `${area} ${key}`
}

const attemptsMax = 5
const retryMs = 50
