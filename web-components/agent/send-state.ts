import { html, nothing } from 'lit'
import type { ConversationKey } from '../data/conversation-key.ts'
import { faultText } from '../data/fault-text.ts'
import type { LocalMessage } from '../data/local-message.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { icon } from '../elements/icon.ts'
import { blockedWords } from './kinds/blocked.ts'
import type { ThreadItem } from './thread-items.ts'

export interface SendStateParts {
  seat: SeatConsole
  conversation: ConversationKey
}

/** How the sending of ours went: quiet while it goes well, and where it didn't, why and what can be done. */
export function sendState({ message, local }: ThreadItem, parts: SendStateParts) {
  if (local !== null) return localState(local, parts)
  const { seat } = parts
  switch (message.state) {
    case 'sending': return html`<span class="sending" role="img" aria-label="发送中" title="等待手机发出"></span>`
    case 'sent':
      return html`<span class="sent" role="img" aria-label="已发送" title="手机已发出">${icon('check')}</span>`
    case 'failed': return trouble({
      tone: 'danger', text: `未发送：${faultText({ code: message.faultCode, reason: message.faultReason })}`,
      retry: () => seat.sender.retry(message),
    })
    case 'unknown': return trouble({
      tone: 'warning', text: '不确定是否已发出：手机没有回报结果。重试不会重复发送，手机会先核对',
      retry: () => seat.sender.retry(message),
    })
    case 'received':
    case 'recalled': return nothing
  }
}

function localState(local: LocalMessage, { seat, conversation }: SendStateParts) {
  const discard = () => seat.sender.discardLocal(conversation, local)
  const retry = () => seat.sender.retryLocal(conversation, local)
  switch (local.state) {
    case 'waiting': return html`<span class="sending" role="img" aria-label="发送中" title="等待服务器收下"></span>`
    case 'uploading': {
      const percent = Math.floor(local.progress * 100)
      return html`<span class="uploading"><span role="progressbar" aria-label="上传进度" aria-valuenow=${percent}
          aria-valuemin="0" aria-valuemax="100">${percent}%</span>
        <button class="link-button" @click=${discard}>取消</button></span>`
    }
    case 'uploadFailed': return trouble({ tone: 'danger', text: `上传失败：${textOf(local)}`, retry, discard })
    case 'refused': return trouble({
      tone: 'danger', text: `未发出：${textOf(local)}`, discard,
      ...isToEdit(local) ? { edit: local.message.text } : { retry },
    })
    case 'lost': return trouble({ tone: 'warning', text: textOf(local), retry, discard })
  }
}

interface Trouble {
  tone: 'danger' | 'warning'
  text: string
  retry?: () => void
  /** The text that goes back to where it was written. */
  edit?: string
  discard?: () => void
}

function trouble({ tone, text, retry, edit, discard }: Trouble) {
  return html`<span class="trouble ${tone}" role="group" aria-label=${text}>
    ${icon(tone === 'danger' ? 'alert' : 'question')}<span class="why">${text}</span>
    ${retry === undefined ? nothing : html`<button class="link-button" @click=${retry}>重试</button>`}
    ${edit === undefined ? nothing : html`<button class="link-button" @click=${(event: Event) => {
      event.currentTarget?.dispatchEvent(new CustomEvent('edit-again', { detail: edit, bubbles: true, composed: true }))
      discard?.()
    }}>重新编辑</button>`}
    ${discard === undefined ? nothing : html`<button class="link-button" @click=${discard}>删除</button>`}
  </span>`
}

/** Sent again as it is it would be refused again. */
function isToEdit(local: LocalMessage): boolean {
  return blockedWords(local) !== null && local.message.type === 'text' && local.original === null
}

function textOf({ fault }: LocalMessage): string {
  return faultText(fault ?? { code: null, reason: null })
}
