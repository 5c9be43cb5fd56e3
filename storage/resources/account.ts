import type { accounts as definition } from '../../protocol/resources/account.ts'
import { contains, holds, inDepartments, isAmong, peopleScope } from '../filter-sql.ts'
import { source } from '../source.ts'

const people = `
  select count(*) as friends, count(*) filter (where f.gender = 1) as males,
    count(*) filter (where f.gender = 2) as females
  from friend f where f.account = a.id and not f.removed`

const online = '(a.logged_in and v.online)'
/** Gathered once for all rows: tabs of long ago are many. */
const present = 'any(array(select distinct p.app_user from seat_presence p where p.online))'
const hasSeat = `(v.keeper = ${present}
  or exists (select from assignment s where s.account = a.id and s.seat = ${present}))`
const loggedOut = `'微信已退出登录' || case when a.offline_reason = '' then '' else ':' || a.offline_reason end`

export const accounts = source<typeof definition>({
  from: `account a join device v on v.id = a.device join app_user u on u.id = v.keeper
    join department d on d.id = u.department left join contact_group g on g.id = a.contact_group
    left join lateral (${people}) people on true left join account_talks t on t.account = a.id`,
  key: [{ sql: 'a.id', type: 'text' }],
  title: `coalesce(nullif(a.admin_remark, ''), nullif(a.nickname, ''), a.id)`,
  columns: {
    nickname: 'a.nickname', online, remark: 'a.admin_remark', wxid: 'a.id', alias: 'a.alias', phone: 'a.phone',
    reasons: `array_remove(array[case when not a.logged_in then ${loggedOut} end,
      case when v.revoked_at is not null then '手机已删除' when not v.online then '手机未连接' end,
      case when not ${hasSeat} then '坐席未登录' end], null)`,
    wechatVersion: 'a.wechat_version', friends: 'people.friends', males: 'people.males', females: 'people.females',
    talksYesterday: 't.yesterday', talksWeek: 't.week', talksMonth: 't.month',
    device: `coalesce(nullif(v.remark, ''), v.id)`, keeper: 'u.real_name', department: 'd.name',
    group: `coalesce(g.name, '')`, seenMs: 'v.seen_ms', avatar: 'a.avatar', deviceId: 'v.id', keeperId: 'v.keeper',
    groupId: 'g.id::text', version: 'a.version',
  },
  filters: {
    search: contains('a.id', 'a.nickname', 'a.alias', 'a.admin_remark', 'a.phone', 'v.id', 'v.remark',
      `(v.info ->> 'imei')`, `(v.info ->> 'model')`),
    group: isAmong('a.contact_group', 'bigint'), state: holds({ online, offline: `not ${online}` }),
    department: inDepartments('u.department'), keeper: isAmong('v.keeper'), device: isAmong('a.device'),
  },
  sorts: {
    nickname: { sql: 'a.nickname', type: 'text' }, remark: { sql: 'a.admin_remark', type: 'text' },
  },
  scope: (scope, bind) =>
    `a.hidden_at is null and ${peopleScope({ user: 'v.keeper', department: 'u.department' }, scope, bind)}`,
})
