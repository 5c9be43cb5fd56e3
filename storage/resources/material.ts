import type { materials as definition } from '../../protocol/resources/material.ts'
import { contains, holds, isAmong, msOf } from '../filter-sql.ts'
import { keptGroupScope } from '../queries/library-groups.ts'
import { source } from '../source.ts'

export const materials = source<typeof definition>({
  from: `material m join contact_group g on g.id = m.contact_group join app_user a on a.id = m.author
    left join department d on d.id = g.department`,
  key: [{ sql: 'm.id', type: 'bigint' }],
  title: 'm.title',
  columns: {
    media: 'm.media', title: 'm.title', type: 'm.type', group: 'g.name', department: `coalesce(d.name, '')`,
    scope: `case when g.department is null then 'public' else 'department' end`, bytes: 'm.bytes',
    author: 'a.real_name', createdMs: msOf('m.created_at'), width: 'm.width', height: 'm.height',
    durationMs: 'm.duration_ms', groupId: 'g.id::text', version: 'm.version',
  },
  filters: {
    search: contains('m.title'), type: isAmong('m.type'), group: isAmong('g.id', 'bigint'),
    scope: holds({ public: 'g.department is null', department: 'g.department is not null' }),
  },
  sorts: { createdMs: { sql: 'm.created_at', type: 'timestamptz' } },
  scope: (scope, bind) => keptGroupScope('material', { scope, keepsShared: true })(bind),
})
