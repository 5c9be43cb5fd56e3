import type { ChatMessage } from '../../protocol/chat-message.ts'
import type { MsgSvrId } from '../../protocol/ids.ts'
import type { ConversationKey } from '../data/conversation-key.ts'
import { copyPicture } from '../data/copy-picture.ts'
import { copyText } from '../data/copy-text.ts'
import { type MessageAction, copyText as textOf } from '../data/message-actions.ts'
import { mediaUrl } from '../data/media.ts'
import type { SeatConsole } from '../data/seat-console.ts'
import type { VoiceNote } from '../data/voice-player.ts'
import type { Thread } from '../data/thread.ts'
import { readBody } from '../../protocol/bodies.ts'
import type { ThreadItem } from './thread-items.ts'

interface Where { seat: SeatConsole; conversation: ConversationKey }

/** Does what was chosen in a message’s menu. */
export function actOn(action: MessageAction, { key, message, local }: ThreadItem, { seat, conversation }: Where): void {
  const { desk, sender } = seat
  switch (action) {
    case 'copy': return void copy(seat, message)
    case 'quote': return desk.quote(conversation, message)
    case 'forward': desk.forwarding.value = [message]; return
    case 'select': return void desk.choose(key, message)
    case 'recall':
      if (desk.quotedIn(conversation)?.position === message.position) desk.quote(conversation, null)
      return sender.recall(message)
    case 'discard': return local === null ? undefined : sender.discardLocal(conversation, local)
  }
}

/** Marked words are meant more than the whole message. */
async function copy(seat: SeatConsole, message: ChatMessage): Promise<void> {
  const picture = message.media ?? message.thumbnail
  if (message.type === 'picture' && picture !== null) {
    return seat.notice(await copyPicture(mediaUrl(picture)) ? '已复制图片' : '浏览器不允许复制图片，请下载后使用')
  }
  const text = textOf(message)
  const marked = String(getSelection() ?? '')
  const wanted = marked !== '' && text.includes(marked) ? marked : text
  seat.notice(await copyText(wanted) ? '已复制' : '复制失败，请手动选择文字复制')
}

/** One after another: when it has ended, the next one of the customer that wasn’t heard follows. */
export function playVoice({ seat: { desk } }: Where, items: () => readonly ThreadItem[], key: string): void {
  let last = key
  const open = (item: ThreadItem | undefined): VoiceNote | null => {
    const note = item === undefined ? null : voiceNoteOf(item)
    if (item === undefined || note === null) return null
    last = item.key
    desk.heard.add(item.message)
    return note
  }
  const note = open(items().find((item) => item.key === key))
  if (note === null) return
  desk.voices.toggle(note, () => {
    const all = items()
    const after = all.slice(all.findIndex((item) => item.key === last) + 1)
    return open(after.find(({ message }) => desk.heard.isNew(message, Date.now())))
  })
}

export function voiceNoteOf({ key, message: { media, body } }: ThreadItem): VoiceNote | null {
  if (media === null) return null
  return { key, src: `${mediaUrl(media)}?as=wav`, durationMs: readBody('voice', body).durationMs ?? 0 }
}

/** Reads back until the message is there; false: it lies too far back, or isn’t ours to see. */
export async function readBackTo({ seat }: Where, thread: Thread, msgSvrId: MsgSvrId): Promise<boolean> {
  const isIt = (message: ChatMessage): boolean => message.msgSvrId === msgSvrId
  for (let page = 0; page < pagesMost; page += 1) {
    if (thread.messages.some(isIt)) return true
    if (!thread.more || thread.older !== 'idle') return false
    await seat.loader.loadOlder(thread)
  }
  return thread.messages.some(isIt)
}

/** 20 pages are about a thousand messages. */
const pagesMost = 20
