import type { Position, RunId, TabId, UserId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

/** The newest connection of a console tab. */
export interface TabPresence { user: UserId, tab: TabId, epoch: Position, run: RunId, online: boolean }

export async function readTabPresence(
  inside: Queries, tabs: readonly { user: UserId, tab: TabId }[],
): Promise<TabPresence[]> {
  if (tabs.length === 0) return []
  const values = columns(tabs, ({ user }) => user, ({ tab }) => tab)
  const { rows } = await inside.query<TabPresence>(select, values)
  return rows
}

export async function writeTabPresence(inside: Queries, rows: readonly TabPresence[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows,
    (row) => row.user, (row) => row.tab, (row) => row.epoch, (row) => row.run, (row) => row.online))
}

const select = statement('tab_presence', `
  select s.app_user as "user", s.tab, s.epoch, s.run, s.online
  from unnest($1::text[], $2::text[]) as n (app_user, tab) cross join lateral (
    select * from seat_presence where app_user = n.app_user and tab = n.tab limit 1) s`)

const upsert = statement('project_tab_presence', `
  insert into seat_presence (app_user, tab, epoch, run, online)
  select * from unnest($1::text[], $2::text[], $3::int8[], $4::text[], $5::bool[])
  on conflict (app_user, tab) do update set epoch = excluded.epoch, run = excluded.run, online = excluded.online`)
