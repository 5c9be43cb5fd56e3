import { signal } from '@preact/signals-core'
import {
  type ChatMessage, type InThread, type MessageChange, compareMessages, foldMessage, receivedMessage, sentMessage,
  taskOf,
} from '../../protocol/chat-message.ts'
import type { EventNamed, HubEvent, Placed } from '../../protocol/events/index.ts'
import type { MsgSvrId, Position, TaskId } from '../../protocol/ids.ts'
import type { MessageRow, ThreadPage } from '../../protocol/operations/chat.ts'
import { fromBase64 } from './base64.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'
import type { LocalMessage } from './local-message.ts'
import { ThreadNotes, lowest } from './thread-notes.ts'

/**
 * The loaded end of one conversation: a run of messages without a hole from the oldest loaded one to the
 * newest. Live events are folded in as the hub folds them into its rows.
 */
export class Thread {
  readonly key: ConversationKey
  readonly revision = signal(0)
  state: 'empty' | 'loading' | 'ready' | 'failed' = 'empty'
  /** Older ones are loading, or couldn't be. */
  older: 'idle' | 'loading' | 'failed' = 'idle'
  /** Events were missed: shown as it was, until it is read again. */
  stale = false
  /** Old messages may have come between those that are here: it is to be read again, as it stands meanwhile. */
  outdated = false
  /** The hub has older ones. */
  more = false
  messages: ChatMessage[] = []
  locals: LocalMessage[] = []
  readonly notes: ThreadNotes
  /** Failed sends that are tried again, until the hub says so itself. */
  readonly retrying = new Set<TaskId>()
  /** Sends that the hub has acked, of which only the thread tells whether they were refused. */
  readonly doubted = new Set<TaskId>()
  /** What happened up to here is in `messages`. */
  #upTo: Position = 0
  #bySvrId = new Map<MsgSvrId, InThread>()
  #byTask = new Map<TaskId, InThread>()

  constructor(key: ConversationKey) {
    this.key = key
    this.notes = new ThreadNotes(key)
  }

  /**
   * The newest page, or all pages of a reload: nothing that was here is kept. `rows` newest first, read at
   * `position`.
   */
  replace(rows: readonly MessageRow[], { position, more, notes }: Omit<ThreadPage, 'rows'>): void {
    this.notes.replace(notes)
    this.messages = rows.map(readRow).sort(compareMessages)
    this.#upTo = position
    this.#bySvrId.clear()
    this.#byTask.clear()
    for (const message of this.messages) this.#index(message)
    this.locals = this.locals.filter(({ task }) => task === null || !this.#byTask.has(task))
    this.more = more
    this.state = 'ready'
    this.stale = false
    this.outdated = false
    this.changed()
  }

  /** Is everything that was said since then in `messages`? */
  reaches(sinceMs: number): boolean {
    const [oldest] = this.messages
    return !this.more || (oldest !== undefined && oldest.journalMs <= sinceMs)
  }

  /** Events were missed. What isn't on screen is simply read again when it is opened. */
  expire(isOpen: boolean): void {
    this.stale = true
    if (isOpen) return
    this.state = 'empty'
    this.messages = []
    this.changed()
  }

  /** Where the next page goes on. */
  get oldest(): InThread | undefined {
    return lowest(this.messages[0], this.notes.all[0])
  }

  /** A page of older ones, newest first. */
  prepend(rows: readonly MessageRow[], { more, notes }: Pick<ThreadPage, 'more' | 'notes'>): void {
    this.notes.prepend(notes)
    const first = this.messages[0]
    const older = rows.map(readRow).filter((row) => first === undefined || compareMessages(row, first) < 0)
      .sort(compareMessages)
    this.messages = [...older, ...this.messages]
    for (const message of older) this.#index(message)
    this.more = more
    this.older = 'idle'
    this.changed()
  }

  apply(placed: Placed<HubEvent>): void {
    const { event, position } = placed
    this.#age(event)
    if (this.state !== 'ready' || this.stale) return
    switch (event.kind) {
      case 'messageReceived': return this.#onReceived({ ...placed, event })
      case 'sendRequested': return this.#onSent({ ...placed, event })
      case 'hubSendRequested':
        if (this.#isNew(placed, event)) this.#append(sentMessage({ ...placed, event }))
        return
      case 'taskFinished':
      case 'commandExpired': return this.#change(this.#byTask.get(event.task), { position, event })
      case 'messageRecalled':
      case 'mediaArrived':
      case 'messageStateChanged':
        if (keyOf(event) === this.key) this.#change(this.#bySvrId.get(event.msgSvrId), { position, event })
        return
      case 'messageRepeated': return this.#drop(event.repeat)
      default:
        if (this.notes.apply(placed)) this.changed()
    }
  }

  /** Keeps the newest so many: the older ones are read again when somebody scrolls there. */
  trim(most: number): void {
    if (this.state !== 'ready' || this.older === 'loading' || this.messages.length <= most) return
    this.messages = this.messages.slice(-most)
    this.#bySvrId.clear()
    this.#byTask.clear()
    for (const message of this.messages) this.#index(message)
    this.more = true
    this.changed()
  }

  addLocal(local: LocalMessage): void {
    this.locals = [...this.locals, local]
    this.changed()
  }

  changeLocal(id: string, change: Partial<LocalMessage>): void {
    this.locals = this.locals.map((local) => (local.id === id ? { ...local, ...change } : local))
    this.changed()
  }

  removeLocal(id: string): void {
    this.locals = this.locals.filter((local) => local.id !== id)
    this.changed()
  }

  changed(): void {
    this.revision.value = this.revision.peek() + 1
  }

  /** What is settled or no longer whole by an event, whether anything is loaded or not. */
  #age(event: HubEvent): void {
    if (event.kind === 'sendRequested') this.#settle(taskOf(event))
    else if (event.kind === 'chatsSynced') this.outdated = true
    else if (event.kind === 'peersAssigned' && isAssigned(event, this.key)) this.#onAssigned()
  }

  /** While it is somebody else's nothing of it is told here: should it come back, it is read again. */
  #onAssigned(): void {
    this.outdated = true
    if (this.state === 'ready' && !this.stale) return
    if (this.state !== 'loading') this.state = 'empty'
    this.changed()
  }

  #onReceived(placed: Placed<EventNamed<'messageReceived'>>): void {
    // The hub takes the later of two with one msgSvrId off every screen; here it never appears.
    if (this.#bySvrId.has(placed.event.msgSvrId) || !this.#isNew(placed, placed.event)) return
    this.#append(receivedMessage(placed))
  }

  #onSent({ event, ...at }: Placed<EventNamed<'sendRequested'>>): void {
    if (keyOf(event) !== this.key) return
    const task = taskOf(event)
    if (event.retryOf !== null) return this.#change(this.#byTask.get(task), { position: at.position, event })
    const placed = { event, ...at }
    if (this.#isNew(placed, event) && !this.#byTask.has(task)) this.#append(sentMessage(placed))
  }

  #isNew({ position }: Placed<unknown>, event: Parameters<typeof keyOf>[0]): boolean {
    return keyOf(event) === this.key && position > this.#upTo
  }

  /** What is live is later than all that is old. */
  #append(message: ChatMessage): void {
    this.#upTo = message.position
    this.messages = [...this.messages, message]
    this.#index(message)
    this.changed()
  }

  #change(at: InThread | undefined, change: { position: Position; event: MessageChange }): void {
    if (at === undefined) return
    const index = this.#find(at)
    const now = this.messages[index]
    if (now === undefined) return
    const next = foldMessage(now, change)
    if (next === now) return
    this.messages = this.messages.with(index, next)
    this.#index(next)
    this.changed()
  }

  #drop(position: Position): void {
    const dropped = this.messages.find((message) => message.position === position)
    if (dropped === undefined) return
    this.messages = this.messages.filter((message) => message !== dropped)
    if (dropped.msgSvrId !== null) this.#bySvrId.delete(dropped.msgSvrId)
    for (const message of this.messages) if (message.msgSvrId === dropped.msgSvrId) this.#index(message)
    this.changed()
  }

  /** What was said here came back as an event. */
  #settle(task: TaskId): void {
    const locals = this.locals.filter((local) => local.task !== task)
    if (!this.retrying.delete(task) && locals.length === this.locals.length) return
    this.locals = locals
    this.changed()
  }

  #index({ msgSvrId, task, journalMs, position }: ChatMessage): void {
    if (msgSvrId !== null) this.#bySvrId.set(msgSvrId, { journalMs, position })
    if (task !== null) this.#byTask.set(task, { journalMs, position })
  }

  #find(wanted: InThread): number {
    let [low, high] = [0, this.messages.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const order = compareMessages(this.messages[middle] as ChatMessage, wanted)
      if (order === 0) return middle
      if (order < 0) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

export function isAssigned({ account, peers }: EventNamed<'peersAssigned'>, key: ConversationKey): boolean {
  return peers.some((peer) => keyOf({ account, peer }) === key)
}

function readRow(row: MessageRow): ChatMessage {
  return { ...row, body: fromBase64(row.body) }
}
