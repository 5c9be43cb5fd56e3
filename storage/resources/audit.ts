import type { audit as definition } from '../../protocol/resources/audit.ts'
import { contains, isAmong, msOf, peopleScope, withinMs } from '../filter-sql.ts'
import { source } from '../source.ts'

export const audit = source<typeof definition>({
  from: 'audit l left join app_user u on u.id = l.app_user',
  key: [{ sql: 'l.id', type: 'bigint' }],
  title: 'l.subject_title',
  columns: {
    atMs: msOf('l.at'), user: `coalesce(u.real_name, '')`, operation: 'l.operation', subjectKind: 'l.subject_kind',
    subjectTitle: 'l.subject_title', address: 'l.address', subject: 'l.subject', userId: 'l.app_user',
    before: 'l.before', after: 'l.after',
  },
  filters: {
    search: contains('l.subject_title', 'l.subject', 'l.operation'),
    user: isAmong('l.app_user'), subjectKind: isAmong('l.subject_kind'), at: withinMs('l.at'),
  },
  sorts: { atMs: { sql: 'l.at', type: 'timestamptz' } },
  scope: (scope, bind) => peopleScope({ user: 'l.app_user', department: 'u.department' }, scope, bind),
})
