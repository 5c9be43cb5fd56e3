import {
  type ChatMessage, type MessageChange, compareMessages, foldMessage, receivedMessage, sentMessage,
} from '../../protocol/chat-message.ts'
import {
  type Conversation, type ConversationEvent, foldConversation, newConversation,
} from '../../protocol/conversation.ts'
import type { EventNamed, HubEvent, Placed } from '../../protocol/events/index.ts'
import type { AccountId, MsgSvrId, PeerId, Position, TaskId } from '../../protocol/ids.ts'

/** A conversation as a key of maps: ids hold no spaces. */
export type ConversationKey = string
export const keyOf = ({ account, peer }: { account: AccountId; peer: PeerId }): ConversationKey => `${account} ${peer}`

/** Everything a view holds, in an order of its own, so that two views can be compared. */
export interface ViewRows {
  conversations: Conversation[]
  messages: (Omit<ChatMessage, 'body'> & { body: string })[]
}

/**
 * What a console shows, made of rows and events by the protocol's own fold functions (P69, P71, P72). Whole
 * threads, unlike a real console: a test wants to see everything.
 */
export class SeatView {
  readonly conversations = new Map<ConversationKey, Conversation>()
  readonly messages = new Map<Position, ChatMessage>()
  readonly #byTask = new Map<TaskId, Position>()
  readonly #byMsgSvrId = new Map<string, Position>()

  putConversation(row: Conversation): void {
    this.conversations.set(keyOf(row), conversationOf(row))
  }

  dropConversation(key: ConversationKey): void {
    this.conversations.delete(key)
    for (const message of this.messages.values()) if (keyOf(message) === key) this.messages.delete(message.position)
  }

  putMessage(message: ChatMessage): void {
    this.messages.set(message.position, message)
    if (message.task !== null) this.#byTask.set(message.task, message.position)
    if (message.msgSvrId !== null) this.#byMsgSvrId.set(idKey(message.account, message.msgSvrId), message.position)
  }

  /**
   * Applies an event once, however often it is told. Answers the conversation that must be read again, if one
   * must.
   */
  apply(placed: Placed): ConversationKey | null {
    const { event } = placed
    switch (event.kind) {
      case 'messageReceived':
        this.#add(receivedMessage({ ...placed, event }))
        this.#foldConversation({ ...placed, event })
        return null
      case 'sendRequested': return this.#onSend({ ...placed, event })
      case 'hubSendRequested':
        this.#add(sentMessage({ ...placed, event }))
        this.#foldConversation({ ...placed, event })
        return null
      case 'conversationMarked':
      case 'conversationRead':
        if (this.conversations.has(keyOf(event))) this.#foldConversation({ ...placed, event })
        return null
      case 'taskFinished':
      case 'commandExpired':
        this.#foldMessage(this.#byTask.get(event.task), placed, event)
        return null
      case 'messageRecalled':
        this.#foldMessage(this.#byMsgSvrId.get(idKey(event.account, event.msgSvrId)), placed, event)
        if (this.conversations.has(keyOf(event))) this.#foldConversation({ ...placed, event })
        return null
      case 'mediaArrived':
      case 'messageStateChanged':
        this.#foldMessage(this.#byMsgSvrId.get(idKey(event.account, event.msgSvrId)), placed, event)
        return null
      case 'messageRepeated': return this.#onRepeated(event)
      default: return null
    }
  }

  thread({ account, peer }: { account: AccountId; peer: PeerId }): ChatMessage[] {
    const found = [...this.messages.values()].filter((one) => one.account === account && one.peer === peer)
    return found.toSorted(compareMessages)
  }

  find(fits: (message: ChatMessage) => boolean): ChatMessage | undefined {
    for (const message of this.messages.values()) if (fits(message)) return message
    return undefined
  }

  rows(): ViewRows {
    return {
      conversations: [...this.conversations.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      messages: [...this.messages.values()].toSorted((a, b) => a.position - b.position)
        .map((message) => ({ ...message, body: Buffer.from(message.body).toString('base64') })),
    }
  }

  /** A send that was on its way while its conversation went elsewhere is told, too (P81): whose it is now is asked. */
  #onSend(placed: Placed<EventNamed<'sendRequested'>>): ConversationKey | null {
    const { event } = placed
    if (event.retryOf === null) {
      const isThere = this.conversations.has(keyOf(event))
      this.#add(sentMessage(placed))
      this.#foldConversation(placed)
      return isThere ? null : keyOf(event)
    }
    const tried = this.messages.get(this.#byTask.get(event.retryOf) ?? -1)
    // A retry of something that isn't there, or is another conversation's, is ignored by storage too.
    if (tried === undefined || keyOf(tried) !== keyOf(event)) return null
    this.#foldMessage(tried.position, placed, event)
    this.#foldConversation(placed)
    return null
  }

  #onRepeated({ account, peer, msgSvrId, repeat, original }: EventNamed<'messageRepeated'>): ConversationKey {
    this.messages.delete(repeat)
    this.#byMsgSvrId.set(idKey(account, msgSvrId), original)
    return keyOf({ account, peer })
  }

  #add(message: ChatMessage): void {
    if (this.messages.has(message.position)) return
    const { account, msgSvrId, position } = message
    // The first one to claim an id keeps it; a later one is a repeat that will be named.
    const claimed = msgSvrId === null ? undefined : this.#byMsgSvrId.get(idKey(account, msgSvrId))
    this.putMessage(message)
    if (claimed !== undefined && claimed < position) this.#byMsgSvrId.set(idKey(account, msgSvrId as MsgSvrId), claimed)
  }

  #foldConversation(placed: Placed<ConversationEvent>): void {
    const key = keyOf(placed.event)
    const now = this.conversations.get(key) ?? newConversation(placed.event.account, placed.event.peer)
    this.conversations.set(key, foldConversation(now, placed))
  }

  #foldMessage(at: Position | undefined, { position }: Placed, event: MessageChange): void {
    const message = at === undefined ? undefined : this.messages.get(at)
    if (message === undefined) return
    if ('msgSvrId' in event && event.kind !== 'taskFinished' && keyOf(message) !== keyOf(event)) return
    this.putMessage(foldMessage(message, { position, event }))
  }
}

/** Of a row of the API only what events fold into: names of peers come from elsewhere. */
export function conversationOf(row: Conversation): Conversation {
  const { account, peer, unread, waitingSinceMs, waiting, lastMs, lastText, lastType, lastDirection } = row
  const { lastPosition, readUpTo, changedAt } = row
  return {
    account, peer, unread, waitingSinceMs, waiting, lastMs, lastText, lastType, lastDirection, lastPosition, readUpTo,
    changedAt,
  }
}

export function isConversationEvent(event: HubEvent): event is ConversationEvent {
  return conversationKinds.has(event.kind)
}

const conversationKinds: ReadonlySet<HubEvent['kind']> = new Set<HubEvent['kind']>([
  'messageReceived', 'sendRequested', 'hubSendRequested', 'conversationRead', 'conversationMarked', 'messageRecalled',
])
const idKey = (account: AccountId, msgSvrId: MsgSvrId): string => `${account} ${msgSvrId}`
