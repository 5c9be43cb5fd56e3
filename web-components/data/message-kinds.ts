import type { MessageType } from '../../protocol/kinds.ts'
import { flatText } from './rich-text.ts'

/** The one line that stands for a message in a list or a quote. */
export function previewOf({ type, text }: { type: MessageType; text: string }): string {
  const label = kindLabels[type]
  if (label === null) return flatText(text)
  return textTells.has(type) && text !== '' ? `[${label}] ${flatText(text)}` : `[${label}]`
}

/** Lines of the conversation itself, said by nobody. */
export function isSystemLine(type: MessageType): boolean {
  return systemTypes.has(type)
}

/** Null: the text stands for itself. */
export const kindLabels: Readonly<Record<MessageType, string | null>> = {
  text: null, picture: '图片', voice: '语音', video: '视频', file: '文件', link: '链接', card: '名片', location: '位置',
  miniProgram: '小程序', emoji: '表情', redPacket: '红包', transfer: '转账', quote: null, mergedHistory: '聊天记录',
  videoChannel: '视频号', pat: null, roomNotice: null, audioCall: '语音通话', videoCall: '视频通话', system: null,
  recall: null, unknown: '不支持的消息',
}

const textTells = new Set<MessageType>([
  'file', 'link', 'card', 'location', 'miniProgram', 'redPacket', 'mergedHistory', 'videoChannel', 'transfer',
])
const systemTypes = new Set<MessageType>(['system', 'roomNotice', 'pat', 'recall'])
