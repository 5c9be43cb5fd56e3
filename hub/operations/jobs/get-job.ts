import { type JobRow, getJob as operation } from '../../../protocol/operations/jobs.ts'
import type { JobId } from '../../../protocol/ids.ts'
import { readByIds } from '../../../storage/resources.ts'
import { sourceOf } from '../../../storage/resources/index.ts'
import type { UserContext } from '../context.ts'
import { defineHandler } from '../define-handler.ts'
import { refuse } from '../refusal.ts'
import { scopeOf } from '../scope.ts'

export const getJob = defineHandler(operation, async ({ job }, context) => {
  const row = await readJob(context, job)
  return row === undefined ? noSuchJob : { job: row }
})

/** Of the caller's scope. */
export async function readJob({ pool, user }: UserContext, job: JobId): Promise<JobRow | undefined> {
  const rows = await readByIds(pool, { source: sourceOf('jobs'), scope: scopeOf(user), ids: [job] })
  return rows[0] as unknown as JobRow | undefined
}

export const noSuchJob = refuse('notFound', 'no such job')
