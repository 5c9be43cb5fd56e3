import type { MediaId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'
import { columns } from './columns.ts'

export interface MediaRow {
  id: MediaId
  bytes: number
  mime: string
  width: number
  height: number
  uploader: string
  storedMs: number
}

/** The id is the content: the first row is as good as any later one. */
export async function insertMedia(inside: Queries, rows: readonly MediaRow[]): Promise<void> {
  if (rows.length === 0) return
  await inside.query(insert, columns(rows,
    (row) => row.id, (row) => row.bytes, (row) => row.mime, (row) => row.width, (row) => row.height,
    (row) => row.uploader, (row) => row.storedMs))
}

const insert = statement('project_media', `
  insert into media (id, bytes, mime, width, height, uploader, stored_ms)
  select * from unnest($1::text[], $2::int8[], $3::text[], $4::int4[], $5::int4[], $6::text[], $7::int8[])
  on conflict do nothing`)
