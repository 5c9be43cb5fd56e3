import type { ContactGroupId, UserId } from '../ids.ts'
import {
  choice, choiceColumn, integerColumn, option, recordColumn, resource, search, textColumn,
} from '../resource.ts'

const states = { active: '正常', left: '已退出', dismissed: '已解散' } as const

/** ROOM-1, ROOM-2: 聊天群查看. */
export const chatrooms = resource({
  name: 'chatrooms', title: '聊天群查看', permission: 'chatrooms',
  live: ['chatrooms', 'groups', 'users', 'devices', 'accounts'],
  columns: {
    name: textColumn('群名称'),
    owner: textColumn('群主'),
    members: integerColumn('群成员'),
    account: textColumn('所属微信'),
    seat: textColumn('所属客服'),
    group: textColumn('群分组'),
    state: choiceColumn('状态', states),
    remark: textColumn('备注'),
    chatroom: textColumn('群ID', 'offered'),
    notice: textColumn('群公告', 'offered'),
    avatar: recordColumn<string>('头像'),
    accountId: recordColumn<string>('微信编号'),
    seatId: recordColumn<UserId>('客服编号'),
    groupId: recordColumn<ContactGroupId | null>('分组编号'),
  },
  filters: {
    search: search('群名称', '群名称 / 备注 / 群ID'),
    account: option('所属微信', 'accounts'),
    group: option('群分组', 'chatroomGroups'),
    seat: option('接待客服', 'seats'),
    state: choice('状态', states),
  },
  sorts: ['name'],
  sort: { by: 'name', descending: false },
})
