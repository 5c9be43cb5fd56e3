import { html } from 'lit'
import { readBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { durationText } from '../../data/time-text.ts'
import { icon } from '../../elements/icon.ts'

export function callBubble({ body, text }: ChatMessage, type: 'audioCall' | 'videoCall') {
  const { durationMs, state } = readBody(type, body)
  const ended = durationMs ? `通话时长 ${durationText(durationMs)}` : states[state ?? ''] ?? (text || '通话')
  return html`<div class="bubble call">${icon(type === 'audioCall' ? 'call' : 'video')}
    <span class="only-read">${type === 'audioCall' ? '语音通话' : '视频通话'}</span>${ended}</div>`
}

const states: Partial<Record<string, string>> = {
  missed: '未接听', rejected: '已拒绝', cancelled: '已取消', canceled: '已取消', busy: '对方忙线中',
}
