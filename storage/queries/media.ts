import type { MediaId } from '../../protocol/ids.ts'
import { statement } from '../pool.ts'
import type { Queries } from '../pool.ts'

export interface MediaRow { bytes: number, mime: string, width: number, height: number, uploader: string }

export async function readMedia(queries: Queries, id: MediaId): Promise<MediaRow | undefined> {
  const { rows } = await queries.query<MediaRow>(select, [id])
  return rows[0]
}

const select = statement('media_one', 'select bytes, mime, width, height, uploader from media where id = $1')
