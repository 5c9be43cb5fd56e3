import { html, nothing } from 'lit'
import type { ChatMessage } from '../../../protocol/chat-message.ts'
import { originalFaultText } from '../../data/asked-phone.ts'
import type { BodyParts } from '../message-body.ts'

/** What is still on the phone can be asked for; how that goes stands in its place. */
export function fromPhone(message: ChatMessage, { seat }: BodyParts) {
  const { msgSvrId } = message
  if (msgSvrId === null) return nothing
  const state = seat.sender.asked.stateOf('mediaRequested', msgSvrId)
  if (state === 'asked') return html`<span class="note" role="status">正在向手机取…</span>`
  return html`${state === null ? nothing : html`<span class="note danger">${originalFaultText(state)}</span>`}
    <button class="link-button" data-testid="from-phone"
      @click=${() => seat.sender.requestOriginal(message)}>${state === null ? '从手机取回' : '再试一次'}</button>`
}
