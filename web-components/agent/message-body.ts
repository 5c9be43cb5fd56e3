import { html } from 'lit'
import { readBody } from '../../protocol/bodies.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import { callBubble } from './kinds/call.ts'
import { cardBubble, linkBubble, locationBubble, mergedHistoryBubble, miniProgramBubble, videoChannelBubble }
  from './kinds/cards.ts'
import { fileBubble } from './kinds/file.ts'
import { redPacketBubble, transferBubble } from './kinds/money.ts'
import { emojiBubble, pictureBubble, videoBubble } from './kinds/picture.ts'
import { quoteBubble, textBubble } from './kinds/text.ts'
import { voiceBubble } from './kinds/voice.ts'
import type { ThreadItem } from './thread-items.ts'

export interface BodyParts {
  /** Shows the picture of the item with this key, large. */
  openPicture: (key: string) => void
}

/** What a message says, by its kind. An unknown kind is said to be one, with the text it came with. */
export function messageBody(item: ThreadItem, parts: BodyParts) {
  const { message } = item
  switch (message.type) {
    case 'text': return textBubble(message.text)
    case 'picture': return pictureBubble(item, parts)
    case 'emoji': return emojiBubble(message)
    case 'video': return videoBubble(item)
    case 'voice': return voiceBubble(message)
    case 'file': return fileBubble(message)
    case 'link': return linkBubble(message)
    case 'card': return cardBubble(message)
    case 'location': return locationBubble(message)
    case 'miniProgram': return miniProgramBubble(message)
    case 'videoChannel': return videoChannelBubble(message)
    case 'mergedHistory': return mergedHistoryBubble(message)
    case 'redPacket': return redPacketBubble(message)
    case 'transfer': return transferBubble(message)
    case 'quote': return quoteBubble(message.text, readBody('quote', message.body))
    case 'audioCall':
    case 'videoCall': return callBubble(message, message.type)
    case 'system':
    case 'roomNotice':
    case 'pat':
    case 'recall':
    case 'unknown': return unknownBubble(message)
  }
}

function unknownBubble({ text }: ChatMessage) {
  return html`<div class="bubble unknown">[不支持的消息]${text === '' ? '' : html`<span>${text}</span>`}
    <small>请在手机上查看</small></div>`
}
