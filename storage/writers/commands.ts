import type { AccountId, DeviceId, PeerId, Position, TaskId, UserId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'
import type { Place } from './messages.ts'

export type CommandState = 'open' | 'succeeded' | 'failed' | 'unknown'

/** A command to a phone: open until its one result. */
export interface CommandRow {
  task: TaskId
  /** Null: no phone has the account. */
  device: DeviceId | null
  account: AccountId | null
  peer: PeerId | null
  name: string
  args: Uint8Array
  requested: Position
  requestedMs: number
  expiresMs: number
  state: CommandState
  code: string | null
  reason: string | null
  /** Who asked for it; null: the hub itself. */
  user: UserId | null
  /** Of one that takes long. */
  progress: { done: number, total: number, note: string | null } | null
  /** Of the message it sends. */
  message: Place | null
  /** Its commandExpired is in the outbox already. */
  expiring: boolean
  changedAt: Position
}

export async function readCommands(inside: Queries, tasks: readonly TaskId[]): Promise<CommandRow[]> {
  if (tasks.length === 0) return []
  const { rows } = await inside.query<Row>(select, [tasks])
  return rows.map(({ messageAt, messagePosition, done, total, note, ...row }) => ({
    ...row, args: new Uint8Array(row.args), progress: done === null ? null : { done, total, note },
    message: messageAt === null ? null : { journalMs: messageAt.getTime(), position: messagePosition },
  }))
}

export async function writeCommands(inside: Queries, rows: readonly CommandRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows,
    (row) => row.task, (row) => row.device, (row) => row.account, (row) => row.peer, (row) => row.name,
    (row) => row.args, (row) => row.requested, (row) => row.requestedMs, (row) => row.expiresMs, (row) => row.state,
    (row) => row.code, (row) => row.reason, (row) => row.message?.journalMs, (row) => row.message?.position,
    (row) => row.expiring, (row) => row.changedAt, (row) => row.user, (row) => row.progress?.done,
    (row) => row.progress?.total, (row) => row.progress?.note))
}

type Row = Omit<CommandRow, 'message' | 'progress'> & {
  messageAt: Date | null, messagePosition: number, done: number | null, total: number, note: string | null
}

const select = statement('commands_of_tasks', `
  select c.task, c.device, c.account, c.peer, c.name, c.args, c.requested, c.requested_ms as "requestedMs",
    c.expires_ms as "expiresMs", c.state, c.code, c.reason, c.message_at as "messageAt",
    c.message_position as "messagePosition", c.expiring, c.changed_at as "changedAt", c.app_user as "user",
    c.progress_done as done, c.progress_total as total, c.progress_note as note
  from unnest($1::text[]) as n (task) cross join lateral (
    select * from command where task = n.task limit 1) c`)

// A task again: retried, or of a tab that was forgotten and numbers anew.
const upsert = statement('project_commands', `
  insert into command (task, device, account, peer, name, args, requested, requested_ms, expires_ms, state, code,
    reason, message_at, message_position, expiring, changed_at, app_user, progress_done, progress_total, progress_note)
  select task, device, account, peer, name, args, requested, requested_ms, expires_ms, state, code, reason,
    to_timestamp(message_ms / 1000), message_position, expiring, changed_at, app_user, done, total, note
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::int8[], $8::int8[],
    $9::int8[], $10::text[], $11::text[], $12::text[], $13::float8[], $14::int8[], $15::bool[], $16::int8[],
    $17::text[], $18::int8[], $19::int8[], $20::text[])
    as n (task, device, account, peer, name, args, requested, requested_ms, expires_ms, state, code, reason,
    message_ms, message_position, expiring, changed_at, app_user, done, total, note)
  on conflict (task) do update set device = excluded.device, account = excluded.account, peer = excluded.peer,
    name = excluded.name, args = excluded.args, requested = excluded.requested,
    requested_ms = excluded.requested_ms, expires_ms = excluded.expires_ms, state = excluded.state,
    code = excluded.code, reason = excluded.reason, message_at = excluded.message_at,
    message_position = excluded.message_position, expiring = excluded.expiring, changed_at = excluded.changed_at,
    app_user = excluded.app_user, progress_done = excluded.progress_done, progress_total = excluded.progress_total,
    progress_note = excluded.progress_note`)
