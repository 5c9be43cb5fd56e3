import type { noticeReceipts as receipts, notices as definition } from '../../protocol/resources/notice.ts'
import { contains, holds, isAmong, msOf, peopleScope, withinMs } from '../filter-sql.ts'
import { source } from '../source.ts'

const count = (which: string): string => {
  return `(select count(*) from notice_receipt r where r.notice = n.id and r.confirmed_at is ${which})`
}

export const notices = source<typeof definition>({
  from: 'notice n join app_user u on u.id = n.by_user',
  key: [{ sql: 'n.id', type: 'bigint' }],
  title: 'n.text',
  columns: {
    sentMs: msOf('n.sent_at'), text: 'n.text', by: 'u.real_name',
    seats: '(select count(*) from notice_receipt r where r.notice = n.id)',
    confirmed: count('not null'), waiting: count('null'),
  },
  filters: { search: contains('n.text'), by: isAmong('n.by_user'), sent: withinMs('n.sent_at') },
  sorts: { sentMs: { sql: 'n.sent_at', type: 'timestamptz' } },
  scope: (scope, bind) => peopleScope({ user: 'n.by_user', department: 'u.department' }, scope, bind),
})

export const noticeReceipts = source<typeof receipts>({
  from: `notice_receipt r join notice n on n.id = r.notice join app_user b on b.id = n.by_user
    join app_user u on u.id = r.app_user join department d on d.id = u.department`,
  key: [{ sql: 'r.notice', type: 'bigint' }, { sql: 'r.app_user', type: 'text' }],
  title: 'u.real_name',
  columns: {
    seat: 'u.real_name', department: 'd.name', notice: 'r.notice::text', seatId: 'u.id',
    state: `case when r.confirmed_at is null then 'waiting' else 'confirmed' end`, confirmedMs: msOf('r.confirmed_at'),
  },
  filters: {
    notice: isAmong('r.notice', 'bigint'),
    state: holds({ waiting: 'r.confirmed_at is null', confirmed: 'r.confirmed_at is not null' }),
  },
  sorts: { confirmedMs: { sql: `coalesce(r.confirmed_at, 'epoch')`, type: 'timestamptz' } },
  scope: (scope, bind) => peopleScope({ user: 'n.by_user', department: 'b.department' }, scope, bind),
})
