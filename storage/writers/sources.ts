import type { SourceId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export interface SourceRow { source: SourceId, last: number, usedMs: number }

export async function writeSources(inside: Queries, rows: readonly SourceRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(upsert, columns(rows, (row) => row.source, (row) => row.last, (row) => row.usedMs))
}

export async function deleteSources(inside: Queries, sources: readonly SourceId[]): Promise<void> {
  if (sources.length === 0) return
  await inside.query(remove, [sources])
  await inside.query(removeTabs, [sources])
}

const upsert = statement('project_sources', `
  insert into source (source, last, used_ms)
  select * from unnest($1::text[], $2::int8[], $3::int8[])
  on conflict (source) do update set last = excluded.last, used_ms = excluded.used_ms`)
const remove = statement('delete_sources', 'delete from source where source = any($1)')
// The tab's presence goes with its source; it is written again if the tab comes back.
const removeTabs = statement('delete_tabs_of_sources', `
  delete from seat_presence s using unnest($1::text[]) as n (source)
  where n.source like 't/%' and s.app_user = split_part(n.source, '/', 2) and s.tab = split_part(n.source, '/', 3)
    and not s.online`)
