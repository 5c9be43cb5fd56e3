import type { commands as definition } from '../../protocol/resources/command.ts'
import { contains, holds, inDepartments, isAmong, peopleScope, within } from '../filter-sql.ts'
import { source } from '../source.ts'

// A phone that was there after the request may have it already.
const seen = '(v.online or coalesce(v.seen_ms, 0) >= c.requested_ms)'
const state = `case when c.state <> 'open' then c.state when ${seen} then 'sent' else 'waiting' end`

export const commands = source<typeof definition>({
  from: `command c join device v on v.id = c.device join app_user k on k.id = v.keeper
    left join app_user u on u.id = c.app_user`,
  key: [{ sql: 'c.task', type: 'text' }],
  title: `coalesce(nullif(v.remark, ''), v.id)`,
  columns: {
    requestedMs: 'c.requested_ms', command: 'c.name', device: 'v.remark', deviceId: 'v.id', keeper: 'k.real_name',
    state,
    progress: `case when c.progress_total is null then '' else c.progress_done || ' / ' || c.progress_total end`,
    reason: `coalesce(c.reason, c.progress_note, '')`, user: `coalesce(u.real_name, '系统')`,
    expiresMs: 'c.expires_ms', code: 'c.code',
  },
  filters: {
    device: isAmong('c.device'), search: contains('v.remark', 'v.id'), command: isAmong('c.name'),
    state: holds({
      waiting: `(c.state = 'open' and not ${seen})`, sent: `(c.state = 'open' and ${seen})`,
      succeeded: `c.state = 'succeeded'`, failed: `c.state = 'failed'`, unknown: `c.state = 'unknown'`,
    }),
    department: inDepartments('k.department'),
    requested: within('c.requested_ms'),
  },
  sorts: { requestedMs: { sql: 'c.requested', type: 'bigint' } },
  scope: (scope, bind) => {
    return `c.name not in ('sendMessage', 'recallMessage', 'requestMedia')
      and ${peopleScope({ user: 'v.keeper', department: 'k.department' }, scope, bind)}`
  },
})
