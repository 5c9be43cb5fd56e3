import { randomBytes } from 'node:crypto'
import type { JobId } from '../../../protocol/ids.ts'
import type { JobKind } from '../../../protocol/resources/job.ts'
import { insertJob } from '../../../storage/queries/jobs.ts'
import type { JobWork } from '../../jobs/job-work.ts'
import { change } from '../change.ts'
import type { UserContext } from '../context.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** Stores a job; a hub with time takes it. */
export async function queueJob<K extends JobKind>(
  context: UserContext, { kind, title, work }: { kind: K; title: string; work: JobWork[K] },
): Promise<{ job: JobId } | Refusal> {
  const { user, address, nowMs, jobs } = context
  const id = randomBytes(12).toString('hex') as JobId
  const queued = await change(context, async (inside) => {
    const isTaken = await insertJob(inside, { id, kind, title, owner: user.id, address, work, nowMs })
    if (!isTaken) return refuse('tooMany', 'too many jobs of yours are open; wait for them or cancel some')
    return { output: { job: id }, audit: [{ kind: 'job', id, title, before: null, after: { ...work } }] }
  })
  jobs.wake()
  return queued
}
