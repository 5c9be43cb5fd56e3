import {
  type ChatMessage, type MessageChange, foldMessage, receivedMessage, sentMessage,
} from '../../../protocol/chat-message.ts'
import { type Conversation, type ConversationEvent, foldConversation, newConversation } from '../../../protocol/conversation.ts'
import type { Placed } from '../../../protocol/events/index.ts'
import type { AccountId, PeerId, TaskId } from '../../../protocol/ids.ts'

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
  const messages = new Map<number, ChatMessage>()
  const conversations = new Map<string, Conversation>()
  const byTask = new Map<TaskId, SentCommand>()
  const byMsgSvrId = new Map<string, ChatMessage>()
  const keep = (message: ChatMessage) => {
    messages.set(message.position, message)
    if (message.msgSvrId !== null) byMsgSvrId.set(`${message.account} ${message.msgSvrId}`, message)
    const command = message.task === null ? undefined : byTask.get(message.task)
    if (command !== undefined) byTask.set(message.task as TaskId, { ...command, message })
  }
  const change = (message: ChatMessage | undefined, { position, event }: Placed<MessageChange>) => {
    if (message !== undefined) keep(foldMessage(message, { position, event }))
  }
  for (const { position, journalMs, event } of history) {
    switch (event.kind) {
      case 'messageReceived':
        keep(receivedMessage({ position, journalMs, event }))
        talk(conversations, { position, journalMs, event })
        break
      case 'sendRequested': {
        const message = sentMessage({ position, journalMs, event })
        byTask.set(message.task as TaskId, { message, changedAt: position })
        keep(message)
        talk(conversations, { position, journalMs, event })
        break
      }
      case 'taskFinished': {
        change(byTask.get(event.task)?.message, { position, journalMs, event })
        const command = byTask.get(event.task)
        if (command !== undefined) byTask.set(event.task, { ...command, changedAt: position })
        break
      }
      case 'messageRecalled': case 'messageStateChanged':
        change(byMsgSvrId.get(`${event.account} ${event.msgSvrId}`), { position, journalMs, event })
        break
      case 'conversationRead':
        talk(conversations, { position, journalMs, event })
        break
    }
  }
  return { messages: [...messages.values()], conversations: [...conversations.values()], commands: [...byTask.values()] }
}

function talk(conversations: Map<string, Conversation>, placed: Placed<ConversationEvent>): void {
  const { account, peer } = placed.event as { account: AccountId; peer: PeerId }
  const key = `${account} ${peer}`
  conversations.set(key, foldConversation(conversations.get(key) ?? newConversation(account, peer), placed))
}
