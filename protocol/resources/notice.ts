import type { NoticeId, UserId } from '../ids.ts'
import {
  choice, choiceColumn, integerColumn, option, recordColumn, resource, search, textColumn, timeColumn, timeRange,
} from '../resource.ts'

/** NOTE-1: what was sent, and how many have confirmed it. */
export const notices = resource({
  name: 'notices', title: '发起通知', permission: 'notices', live: ['notices'],
  columns: {
    sentMs: timeColumn('发送时间'),
    text: textColumn('通知内容'),
    by: textColumn('发送人'),
    seats: integerColumn('发送人数'),
    confirmed: integerColumn('已确认'),
    waiting: integerColumn('未确认'),
  },
  filters: {
    search: search('搜索', '通知内容'),
    by: option('发送人', 'users'),
    sent: timeRange('发送时间'),
  },
  sorts: ['sentMs'],
  sort: { by: 'sentMs', descending: true },
})

export const receiptStates = { waiting: '未确认', confirmed: '已确认' } as const

/** Who confirmed a notice when, who hasn't first; `notice` filters by the ids of `notices`. */
export const noticeReceipts = resource({
  name: 'noticeReceipts', title: '通知确认', permission: 'notices', live: ['notices'],
  columns: {
    seat: textColumn('坐席'),
    department: textColumn('部门'),
    state: choiceColumn('状态', receiptStates),
    confirmedMs: timeColumn('确认时间'),
    notice: recordColumn<NoticeId>('通知编号'),
    seatId: recordColumn<UserId>('坐席编号'),
  },
  filters: { notice: option('通知', 'notices'), state: choice('状态', receiptStates) },
  sorts: ['confirmedMs'],
  sort: { by: 'confirmedMs', descending: false },
})
