import type { deviceGroups as definition } from '../../protocol/resources/device-group.ts'
import { contains, msOf } from '../filter-sql.ts'
import { source } from '../source.ts'

/** Groups are everybody's; what lies in them is not. */
export const deviceGroups = source<typeof definition>({
  from: 'device_group g',
  key: [{ sql: 'g.id', type: 'bigint' }],
  title: 'g.name',
  columns: {
    name: 'g.name', remark: 'g.remark', createdMs: msOf('g.created_at'), version: 'g.version',
    devices: '(select count(*) from device v where v.device_group = g.id and v.revoked_at is null)',
  },
  filters: { search: contains('g.name', 'g.remark') },
  sorts: { name: { sql: 'g.name', type: 'text' }, createdMs: { sql: 'g.created_at', type: 'timestamptz' } },
  scope: () => 'true',
})
