import type { extensionFields as definition } from '../../protocol/resources/extension-field.ts'
import { contains, holds, isAmong, msOf } from '../filter-sql.ts'
import { ownFieldScope } from '../queries/extension-fields.ts'
import { source } from '../source.ts'

export const extensionFields = source<typeof definition>({
  from: 'extension_field x',
  key: [{ sql: 'x.id', type: 'bigint' }],
  title: 'x.name',
  columns: {
    place: 'x.place', name: 'x.name', kind: 'x.kind', choices: 'x.choices',
    scope: `case when x.departments = '{}' then 'public' else 'department' end`,
    departments: 'array(select d.name from department d where d.id = any(x.departments) order by d.name)',
    filled: `(select count(*) from friend_value y where y.field = x.id and y.value <> 'null')`,
    enabled: 'x.enabled', createdMs: msOf('x.created_at'), departmentIds: 'x.departments::text[]', version: 'x.version',
  },
  filters: { search: contains('x.name'), kind: isAmong('x.kind'), disabled: holds({ true: 'true' }) },
  unless: { disabled: 'x.enabled' },
  sorts: { place: { sql: 'x.place', type: 'bigint' } },
  scope: ownFieldScope,
})
