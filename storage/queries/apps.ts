import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface StoredApp { app: string; title: string; version: number }

export async function lockApp(inside: Queries, app: string): Promise<StoredApp | undefined> {
  const { rows } = await inside.query<StoredApp>(lock, [app])
  return rows[0]
}

/** False: the package is there already. */
export async function insertApp(inside: Queries, { app, title }: Omit<StoredApp, 'version'>): Promise<boolean> {
  const { rowCount } = await inside.query(insert, [app, title])
  return rowCount === 1
}

export async function updateApp(inside: Queries, { app, title }: Omit<StoredApp, 'version'>): Promise<void> {
  await inside.query(update, [app, title])
}

export async function deleteApp(inside: Queries, app: string): Promise<void> {
  await inside.query(remove, [app])
}

const lock = statement('app_lock', 'select package as app, title, version from app where package = $1 for update')
const insert = statement('app_insert', 'insert into app (package, title) values ($1, $2) on conflict do nothing')
const update = statement('app_update', 'update app set title = $2, version = version + 1 where package = $1')
const remove = statement('app_delete', 'delete from app where package = $1')
