import type { jobs as definition } from '../../protocol/resources/job.ts'
import { isAmong, msOf, peopleScope, withinMs } from '../filter-sql.ts'
import { source } from '../source.ts'

export const jobs = source<typeof definition>({
  from: 'job j join app_user u on u.id = j.owner',
  key: [{ sql: 'j.id', type: 'text' }],
  title: 'j.title',
  columns: {
    title: 'j.title', kind: 'j.kind', state: 'j.state', done: 'j.done', total: 'j.total', failed: 'j.failed',
    owner: 'u.real_name', createdMs: msOf('j.created_at'), finishedMs: msOf('j.finished_at'),
    expiresMs: `case when j.file_bytes is not null then ${msOf('j.expires_at')} end`, fileBytes: 'j.file_bytes',
    reason: 'j.reason', ownerId: 'j.owner', cancelling: 'j.cancelling',
  },
  filters: {
    kind: isAmong('j.kind'), state: isAmong('j.state'), owner: isAmong('j.owner'), created: withinMs('j.created_at'),
  },
  sorts: { createdMs: { sql: 'j.created_at', type: 'timestamptz' } },
  scope: (scope, bind) => peopleScope({ user: 'j.owner', department: 'u.department' }, scope, bind),
})
