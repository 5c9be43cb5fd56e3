import type { AccountId, Position } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export type ContactKind = 'friend' | 'chatroom'

/** The list of contacts that is being told, part by part. */
export interface ContactSnapshot {
  account: AccountId
  kind: ContactKind
  snapshot: string
  /** Position of the first part. */
  startedAt: Position
  /** How many came. */
  parts: number
  /** How many complete lists came before. */
  lists: number
}

export async function readContactSnapshots(
  inside: Queries, accounts: readonly AccountId[],
): Promise<ContactSnapshot[]> {
  if (accounts.length === 0) return []
  const { rows } = await inside.query<ContactSnapshot>(select, [accounts])
  return rows
}

export async function writeContactSnapshots(inside: Queries, rows: readonly ContactSnapshot[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows,
    (row) => row.account, (row) => row.kind, (row) => row.snapshot, (row) => row.startedAt, (row) => row.parts,
    (row) => row.lists))
}

const select = statement('contact_snapshots', `
  select account, kind, snapshot, started_at as "startedAt", parts, lists from contact_snapshot
  where account = any($1)`)

const upsert = statement('project_contact_snapshots', `
  insert into contact_snapshot (account, kind, snapshot, started_at, parts, lists)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::int4[], $6::int4[])
  on conflict (account, kind) do update set snapshot = excluded.snapshot, started_at = excluded.started_at,
    parts = excluded.parts, lists = excluded.lists`)
