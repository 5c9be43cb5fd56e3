import { type TemplateResult, html } from 'lit'
import { readBody } from '../../protocol/bodies.ts'
import type { MessageType } from '../../protocol/kinds.ts'
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
  return (bubbles[item.message.type] ?? unknownBubble)(item, parts)
}

type Bubble = (item: ThreadItem, parts: BodyParts) => TemplateResult

/** System lines stand without a bubble; the rest of the kinds isn't known here. */
const bubbles: Partial<Record<MessageType, Bubble>> = {
  text: ({ message }) => textBubble(message.text),
  quote: ({ message }) => quoteBubble(message.text, readBody('quote', message.body)),
  picture: pictureBubble,
  video: videoBubble,
  emoji: ({ message }) => emojiBubble(message),
  voice: ({ message }) => voiceBubble(message),
  file: ({ message }) => fileBubble(message),
  link: ({ message }) => linkBubble(message),
  card: ({ message }) => cardBubble(message),
  location: ({ message }) => locationBubble(message),
  miniProgram: ({ message }) => miniProgramBubble(message),
  videoChannel: ({ message }) => videoChannelBubble(message),
  mergedHistory: ({ message }) => mergedHistoryBubble(message),
  redPacket: ({ message }) => redPacketBubble(message),
  transfer: ({ message }) => transferBubble(message),
  audioCall: ({ message }) => callBubble(message, 'audioCall'),
  videoCall: ({ message }) => callBubble(message, 'videoCall'),
}

function unknownBubble({ message: { text } }: ThreadItem) {
  return html`<div class="bubble unknown">[不支持的消息]${text === '' ? '' : html`<span>${text}</span>`}
    <small>请在手机上查看</small></div>`
}
