import type { RunId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

/** Of these runs those that live as far as the journal was read, each of them only once: they are marked. */
export async function takeSilentRuns(inside: Queries, runs: readonly RunId[]): Promise<RunId[]> {
  const { rows } = await inside.query<{ run: RunId }>(take, [runs])
  return rows.map(({ run }) => run)
}

/**
 * Forgets runs that ended and whose records were all purged: with none left, the journal itself refuses
 * whatever they might still send, so no reader can see a record of theirs without knowing the number before
 * it. An outbox begins another run then.
 */
export async function forgetEndedRuns(
  queries: Queries, { firstSequence, rowsMax }: { firstSequence: number, rowsMax: number },
): Promise<RunId[]> {
  const { rows } = await queries.query<{ run: RunId }>(forget, [firstSequence, rowsMax])
  return rows.map(({ run }) => run)
}

const take = statement('take_silent_runs', `
  update hub_run set losing = true where run = any($1) and state = 'alive' and not losing returning run`)
const forget = statement('forget_ended_runs', `
  delete from hub_run where run in (
    select run from hub_run where state <> 'alive' and stream_sequence < $1 limit $2)
  returning run`)
