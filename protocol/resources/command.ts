import {
  choice, choiceColumn, department, option, recordColumn, resource, search, textColumn, timeColumn, timeRange,
} from '../resource.ts'

export const commandTitles = {
  configure: '下发设置', wipe: '远程清空', importContacts: '导入联系人', syncChats: '同步历史聊天', checkUpdate: '检查更新',
  installApp: '安装APP', listContacts: '刷新通讯录', requestMedia: '获取原图',
  acceptFriend: '通过好友', changeFriend: '修改好友备注和标签',
} as const

/**
 * Waiting: the phone hasn't been there since · sent: it is there, or was, and hasn't answered · the rest: its one
 * result.
 */
export const commandStates = {
  waiting: '等待设备上线', sent: '已下发', succeeded: '成功', failed: '失败', unknown: '结果未知',
} as const

/** What phones were asked to do, but for messages, which are in their chats. */
export const commands = resource({
  name: 'commands', title: '设备指令', permission: 'devices', live: ['commands', 'devices'],
  columns: {
    requestedMs: timeColumn('时间'),
    command: choiceColumn('指令', commandTitles),
    device: textColumn('设备备注'),
    deviceId: textColumn('设备编号', 'offered'),
    keeper: textColumn('保管者', 'offered'),
    state: choiceColumn('状态', commandStates),
    progress: textColumn('进度'),
    reason: textColumn('说明'),
    user: textColumn('操作人'),
    expiresMs: timeColumn('有效期至', 'offered'),
    code: recordColumn<string | null>('代码'),
  },
  filters: {
    device: option('设备', 'devices'),
    search: search('搜索', '设备备注 / 设备编号'),
    command: choice('指令', commandTitles),
    state: choice('状态', commandStates),
    department: department('保管者部门'),
    requested: timeRange('时间'),
  },
  sorts: ['requestedMs'],
  sort: { by: 'requestedMs', descending: true },
})
