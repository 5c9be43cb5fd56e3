import type { quickReplies as own, subordinateReplies as below } from '../../protocol/resources/quick-reply.ts'
import { partTypes } from '../../protocol/message-part.ts'
import { textsOf } from '../../protocol/json-fields.ts'
import { contains, departmentsBelow, holds, inDepartments, isAmong, msOf } from '../filter-sql.ts'
import { keptGroupScope, scopeSql } from '../queries/library-groups.ts'
import { type Bind, type FilterSql, type Scope, source } from '../source.ts'

const from = `quick_reply q join contact_group g on g.id = q.contact_group join app_user a on a.id = q.author
  left join department d on d.id = g.department`

const typeWords = Object.entries(partTypes).map(([type, words]) => `when '${type}' then '${words}'`).join(' ')
const columns = {
  title: 'q.title', summary: 'q.summary', group: 'g.name', scope: scopeSql, author: 'a.real_name',
  types: `array(select distinct case e ->> 'type' ${typeWords} end from jsonb_array_elements(q.parts) e)`,
  department: `coalesce(d.name, '')`, updatedMs: msOf('q.updated_at'), place: 'q.place', parts: 'q.parts',
  groupId: 'g.id::text', departmentId: 'g.department::text', version: 'q.version',
}

/** Has a message of one of these types. */
const hasType: FilterSql = (value, bind) => {
  const types = bind(textsOf(value))
  return `exists (select from jsonb_array_elements(q.parts) e where e ->> 'type' = any(${types}::text[]))`
}

const filters = {
  search: contains('q.title', 'q.summary'), type: hasType,
  scope: holds({
    personal: 'g.owner is not null', public: 'g.owner is null and g.department is null',
    department: 'g.department is not null',
  }),
}

const updatedMs = { sql: 'q.updated_at', type: 'timestamptz' } as const

export const quickReplies = source<typeof own>({
  from, key: [{ sql: 'q.id', type: 'bigint' }], title: 'q.title', columns,
  filters: { ...filters, group: isAmong('g.id', 'bigint') },
  // A billion groups and replies keep within 64 bits.
  sorts: { place: { sql: '(g.place * 1000000000 + q.place)', type: 'bigint' }, updatedMs },
  scope: (scope, bind) => keptGroupScope('reply', { scope, keepsShared: true })(bind),
})

export const subordinateReplies = source<typeof below>({
  from: `${from} left join app_user o on o.id = g.owner left join department od on od.id = o.department`,
  key: [{ sql: 'q.id', type: 'bigint' }], title: 'q.title',
  columns: { ...columns, owner: `coalesce(o.real_name, '')`, department: `coalesce(d.name, od.name, '')` },
  filters: {
    ...filters, owner: isAmong('g.owner'), department: inDepartments('coalesce(g.department, o.department)'),
  },
  sorts: { updatedMs },
  scope: subordinateScope,
})

/**
 * Over `contact_group g` and its owner `o`: other people's of the user's department and below, and those of the
 * departments below; all of the company for whom sees it whole.
 */
export function subordinateScope(scope: Scope, bind: Bind): string {
  const others = `g.kind = 'reply' and g.owner <> ${bind(scope.user)}`
  if (scope.kind === 'company') return `((${others}) or (g.kind = 'reply' and g.department is not null))`
  const own = `${bind(scope.department)}::bigint`
  return `((${others} and o.department in (${departmentsBelow(own)}))
    or (g.kind = 'reply' and g.department <> ${own} and g.department in (${departmentsBelow(own)})))`
}
