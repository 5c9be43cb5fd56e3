import { listFailedRows as operation } from '../../../protocol/operations/jobs.ts'
import { readFailedRows } from '../../../storage/queries/jobs.ts'
import { defineHandler } from '../define-handler.ts'
import { noSuchJob, readJob } from './get-job.ts'

export const listFailedRows = defineHandler(operation, async ({ job, after, rows }, context) => {
  if (await readJob(context, job) === undefined) return noSuchJob
  const rowsMax = rows ?? usualRows
  const found = await readFailedRows(context.pool, { job, after: after ?? 0, rowsMax })
  return { rows: found, next: found.length < rowsMax ? null : found.at(-1)?.number ?? null }
})

const usualRows = 100
