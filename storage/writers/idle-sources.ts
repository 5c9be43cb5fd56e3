import type { SourceId } from '../../protocol/ids.ts'
import { statement } from '../statement.ts'
import type { Queries } from '../pool.ts'

/**
 * Installs and tabs that are not connected and said nothing since `usedBeforeMs`, each of them only once:
 * they are marked.
 */
export async function takeIdleSources(
  inside: Queries, { usedBeforeMs, rowsMax }: { usedBeforeMs: number, rowsMax: number },
): Promise<SourceId[]> {
  const { rows } = await inside.query<{ source: SourceId }>(take, [usedBeforeMs, rowsMax])
  return rows.map(({ source }) => source)
}

const take = statement('take_idle_sources', `
  with idle as (
    select s.source from source s
    where s.used_ms < $1 and not s.expiring and (s.source like 'p/%' or s.source like 't/%')
      and not exists (select from device d where d.id = split_part(s.source, '/', 2)
        and s.source = 'p/' || d.id || '/' || d.install and d.online)
      and not exists (select from seat_presence t where s.source = 't/' || t.app_user || '/' || t.tab and t.online
        and t.app_user = split_part(s.source, '/', 2) and t.tab = split_part(s.source, '/', 3))
    order by s.used_ms limit $2)
  update source s set expiring = true from idle where s.source = idle.source
  returning s.source`)
