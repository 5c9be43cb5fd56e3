import { type TemplateResult, html } from 'lit'
import { readBody } from '../../protocol/bodies.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import type { MessageType } from '../../protocol/kinds.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import { blockedBubble, blockedWords } from './kinds/blocked.ts'
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
  seat: SeatConsole
  conversation: ConversationKey
  /** Shows the message that was quoted. */
  jumpTo: (msgSvrId: MsgSvrId) => void
  playVoice: (key: string) => void
  /** Shows the picture of the item with this key, large. */
  openPicture: (key: string) => void
}

/** What a message says, by its kind. An unknown kind is said to be one, with the text it came with. */
export function messageBody(item: ThreadItem, parts: BodyParts) {
  const blocked = blockedWords(item.local)
  if (blocked !== null && item.message.type === 'text') return blockedBubble(item.message.text, blocked)
  return (bubbles[item.message.type] ?? unknownBubble)(item, parts)
}

type Bubble = (item: ThreadItem, parts: BodyParts) => TemplateResult

/** System lines stand without a bubble; the rest of the kinds isn't known here. */
const bubbles: Partial<Record<MessageType, Bubble>> = {
  text: ({ message }) => textBubble(message.text),
  quote: ({ message }, parts) => quoteBubble(message.text, readBody('quote', message.body), parts),
  picture: pictureBubble,
  video: videoBubble,
  emoji: ({ message }) => emojiBubble(message),
  voice: voiceBubble,
  file: fileBubble,
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
