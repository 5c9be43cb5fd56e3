import { cancelJob as operation } from '../../../protocol/operations/jobs.ts'
import { askToCancel } from '../../../storage/queries/jobs.ts'
import { change } from '../change.ts'
import { defineHandler } from '../define-handler.ts'
import { noSuchJob, readJob } from './get-job.ts'

/** The hub that works on it sees it with its next slice. */
export const cancelJob = defineHandler(operation, async ({ job: id }, context) => {
  if (await readJob(context, id) === undefined) return noSuchJob
  const cancelled = await change(context, async (inside) => {
    const asked = await askToCancel(inside, id)
    if (asked === undefined) return noSuchJob
    const { title, isOpen } = asked
    return { output: {}, audit: isOpen ? [{ kind: 'job', id, title, before: null, after: { cancelling: true } }] : [] }
  })
  context.jobs.wake()
  return cancelled
})
