import type { apps as definition } from '../../protocol/resources/app.ts'
import { contains, msOf } from '../filter-sql.ts'
import { source } from '../source.ts'

export const apps = source<typeof definition>({
  from: 'app p',
  key: [{ sql: 'p.package', type: 'text' }],
  title: 'p.title',
  columns: {
    title: 'p.title', app: 'p.package', createdMs: msOf('p.created_at'), version: 'p.version',
    devices: '(select count(*) from device v where p.package = any(v.visible_apps) and v.revoked_at is null)',
  },
  filters: { search: contains('p.title', 'p.package') },
  sorts: { title: { sql: 'p.title', type: 'text' }, createdMs: { sql: 'p.created_at', type: 'timestamptz' } },
  scope: () => 'true',
})
