import type { contactGroups as definition } from '../../protocol/resources/contact-group.ts'
import { contains, holds, inDepartments, isAmong, msOf } from '../filter-sql.ts'
import { contactGroupScope } from '../queries/contact-groups.ts'
import { source } from '../source.ts'

export const contactGroups = source<typeof definition>({
  from: 'contact_group g left join department d on d.id = g.department',
  key: [{ sql: 'g.id', type: 'bigint' }],
  title: 'g.name',
  columns: {
    place: 'g.place', name: 'g.name', kind: 'g.kind', department: `coalesce(d.name, '')`, remark: 'g.remark',
    scope: `case when g.department is null then 'public' else 'department' end`,
    members: `case g.kind
      when 'account' then (select count(*) from account m where m.contact_group = g.id and m.hidden_at is null)
      when 'friend' then (select count(*) from friend m where m.contact_group = g.id and not m.removed)
      else (select count(*) from chatroom m where m.contact_group = g.id) end`,
    createdMs: msOf('g.created_at'), departmentId: 'g.department::text', version: 'g.version',
  },
  filters: {
    kind: isAmong('g.kind'), search: contains('g.name', 'g.remark'),
    scope: holds({ public: 'g.department is null', department: 'g.department is not null' }),
    department: inDepartments('g.department'),
  },
  sorts: {
    place: {
      sql: `((case g.kind when 'account' then 0 when 'friend' then 1 else 2 end) * 1000000000000 + g.place)`,
      type: 'bigint',
    },
    createdMs: { sql: 'g.created_at', type: 'timestamptz' },
  },
  scope: (scope, bind) => contactGroupScope(scope)(bind),
})
