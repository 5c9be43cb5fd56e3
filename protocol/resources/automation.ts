import {
  booleanColumn, choice, department, integerColumn, option, recordColumn, resource, search, textColumn, timeColumn,
} from '../resource.ts'

/** AUTO-1 and AUTO-3: what each account does by itself; 自动通过好友 and 自动回复 Plus. */
export const automation = resource({
  name: 'automation', title: '自动通过和自动回复', permission: 'automation',
  live: ['automation', 'accounts', 'devices', 'groups'],
  columns: {
    nickname: textColumn('昵称'),
    wxid: textColumn('微信ID', 'offered'),
    alias: textColumn('微信号', 'offered'),
    online: booleanColumn('在线状态', { yes: '在线', no: '离线' }),
    accepts: booleanColumn('自动通过', { yes: '已开启', no: '未开启' }),
    periodMinutes: integerColumn('周期(分钟)'),
    perPeriod: integerColumn('每周期通过'),
    used: integerColumn('本周期已通过'),
    waiting: integerColumn('待通过'),
    pausedMs: timeColumn('暂停至', 'offered'),
    greeting: integerColumn('单独消息'),
    keeper: textColumn('保管者'),
    group: textColumn('微信分组'),
    department: textColumn('部门', 'offered'),
    avatar: recordColumn<string>('头像'),
    /** Of the acceptance; 0: nothing was ever set. */
    version: recordColumn<number>('版本'),
  },
  filters: {
    search: search('搜索', '昵称 / 微信号 / 备注'),
    accepts: choice('自动通过', { on: '已开启', off: '未开启' }),
    own: choice('单独消息', { own: '已设置', common: '使用通用规则' }),
    group: option('微信分组', 'accountGroups'),
    keeper: option('保管者', 'users'),
    department: department(),
  },
  sorts: ['nickname'],
  sort: { by: 'nickname', descending: false },
})
