import { type MessageType, messageTypes } from '../kinds.ts'
import {
  choice, choiceColumn, department, option, recordColumn, resource, search, textColumn, timeColumn, timeRange,
} from '../resource.ts'

const kinds = { friend: '好友', room: '群' } as const
const directions = { in: '收到', out: '发出' } as const
const states = {
  received: '已收到', sending: '发送中', sent: '已发送', failed: '发送失败', unknown: '状态未知', recalled: '已撤回',
} as const

/** What people call each type of message. */
export const messageTypeTitles: Readonly<Record<MessageType, string>> = {
  text: '文字', picture: '图片', voice: '语音', video: '视频', file: '文件', link: '链接', card: '名片', location: '位置',
  miniProgram: '小程序', emoji: '表情', redPacket: '红包', transfer: '转账', quote: '引用', mergedHistory: '聊天记录',
  videoChannel: '视频号', pat: '拍一拍', roomNotice: '群通知', audioCall: '语音通话', videoCall: '视频通话', system: '系统消息',
  recall: '撤回', unknown: '其他',
}

/**
 * SRCH-1, ACCT-6: 聊天搜索 and 聊天记录, over all accounts in the user's scope. Words are found a few seconds after a message
 * is stored.
 */
export const messages = resource({
  name: 'messages', title: '聊天记录', permission: 'chats', live: [],
  columns: {
    atMs: timeColumn('发送时间'),
    account: textColumn('所属微信'),
    peer: textColumn('好友 / 群'),
    kind: choiceColumn('会话', kinds),
    sender: textColumn('发送人'),
    type: choiceColumn('消息类型', messageTypeTitles),
    text: textColumn('消息内容'),
    state: choiceColumn('发送状态', states),
    direction: choiceColumn('收发', directions, 'offered'),
    accountId: textColumn('微信编号', 'offered'),
    peerId: textColumn('好友 / 群编号', 'offered'),
    media: recordColumn<string | null>('文件'),
    thumbnail: recordColumn<string | null>('缩略图'),
  },
  filters: {
    search: search('消息内容', '消息里的任意文字'),
    thread: option('好友 / 群', 'peers'),
    account: option('所属微信', 'accounts'),
    kind: choice('会话', kinds),
    direction: choice('收发', directions),
    type: choice('消息类型', Object.fromEntries(messageTypes.map((type) => [type, messageTypeTitles[type]]))),
    sent: timeRange('发送时间'),
    department: department('保管者部门'),
  },
  sorts: ['atMs'],
  sort: { by: 'atMs', descending: true },
})
