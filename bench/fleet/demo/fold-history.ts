import { responseOf } from '../../../actors/rules/response-time.ts'
import { sensitiveIn } from '../../../hub/projector/slice/fold-sensitive.ts'
import {
  type ChatMessage, type MessageChange, foldMessage, receivedMessage, sentMessage, userOf,
} from '../../../protocol/chat-message.ts'
import {
  type ConversationEvent, foldConversation, newConversation,
} from '../../../protocol/conversation.ts'
import type { EventNamed, Placed } from '../../../protocol/events/index.ts'
import type { TaskId, UserId } from '../../../protocol/ids.ts'
import type { StoredConversation } from '../../../storage/writers/conversations.ts'
import type { ResponseRow } from '../../../storage/writers/responses.ts'
import type { SensitiveOperationRow } from '../../../storage/writers/sensitive-operations.ts'
import { demoWords } from './words.ts'

export interface SentCommand {
  message: ChatMessage
  /** Position of its result, or of the request as long as there is none. */
  changedAt: number
}

/** What storage holds after these events. */
export interface Folded {
  messages: ChatMessage[]
  conversations: StoredConversation[]
  commands: SentCommand[]
  responses: ResponseRow[]
  sensitive: SensitiveOperationRow[]
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
    else if (event.kind === 'messageRecalled') fold.onRecalled({ ...at, event })
    else if (event.kind === 'messageStateChanged') fold.onChanged({ ...at, event })
  }
  return fold.result()
}

class Fold {
  readonly #messages = new Map<number, ChatMessage>()
  readonly #conversations = new Map<string, StoredConversation>()
  readonly #responses: ResponseRow[] = []
  readonly #sensitive: SensitiveOperationRow[] = []
  readonly #commands = new Map<TaskId, { position: number; changedAt: number }>()
  /** Account and msgSvrId → position of the message. */
  readonly #named = new Map<string, number>()

  onReceived(placed: Placed<EventNamed<'messageReceived'>>): void {
    const message = receivedMessage(placed)
    this.#keep(message)
    this.#note(message, null)
    this.onTalk(placed)
  }

  onSent(placed: Placed<EventNamed<'sendRequested'>>): void {
    const message = sentMessage(placed)
    const { position } = placed
    this.#commands.set(message.task as TaskId, { position, changedAt: position })
    this.#keep(message)
    this.#note(message, message.user)
    this.onTalk(placed)
  }

  onFinished({ position, event }: Placed<EventNamed<'taskFinished'>>): void {
    const command = this.#commands.get(event.task)
    if (command === undefined) return
    command.changedAt = position
    this.#change(command.position, { position, event })
  }

  onRecalled(placed: Placed<EventNamed<'messageRecalled'>>): void {
    this.onChanged(placed)
    this.onTalk(placed)
  }

  onChanged({ position, event }: Placed<EventNamed<'messageRecalled' | 'messageStateChanged'>>): void {
    this.#change(this.#named.get(`${event.account} ${event.msgSvrId}`), { position, event })
  }

  onTalk(placed: Placed<ConversationEvent>): void {
    const { account, peer } = placed.event
    const key = `${account} ${peer}`
    const before = this.#conversations.get(key) ?? { ...newConversation(account, peer), turns: null }
    const after = foldConversation(before, placed)
    this.#conversations.set(key, after)
    const { event, position } = placed
    const response = responseOf(before, after, placed)?.response ?? null
    if (response === null) return
    const by = event.kind === 'sendRequested'
      ? { seat: userOf(event.source), via: 'console' as const } : { seat: null, via: 'phone' as const }
    const { sinceMs, respondedMs: atMs } = response
    const served = { device: null, settled: false, kept: null }
    this.#responses.push({ account, peer, ...served, atMs, position, sinceMs, ...by })
  }

  result(): Folded {
    const commands = [...this.#commands.values()].map(({ position, changedAt }) => {
      return { message: this.#messages.get(position) as ChatMessage, changedAt }
    })
    return {
      messages: [...this.#messages.values()], conversations: [...this.#conversations.values()], commands,
      responses: this.#responses, sensitive: this.#sensitive,
    }
  }

  #note(message: ChatMessage, seat: UserId | null): void {
    const found = sensitiveIn(message, demoWords)
    this.#sensitive.push(...found.map((one) => ({ ...one, device: null, seat, settled: false })))
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
