import {
  type ChatMessage, type MessageChange, foldMessage, receivedMessage, sentMessage,
} from '../../../protocol/chat-message.ts'
import {
  type Conversation, type ConversationEvent, foldConversation, newConversation,
} from '../../../protocol/conversation.ts'
import type { EventNamed, Placed } from '../../../protocol/events/index.ts'
import type { TaskId } from '../../../protocol/ids.ts'

export interface SentCommand {
  message: ChatMessage
  /** Position of its result, or of the request as long as there is none. */
  changedAt: number
}

/** What storage holds after these events. */
export interface Folded {
  messages: ChatMessage[]
  conversations: Conversation[]
  commands: SentCommand[]
}

/** The projector's own folding, over a whole history at once. */
export function foldHistory(history: readonly Placed[]): Folded {
  const fold = new Fold()
  for (const { position, journalMs, event } of history) {
    const at = { position, journalMs }
    if (event.kind === 'messageReceived') fold.onReceived({ ...at, event })
    else if (event.kind === 'sendRequested') fold.onSent({ ...at, event })
    else if (event.kind === 'taskFinished') fold.onFinished({ ...at, event })
    else if (event.kind === 'conversationRead') fold.onTalk({ ...at, event })
    else if (event.kind === 'messageRecalled') fold.onChanged({ ...at, event })
    else if (event.kind === 'messageStateChanged') fold.onChanged({ ...at, event })
  }
  return fold.result()
}

class Fold {
  readonly #messages = new Map<number, ChatMessage>()
  readonly #conversations = new Map<string, Conversation>()
  readonly #commands = new Map<TaskId, { position: number; changedAt: number }>()
  /** Account and msgSvrId → position of the message. */
  readonly #named = new Map<string, number>()

  onReceived(placed: Placed<EventNamed<'messageReceived'>>): void {
    this.#keep(receivedMessage(placed))
    this.onTalk(placed)
  }

  onSent(placed: Placed<EventNamed<'sendRequested'>>): void {
    const message = sentMessage(placed)
    const { position } = placed
    this.#commands.set(message.task as TaskId, { position, changedAt: position })
    this.#keep(message)
    this.onTalk(placed)
  }

  onFinished({ position, event }: Placed<EventNamed<'taskFinished'>>): void {
    const command = this.#commands.get(event.task)
    if (command === undefined) return
    command.changedAt = position
    this.#change(command.position, { position, event })
  }

  onChanged({ position, event }: Placed<EventNamed<'messageRecalled' | 'messageStateChanged'>>): void {
    this.#change(this.#named.get(`${event.account} ${event.msgSvrId}`), { position, event })
  }

  onTalk(placed: Placed<ConversationEvent>): void {
    const { account, peer } = placed.event
    const key = `${account} ${peer}`
    this.#conversations.set(
      key, foldConversation(this.#conversations.get(key) ?? newConversation(account, peer), placed),
    )
  }

  result(): Folded {
    const commands = [...this.#commands.values()].map(({ position, changedAt }) => {
      return { message: this.#messages.get(position) as ChatMessage, changedAt }
    })
    return {
      messages: [...this.#messages.values()], conversations: [...this.#conversations.values()], commands,
    }
  }

  #change(message: number | undefined, placed: { position: number; event: MessageChange }): void {
    const now = message === undefined ? undefined : this.#messages.get(message)
    if (now !== undefined) this.#keep(foldMessage(now, placed))
  }

  #keep(message: ChatMessage): void {
    this.#messages.set(message.position, message)
    if (message.msgSvrId !== null) this.#named.set(`${message.account} ${message.msgSvrId}`, message.position)
  }
}
