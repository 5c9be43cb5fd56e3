import type { assignmentRules as definition } from '../../protocol/resources/assignment-rule.ts'
import { contains, holds, msOf } from '../filter-sql.ts'
import { source } from '../source.ts'

export const assignmentRules = source<typeof definition>({
  from: 'assignment_rule r',
  key: [{ sql: 'r.id', type: 'bigint' }],
  title: 'r.name',
  columns: {
    // What people read: 1 is the first.
    place: '(select count(*) from assignment_rule o where (o.place, o.id) <= (r.place, r.id))',
    name: 'r.name', scope: 'r.scope', target: 'r.target', turns: 'r.turns', onlineOnly: 'r.online_only',
    enabled: 'r.enabled',
    scopeNames: `case r.scope
      when 'groups' then array(select g.name from contact_group g where g.id = any(r.groups) order by g.place)
      when 'accounts' then array(select coalesce(nullif(a.admin_remark, ''), nullif(a.nickname, ''), a.id)
        from account a where a.id = any(r.accounts) order by 1)
      else '{}' end`,
    targetNames: `case when r.target = 'departments'
      then array(select d.name from department d where d.id = any(r.departments) order by d.place, d.id) else '{}' end`,
    createdMs: msOf('r.created_at'), groups: 'r.groups::text[]', accounts: 'r.accounts',
    departments: 'r.departments::text[]', version: 'r.version',
  },
  filters: {
    search: contains('r.name'), enabled: holds({ enabled: 'r.enabled', disabled: 'not r.enabled' }),
  },
  sorts: { place: { sql: 'r.place', type: 'bigint' } },
  scope: () => 'true',
})
