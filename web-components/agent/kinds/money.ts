import { html, nothing } from 'lit'
import { readBody } from '../../../protocol/bodies.ts'
import type { ChatMessage } from '../../../protocol/chat-message.ts'

/** A red packet carries no amount: WeChat tells it only to who takes it. */
export function redPacketBubble({ body, text, progress }: ChatMessage) {
  const packet = readBody('redPacket', body)
  return html`<div class="bubble money packet" data-progress=${progress ?? 'open'}>
    <span class="sum"><i aria-hidden="true">🧧</i><b>${packet.greeting || text || '恭喜发财，大吉大利'}</b></span>
    <small>微信红包 · ${packetTexts[progress ?? ''] ?? '等待领取'}</small></div>`
}

export function transferBubble({ body, text, progress, direction }: ChatMessage) {
  const transfer = readBody('transfer', body)
  const { display, amountFen } = transfer
  const sum = display || (amountFen === undefined ? '' : `¥${(amountFen / 100).toFixed(2)}`)
  const waiting = direction === 'in' ? '等待收款' : '等待对方收款'
  return html`<div class="bubble money" data-progress=${progress ?? 'open'}>
    <span class="sum"><i aria-hidden="true">💰</i><b>${sum || text || '转账'}</b></span>
    ${transfer.memo ? html`<span>${transfer.memo}</span>` : nothing}
    <small>微信转账 · ${transferTexts[progress ?? ''] ?? waiting}</small></div>`
}

const packetTexts: Partial<Record<string, string>> = {
  taken: '已领取', accepted: '已领取', refunded: '已退回', expired: '已过期', other: '状态未知，请在手机上查看',
}
const transferTexts: Partial<Record<string, string>> = {
  taken: '已收款', accepted: '已收款', refunded: '已退还', expired: '已过期', other: '状态未知，请在手机上查看',
}
