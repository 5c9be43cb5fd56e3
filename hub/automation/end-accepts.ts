import { type AcceptVerdict, afterResult, pauseMs } from '../../actors/rules/auto-accept.ts'
import type { Position, TaskId } from '../../protocol/ids.ts'
import type { Queries } from '../../storage/pool.ts'
import { pauseAutoAccepts } from '../../storage/writers/auto-accepts.ts'
import { type AskedRequest, endRequests, readAskedRequests } from '../../storage/writers/friend-requests.ts'

/** The end of an acceptFriend, as the phone or the hub told it. */
export interface EndedAccept {
  task: TaskId
  outcome: 'succeeded' | 'failed' | 'unknown'
  code: string | null
  reason: string | null
  position: Position
  journalMs: number
}

/** Inside the projector's transaction. Accepted is final; of several ends of one task the last one counts. */
export async function endAccepts(inside: Queries, ended: readonly EndedAccept[]): Promise<void> {
  if (ended.length === 0) return
  const byTask = new Map(ended.map((one) => [one.task, one]))
  const asked = await readAskedRequests(inside, [...byTask.keys()])
  const judged = asked.flatMap((request) => {
    const end = byTask.get(request.task)
    return end === undefined || request.state === 'accepted' ? [] : [{ request, end, verdict: verdictOf(request, end) }]
  })
  await endRequests(inside, judged.map(({ request: { account, request }, end, verdict: { state } }) => {
    const { code, reason, position } = end
    return { account, request, state, code, reason, changedAt: position }
  }))
  await pauseAutoAccepts(inside, judged.filter(({ verdict }) => verdict.pauses).map(({ request: { account }, end }) => {
    return { account, fromMs: end.journalMs, pauseMs }
  }))
}

function verdictOf({ by, attempts }: AskedRequest, { outcome, code }: EndedAccept): AcceptVerdict {
  return afterResult({ outcome, code, automatic: by === null, attempts })
}
