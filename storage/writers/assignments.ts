import type { AccountId, PeerId, Position, UserId } from '../../protocol/ids.ts'
import type { Queries } from '../pool.ts'
import { statement } from '../statement.ts'
import { columns } from './columns.ts'

export interface AssignmentRow {
  account: AccountId
  peer: PeerId
  /** Null: back to the keeper of the phone. */
  seat: UserId | null
  /** Null: the rules. */
  by: UserId | null
  reason: string
  assignedMs: number
  position: Position
}

/** No conversation twice in `rows`. */
export async function writeAssignments(inside: Queries, rows: readonly AssignmentRow[]): Promise<void> {
  const ended = rows.filter(({ seat }) => seat === null)
  const given = rows.filter(({ seat }) => seat !== null)
  if (ended.length > 0) await inside.query(end, columns(ended, (row) => row.account, (row) => row.peer))
  if (given.length > 0) await inside.query(upsert, cells(given))
}

export async function addAssignmentHistory(inside: Queries, rows: readonly AssignmentRow[]): Promise<void> {
  if (rows.length > 0) await inside.query(add, cells(rows))
}

function cells(rows: readonly AssignmentRow[]): (string | null)[] {
  return columns(rows, (row) => row.account, (row) => row.peer, (row) => row.seat, (row) => row.by,
    (row) => row.reason, (row) => row.assignedMs, (row) => row.position)
}

const end = statement('project_assignments_ended', `
  delete from assignment a using unnest($1::text[], $2::text[]) as n (account, peer)
  where a.account = n.account and a.peer = n.peer`)

const upsert = statement('project_assignments', `
  insert into assignment (account, peer, seat, by_user, reason, assigned_ms, position)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::int8[])
  on conflict (account, peer) do update set seat = excluded.seat, by_user = excluded.by_user,
    reason = excluded.reason, assigned_ms = excluded.assigned_ms, position = excluded.position`)

const add = statement('project_assignment_history', `
  insert into assignment_history (account, peer, seat, by_user, reason, assigned_ms, position)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::int8[])`)
