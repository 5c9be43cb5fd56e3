import { signal } from '@preact/signals-core'
import type { EventNamed, HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import { type AccountId, type PeerId, type Position, type UserId, isChatroom } from '../../protocol/ids.ts'
import type { OutputOf } from '../../protocol/operation.ts'
import type { AccountRow, ConversationRow, MessageRow } from '../../protocol/operations/chat.ts'
import type { readDesk } from '../../protocol/operations/desk.ts'
import type { NoteRow } from '../../protocol/operations/teamwork.ts'
import { AccountTable } from './account-table.ts'
import { ConversationTable } from './conversation-table.ts'
import { type ConversationKey, keyOf } from './conversation-key.ts'
import { Desk } from './desk.ts'
import { hasFailed } from './local-message.ts'
import { Thread, isAssigned } from './thread.ts'

/**
 * What the console knows, without a network: answers of operations go in by `put…`, live events by `apply`,
 * in order. However they interleave, the rows equal those of a fresh load. What must be read (again) is said
 * in `wants`.
 *
 * A read is bracketed: `beginRead` before the request, `put…` with that read after the answer; events in
 * between are folded in.
 */
export class ChatStore {
  readonly accounts = new AccountTable()
  readonly conversations = new ConversationTable()
  readonly desk: Desk
  /** Everything up to here was applied; null before the first welcome. */
  position: Position | null = null
  /** Peers whose profile changed: what a card shows of them is old. */
  readonly peersChanged = signal(0)
  /** Conversations that were looked at here and are somebody else's now: by name, whose. */
  readonly transferred = signal<ReadonlyMap<ConversationKey, string>>(new Map())
  readonly wants: Wants = { accounts: false, conversations: new Set() }
  /** All conversations were read. */
  readonly complete = signal(false)
  readonly #threads = new Map<ConversationKey, Thread>()
  readonly #reads = new Set<Read>()
  readonly #user: UserId

  constructor({ user }: { user: UserId }) {
    this.#user = user
    this.desk = new Desk({ user })
  }

  beginRead(): Read {
    const read: Read = { events: [] }
    this.#reads.add(read)
    return read
  }

  abandonRead(read: Read): void {
    this.#reads.delete(read)
  }

  apply(placed: Placed<HubEvent | UnknownEvent>): void {
    if (this.position !== null && placed.position <= this.position) return
    this.position = placed.position
    if (placed.event.kind === 'unknownFact') return
    const known = placed as Placed<HubEvent>
    for (const read of this.#reads) read.events.push(known)
    if (this.accounts.apply(known)) this.wants.accounts = true
    this.#applyToConversation(known)
    this.desk.apply(known)
    this.#applyToPeers(known)
    // A card says when the first message was.
    if (known.event.kind === 'chatsSynced') this.peersChanged.value += 1
    for (const thread of this.#threads.values()) thread.apply(known)
  }

  reached(position: Position): void {
    this.position = Math.max(this.position ?? 0, position)
  }

  /** A fresh load from `position` begins; what is shown stays until it is read again. */
  restart(position: Position, open: ConversationKey | null): void {
    this.position = position
    this.#reads.clear()
    for (const thread of this.#threads.values()) thread.expire(thread.key === open)
    this.wants.conversations.clear()
    this.wants.accounts = false
    this.complete.value = false
    this.conversations.expire()
  }

  putAccounts(rows: readonly AccountRow[], { position, read }: ReadAt): void {
    this.accounts.replace(rows, position)
    for (const placed of this.#endRead({ position, read })) this.accounts.apply(placed)
  }

  putDesk(output: OutputOf<typeof readDesk>, at: ReadAt): void {
    this.desk.replace(output)
    for (const placed of this.#endRead(at)) this.desk.apply(placed)
  }

  putConversations(rows: readonly ConversationRow[], { position, more, read }: PageAt): void {
    for (const key of rows.map(keyOf)) {
      if (!this.conversations.isFresh(key)) this.wants.conversations.delete(key)
    }
    this.conversations.merge(rows, position)
    for (const placed of this.#endRead({ position, read })) this.#applyToConversation(placed)
    if (more) return
    this.conversations.dropStale(this.wants.conversations)
    this.complete.value = true
  }

  /** The answer about one conversation; null where there is none. */
  putConversation(key: ConversationKey, row: ConversationRow | null, { position, read }: ReadAt): void {
    this.conversations.put(key, row, position)
    const missed = this.#endRead({ position, read })
    if (row === null) return
    for (const placed of missed) if (concerns(placed.event, key)) this.#applyToConversation(placed)
  }

  thread(key: ConversationKey): Thread {
    const known = this.#threads.get(key)
    this.#threads.delete(key)
    const thread = known ?? new Thread(key)
    this.#threads.set(key, thread)
    this.#forgetThreads()
    return thread
  }

  allThreads(): Iterable<Thread> {
    return this.#threads.values()
  }

  /** The newest rows of a thread, all of it as far as it is to be shown. */
  putThread(thread: Thread, rows: readonly MessageRow[], { position, more, notes, read }: ThreadPageAt): void {
    thread.replace(rows, { position, more, notes })
    for (const placed of this.#endRead({ position, read })) thread.apply(placed)
  }

  putOlder(thread: Thread, rows: readonly MessageRow[], { position, more, notes, read }: ThreadPageAt): void {
    thread.prepend(rows, { more, notes })
    for (const placed of this.#endRead({ position, read })) thread.apply(placed)
  }

  /** What happened after the answer was read and before it came here. */
  #endRead({ position, read }: ReadAt): Placed<HubEvent>[] {
    this.#reads.delete(read)
    return read.events.filter((placed) => placed.position > position)
  }

  #applyToConversation(placed: Placed<HubEvent>): void {
    const { event } = placed
    switch (event.kind) {
      case 'messageReceived':
      case 'sendRequested':
      case 'hubSendRequested':
      case 'conversationRead':
      case 'conversationMarked':
        if (!this.conversations.apply({ ...placed, event })) this.wants.conversations.add(keyOf(event))
        return
      case 'messageRecalled':
        this.conversations.apply({ ...placed, event })
        return
      case 'messageRepeated':
        this.wants.conversations.add(keyOf(event))
        return
      case 'peersAssigned': return this.#onAssigned(event)
      default: return
    }
  }

  /**
   * What came to this seat is read; what went is dropped at once. Who keeps the phone isn't always known here: then
   * the hub is asked, and answers nothing of what isn't ours.
   */
  #onAssigned({ account, peers, seat, seatName }: EventNamed<'peersAssigned'>): void {
    const row = this.accounts.row(account)
    const isOurs = seat === null ? row?.kept !== false : seat === this.#user
    const transferred = new Map(this.transferred.peek())
    for (const key of peers.map((peer) => keyOf({ account, peer }))) {
      transferred.delete(key)
      if (isOurs) {
        this.wants.conversations.add(key)
      } else {
        this.wants.conversations.delete(key)
        this.conversations.drop(key)
        if (this.#threads.has(key)) transferred.set(key, seatName)
      }
    }
    this.transferred.value = transferred
    // The account came with its first conversation here, or went with its last one.
    if (row?.kept !== true) this.wants.accounts = true
    if (isOurs) this.peersChanged.value += 1
  }

  #applyToPeers({ event }: Placed<HubEvent>): void {
    switch (event.kind) {
      case 'friendChanged': return this.#peerChanged(event.account, event.friend.wxid)
      case 'friendRemoved':
      case 'chatroomLeft': return this.#peerChanged(event.account, event.peer)
      case 'chatroomChanged': return this.#peerChanged(event.account, event.chatroom.chatroom)
      case 'friendsListed':
        for (const { wxid } of event.friends) this.#peerListed(event.account, wxid)
        return
      case 'chatroomsListed':
        for (const { chatroom } of event.chatrooms) this.#peerListed(event.account, chatroom)
        return
      default: return
    }
  }

  #peerChanged(account: AccountId, peer: PeerId): void {
    const key = keyOf({ account, peer })
    if (this.conversations.isFresh(key)) this.wants.conversations.add(key)
    this.peersChanged.value += 1
  }

  /** A snapshot names everybody, mostly unchanged: only those still without a name are worth a look. */
  #peerListed(account: AccountId, peer: PeerId): void {
    const key = keyOf({ account, peer })
    if (this.conversations.row(key)?.peerName === peer) this.#peerChanged(account, peer)
  }

  /** Threads that were looked at stay live for a quick return; the oldest are let go. */
  #forgetThreads(): void {
    for (const [key, thread] of this.#threads) {
      if (this.#threads.size <= threadsMost) return
      if (thread.locals.length === 0) this.#threads.delete(key)
    }
  }
}

/** One request under way, and what happened meanwhile. */
export interface Read {
  events: Placed<HubEvent>[]
}

export interface ReadAt {
  position: Position
  read: Read
}

export interface PageAt extends ReadAt {
  /** There are further pages. */
  more: boolean
}

export interface ThreadPageAt extends PageAt {
  notes: NoteRow[]
}

export interface Wants {
  accounts: boolean
  conversations: Set<ConversationKey>
}

/** Messages of ours that weren't sent, over all conversations. */
export function failedKeys(store: ChatStore): ConversationKey[] {
  return [...store.allThreads()].filter(({ locals }) => locals.some(hasFailed)).map(({ key }) => key)
}

/** Chatrooms have many writers: their names stand over the messages. */
export function showsSenders(key: ConversationKey): boolean {
  return isChatroom(key.split(' ')[1] as PeerId)
}

function concerns(event: HubEvent, key: ConversationKey): boolean {
  if (event.kind === 'peersAssigned') return isAssigned(event, key)
  return 'account' in event && 'peer' in event && event.account !== null && event.peer !== null
    && keyOf({ account: event.account, peer: event.peer }) === key
}

const threadsMost = 24
