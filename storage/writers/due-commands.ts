import type { AccountId, DeviceId, PeerId, TaskId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

export interface DueCommand {
  task: TaskId
  device: DeviceId | null
  account: AccountId | null
  peer: PeerId | null
  /** The phone was online since the request, so it may have done it. */
  seen: boolean
}

/** Open commands whose time is over, each of them only once: they are marked. */
export async function takeDueCommands(
  inside: Queries, { journalMs, rowsMax }: { journalMs: number, rowsMax: number },
): Promise<DueCommand[]> {
  const { rows } = await inside.query<DueCommand>(take, [journalMs, rowsMax])
  return rows
}

const take = statement('take_due_commands', `
  with due as (
    select c.task, coalesce(d.online or d.seen_ms >= c.requested_ms, false) as seen
    from command c left join device d on d.id = c.device
    where c.state = 'open' and not c.expiring and c.expires_ms < $1
    order by c.expires_ms limit $2)
  update command c set expiring = true from due where c.task = due.task
  returning c.task, c.device, c.account, c.peer, due.seen`)
