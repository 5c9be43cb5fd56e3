import { html, nothing } from 'lit'
import type { Bodies } from '../../../protocol/bodies.ts'
import { kindLabels } from '../../data/message-kinds.ts'
import type { MsgSvrId } from '../../../protocol/ids.ts'
import type { MessageType } from '../../../protocol/kinds.ts'
import { type TextPiece, flatText, isOnlyEmoji, readRichText } from '../../data/rich-text.ts'
import type { BodyParts } from '../message-body.ts'
import { nameIn } from '../name-in.ts'

export function textBubble(text: string) {
  const pieces = readRichText(text)
  return html`<div class="bubble ${isOnlyEmoji(pieces) ? 'faces' : ''}">${words(pieces)}</div>`
}

export function quoteBubble(text: string, quoted: Bodies['quote'], parts: BodyParts) {
  const kind = kindLabels[quoted.kind as MessageType] ?? null
  const said = `${kind === null ? '' : `[${kind}] `}${flatText(quoted.text ?? '')}`
  return html`<div class="bubble">${words(readRichText(text))}
    ${said === '' ? nothing : quotedLine(`${quoted.sender ? `${nameIn(parts, quoted.sender)}：` : ''}${said}`)}
  </div>`

  function quotedLine(line: string) {
    const { msgSvrId } = quoted
    if (!msgSvrId) return html`<blockquote class="quoted">${line}</blockquote>`
    return html`<blockquote class="quoted"><button title="查看原消息"
      @click=${() => parts.jumpTo(msgSvrId as MsgSvrId)}>${line}</button></blockquote>`
  }
}

/** Each piece is set as text or as an attribute, never as markup. Blanks and line breaks are the writer's. */
function words(pieces: readonly TextPiece[]) {
  return html`<span class="words">${pieces.map(word)}</span>`
}

function word(piece: TextPiece) {
  if (piece.kind === 'text') return piece.text
  if (piece.kind === 'emoji') return html`<span class="face" title="[${piece.code}]">${piece.text}</span>`
  return html`<a href=${piece.url} target="_blank" rel="noopener noreferrer nofollow">${piece.text}</a>`
}
