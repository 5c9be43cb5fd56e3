import { friendSources } from '../friend-source.ts'
import type { ContactGroupId, UserId } from '../ids.ts'
import {
  choice, choiceColumn, extensionFilter, extensionsColumn, listColumn, option, recordColumn, resource, search,
  textColumn, timeColumn, timeRange,
} from '../resource.ts'

const genders = { male: '男', female: '女', unknown: '未知' } as const
const sourceTitles = Object.fromEntries(Object.entries(friendSources).map(([name, { title }]) => [name, title]))

/** FRND-1, FRND-2: 好友查看. Who was removed, or belongs to an account off the list, isn't there. */
export const friends = resource({
  name: 'friends', title: '好友查看', permission: 'friends', live: ['friends', 'groups', 'users', 'devices', 'accounts'],
  columns: {
    nickname: textColumn('昵称'),
    remark: textColumn('备注'),
    gender: choiceColumn('性别', genders),
    alias: textColumn('微信号'),
    wxid: textColumn('微信ID', 'offered'),
    labels: listColumn('标签'),
    region: textColumn('地区'),
    account: textColumn('所属微信'),
    /** Who it is assigned to, or the keeper of the phone. */
    seat: textColumn('所属客服'),
    group: textColumn('好友分组'),
    source: textColumn('好友来源'),
    addedMs: timeColumn('通过时间'),
    fields: extensionsColumn('扩展字段', 'inner'),
    signature: textColumn('签名', 'offered'),
    phones: listColumn('电话', 'offered'),
    avatar: recordColumn<string>('头像'),
    accountId: recordColumn<string>('微信编号'),
    seatId: recordColumn<UserId>('客服编号'),
    groupId: recordColumn<ContactGroupId | null>('分组编号'),
  },
  filters: {
    search: search('好友信息', '昵称 / 备注 / 微信号 / 微信ID'),
    account: option('所属微信', 'accounts'),
    gender: choice('性别', genders),
    group: option('好友分组', 'friendGroups'),
    source: choice('好友来源', { ...sourceTitles, other: '其他', unknown: '未知' }),
    seat: option('接待客服', 'seats'),
    added: timeRange('添加时间'),
    fields: extensionFilter(),
  },
  sorts: ['addedMs', 'nickname'],
  sort: { by: 'addedMs', descending: true },
})
