import type { Preferences } from '../../protocol/operations/desk.ts'
import type { SavedView } from '../../protocol/operations/lists.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

/** What a user has saved under a name: how they see a list, or how they want the console to be. */
interface Place { user: string; list: string }

export async function readSaved<View extends SavedView | Preferences>(
  queries: Queries, { user, list }: Place,
): Promise<View | null> {
  const { rows } = await queries.query<{ view: View }>(select, [user, list])
  return rows[0]?.view ?? null
}

/** 'full': this user has views of that many lists already; nobody has so many pages. */
export async function writeSaved(
  queries: Queries, { user, list, view }: Place & { view: SavedView | Preferences | null },
): Promise<'written' | 'full'> {
  if (view === null) {
    await queries.query(remove, [user, list])
    return 'written'
  }
  const { rowCount } = await queries.query(upsert, [user, list, JSON.stringify(view), viewsMax])
  return rowCount === 1 ? 'written' : 'full'
}

const viewsMax = 500
const select = statement('saved_view_select', 'select view from saved_view where app_user = $1 and list = $2')
const remove = statement('saved_view_delete', 'delete from saved_view where app_user = $1 and list = $2')
const upsert = statement('saved_view_upsert', `
  insert into saved_view (app_user, list, view) select $1, $2, $3
  where (select count(*) from saved_view where app_user = $1 and list <> $2) < $4
  on conflict (app_user, list) do update set view = excluded.view`)
