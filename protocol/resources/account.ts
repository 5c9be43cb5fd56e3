import type { ContactGroupId, DeviceId, UserId } from '../ids.ts'
import {
  booleanColumn, choice, department, integerColumn, listColumn, option, recordColumn, resource, search, textColumn,
  timeColumn,
} from '../resource.ts'

/** ACCT-1 … ACCT-5, ACCT-7: 微信列表. */
export const accounts = resource({
  name: 'accounts', title: '微信列表', permission: 'accounts',
  live: ['accounts', 'devices', 'groups', 'users', 'departments'],
  columns: {
    nickname: textColumn('昵称'),
    online: booleanColumn('在线状态', { yes: '在线', no: '离线' }),
    /** ACCT-2. A seat that isn't there is named of an account that is online too: nobody answers. */
    reasons: listColumn('状态说明'),
    remark: textColumn('备注'),
    wxid: textColumn('微信ID'),
    alias: textColumn('微信号'),
    phone: textColumn('绑定手机号'),
    wechatVersion: textColumn('微信版本'),
    friends: integerColumn('好友总数'),
    males: integerColumn('男性好友', 'offered'),
    females: integerColumn('女性好友', 'offered'),
    /** Conversations with a message in whole days up to yesterday, Asia/Shanghai. */
    talksYesterday: integerColumn('昨日对话'),
    talksWeek: integerColumn('7天对话'),
    talksMonth: integerColumn('30天对话'),
    device: textColumn('登录手机'),
    keeper: textColumn('保管者'),
    department: textColumn('部门', 'offered'),
    group: textColumn('微信分组'),
    seenMs: timeColumn('手机最近在线', 'offered'),
    avatar: recordColumn<string>('头像'),
    deviceId: recordColumn<DeviceId>('设备编号'),
    keeperId: recordColumn<UserId>('保管者编号'),
    groupId: recordColumn<ContactGroupId | null>('分组编号'),
    version: recordColumn<number>('版本'),
  },
  filters: {
    search: search('搜索', '昵称 / 微信号 / 备注 / 手机号 / 设备'),
    group: option('微信分组', 'accountGroups'),
    state: choice('在线状态', { online: '在线', offline: '离线' }),
    department: department(),
    keeper: option('保管者', 'users'),
    device: option('登录手机', 'devices'),
  },
  sorts: ['nickname', 'remark'],
  sort: { by: 'nickname', descending: false },
})
