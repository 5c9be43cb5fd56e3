import type { MessageType } from './kinds.ts'

/** RISK-2: kinds of sensitive operations, in the manual's words. */
export const sensitiveKinds = {
  word: '消息含敏感词',
  money: '收发红包转账',
  card: '收发名片',
  location: '收发位置',
  call: '语音视频通话',
  friendDeleted: '删除联系人',
  friendBlocked: '拉黑联系人',
  chatDeleted: '删除聊天记录',
  chatroomCreated: '私自拉群',
  photoTaken: '拍照',
  codeScanned: '扫一扫',
  logoutTried: '尝试退出微信',
} as const
export type SensitiveKind = keyof typeof sensitiveKinds

/** RISK-1, 敏感类型: what a console sends with such a word is refused, or sent; both are recorded. */
export const wordEffects = { block: '阻止并预警', alert: '仅预警' } as const
export type WordEffect = keyof typeof wordEffects

/** What a message is by its type alone, sent or received. */
export function sensitiveKindOf(type: MessageType): SensitiveKind | null {
  return byType[type] ?? null
}

const byType: { [Type in MessageType]?: SensitiveKind } = {
  redPacket: 'money', transfer: 'money', card: 'card', location: 'location', audioCall: 'call', videoCall: 'call',
}
