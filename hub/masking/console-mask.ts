import type { SeatEvent } from '../../actors/seat/happened.ts'
import { pack } from '../../protocol/codec.ts'
import { type HubEvent, writeEvent } from '../../protocol/events/index.ts'
import type { ExtensionValue } from '../../protocol/extension-field.ts'
import type { AccountId } from '../../protocol/ids.ts'
import type { ChatroomProfile, FriendProfile } from '../../protocol/kinds.ts'
import type { ConversationRow } from '../../protocol/operations/chat.ts'
import type { Shows } from '../directory/entries.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { Mask } from './mask.ts'

/**
 * What consoles of seats show is masked here, on every way out: events, messages, previews, cards. By the pattern that
 * holds for all (SET-4), and by two switches of the phone that an account is on (DEV-6): 显示好友微信号 and
 * 微信聊天消息号码可见. Stored and told to phones is what was said. Names of peers stay.
 */
export class ConsoleMask {
  readonly #showsOf: (account: AccountId) => Shows
  #pattern: Mask | null = null
  #numbers = Mask.of(numbers)
  /** All consoles get the same event: it is masked once. */
  #events = new WeakMap<JournalEntry, SeatEvent>()

  constructor(showsOf: (account: AccountId) => Shows) {
    this.#showsOf = showsOf
  }

  set(pattern: string | null): void {
    this.#pattern = Mask.of(pattern)
    this.#numbers = Mask.of(pattern, numbers)
    this.forget()
  }

  /** A phone's switches have changed, perhaps. */
  forget(): void {
    this.#events = new WeakMap()
  }

  /** Nothing is decoded where nothing can be masked. */
  event(entry: JournalEntry): SeatEvent {
    const { account, kind } = entry
    if (account === null || !texts.has(kind)) return entry
    const shows = this.#showsOf(account)
    const mask = this.#of(shows)
    const hidesAlias = !shows.aliases && aliases.has(kind)
    if (mask === null && !hidesAlias) return entry
    const known = this.#events.get(entry)
    if (known !== undefined) return known
    const bytes = pack(writeEvent(maskEvent({ mask, hidesAlias }, entry.event)))
    const { position, journalMs } = entry
    const masked = { position, journalMs, payload: { bytes }, from: 0, to: bytes.length }
    this.#events.set(entry, masked)
    return masked
  }

  /** Something of this account may be masked. */
  isOn(account: AccountId): boolean {
    return this.#of(this.#showsOf(account)) !== null
  }

  message<M extends { account: AccountId; text: string; body: Uint8Array }>(message: M): M {
    return maskMessage(this.#of(this.#showsOf(message.account)), message)
  }

  note<N extends { account: AccountId; text: string }>(note: N): N {
    const mask = this.#of(this.#showsOf(note.account))
    return mask === null ? note : { ...note, text: mask.text(note.text) }
  }

  conversation(row: ConversationRow): ConversationRow {
    const mask = this.#of(this.#showsOf(row.account))
    return mask === null ? row : { ...row, lastText: mask.text(row.lastText) }
  }

  friend(account: AccountId, friend: FriendProfile | null): FriendProfile | null {
    const shows = this.#showsOf(account)
    return friend === null ? null : maskFriend({ mask: this.#of(shows), hidesAlias: !shows.aliases }, friend)
  }

  friendRequest<R extends { account: AccountId; greeting: string }>(request: R): R {
    const mask = this.#of(this.#showsOf(request.account))
    return mask === null ? request : { ...request, greeting: mask.text(request.greeting) }
  }

  /** Of an extension field: the same value where nothing of it is masked. */
  value(value: ExtensionValue): ExtensionValue {
    const mask = this.#pattern
    if (mask === null || typeof value === 'number') return value
    if (typeof value === 'string') return mask.text(value)
    const shown = value.map((one) => mask.text(one))
    return shown.every((one, at) => one === value[at]) ? value : shown
  }

  chatroom(account: AccountId, chatroom: ChatroomProfile | null): ChatroomProfile | null {
    return chatroom === null ? null : maskChatroom(this.#of(this.#showsOf(account)), chatroom)
  }

  #of(shows: Shows): Mask | null {
    return shows.numbers ? this.#pattern : this.#numbers
  }
}

/** Events that carry what people wrote. */
const texts: ReadonlySet<HubEvent['kind']> = new Set<HubEvent['kind']>([
  'messageReceived', 'sendRequested', 'hubSendRequested', 'taskFinished', 'friendChanged', 'friendsListed',
  'chatroomChanged', 'chatroomsListed', 'friendRequested', 'noteWritten', 'peersAssigned',
])
const aliases: ReadonlySet<HubEvent['kind']> = new Set<HubEvent['kind']>(['friendChanged', 'friendsListed'])

/** Seven digits or more, as phone numbers are written: joined, or with a space or a dash between. */
const numbers = '[0-9０-９](?:[-\\s]?[0-9０-９]){6,}'

interface Hiding { mask: Mask | null; hidesAlias: boolean }

function maskEvent(hiding: Hiding, event: HubEvent): HubEvent {
  switch (event.kind) {
    case 'friendChanged': return { ...event, friend: maskFriend(hiding, event.friend) }
    case 'friendsListed': return { ...event, friends: event.friends.map((one) => maskFriend(hiding, one)) }
    default: return hiding.mask === null ? event : maskTexts(hiding.mask, event)
  }
}

function maskTexts(mask: Mask, event: HubEvent): HubEvent {
  switch (event.kind) {
    case 'messageReceived':
    case 'sendRequested':
    case 'hubSendRequested': return maskMessage(mask, event)
    case 'taskFinished': return { ...event, body: event.body === null ? null : mask.body(event.body) }
    case 'chatroomChanged': return { ...event, chatroom: maskChatroom(mask, event.chatroom) }
    case 'chatroomsListed': return { ...event, chatrooms: event.chatrooms.map((one) => maskChatroom(mask, one)) }
    case 'friendRequested':
      return { ...event, greeting: event.greeting === null ? null : mask.text(event.greeting) }
    case 'noteWritten': return { ...event, text: mask.text(event.text) }
    case 'peersAssigned': return { ...event, note: event.note === null ? null : mask.text(event.note) }
    default: return event
  }
}

function maskMessage<M extends { text: string; body: Uint8Array }>(mask: Mask | null, message: M): M {
  return mask === null ? message : { ...message, text: mask.text(message.text), body: mask.body(message.body) }
}

function maskFriend({ mask, hidesAlias }: Hiding, friend: FriendProfile): FriendProfile {
  const { phones, signature } = friend
  return {
    ...friend, ...hidesAlias && friend.alias && { alias: '' },
    ...mask && phones && { phones: phones.map((phone) => mask.text(phone)) },
    ...mask && signature && { signature: mask.text(signature) },
  }
}

function maskChatroom(mask: Mask | null, chatroom: ChatroomProfile): ChatroomProfile {
  const { notice } = chatroom
  return mask !== null && notice ? { ...chatroom, notice: mask.text(notice) } : chatroom
}
