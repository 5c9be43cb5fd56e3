import type { automation as definition } from '../../protocol/resources/automation.ts'
import { contains, holds, inDepartments, isAmong, peopleScope } from '../filter-sql.ts'
import { source } from '../source.ts'

export const automation = source<typeof definition>({
  from: `account a join device v on v.id = a.device join app_user u on u.id = v.keeper
    join department d on d.id = u.department left join contact_group g on g.id = a.contact_group
    left join auto_accept x on x.account = a.id left join greeting m on m.account = a.id cross join projector p`,
  key: [{ sql: 'a.id', type: 'text' }],
  title: `coalesce(nullif(a.admin_remark, ''), nullif(a.nickname, ''), a.id)`,
  columns: {
    nickname: `coalesce(nullif(a.admin_remark, ''), nullif(a.nickname, ''), a.id)`, wxid: 'a.id', alias: 'a.alias',
    online: '(a.logged_in and v.online)', accepts: 'coalesce(x.enabled, false)', periodMinutes: 'x.period_minutes',
    perPeriod: 'x.per_period',
    used: 'case when p.journal_ms < x.began_ms + x.period_minutes * 60000 then x.used else 0 end',
    waiting: `(select count(*) from friend_request r where r.account = a.id and r.state = 'pending')`,
    pausedMs: 'case when p.journal_ms < x.paused_ms then x.paused_ms end',
    greeting: 'jsonb_array_length(m.messages)', keeper: 'u.real_name', group: `coalesce(g.name, '')`,
    department: 'd.name', avatar: 'a.avatar', version: 'coalesce(x.version, 0)',
  },
  filters: {
    search: contains('a.id', 'a.nickname', 'a.alias', 'a.admin_remark'),
    accepts: holds({ on: 'coalesce(x.enabled, false)', off: 'not coalesce(x.enabled, false)' }),
    own: holds({ own: 'm.account is not null', common: 'm.account is null' }),
    group: isAmong('a.contact_group', 'bigint'), keeper: isAmong('v.keeper'), department: inDepartments('u.department'),
  },
  sorts: { nickname: { sql: 'a.nickname', type: 'text' } },
  scope: (scope, bind) =>
    `a.hidden_at is null and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}`,
})
