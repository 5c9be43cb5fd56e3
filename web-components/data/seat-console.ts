import { type Signal, batch, computed, signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import type { Position, TabId } from '../../protocol/ids.ts'
import { type UserView, whoAmI } from '../../protocol/operations/session.ts'
import type { SeatDownlink } from '../../protocol/messages/seat.ts'
import type { Api } from './api.ts'
import { ChatLoader } from './chat-loader.ts'
import { ChatStore } from './chat-store.ts'
import { type ConversationKey, splitKey } from './conversation-key.ts'
import { Drafts } from './drafts.ts'
import { PeerCards } from './peer-cards.ts'
import { Outbox, type SeatFact } from './outbox.ts'
import { RefusedShelf } from './refused-shelf.ts'
import { SeatLink } from './seat-link.ts'
import { Sender } from './sender.ts'
import type { Thread } from './thread.ts'

export interface ConsoleParts {
  user: UserView
  api: Api
  tab: TabId
  /** The tab's name is the one before a reload: what waited then is sent now. */
  kept: boolean
  newSocket: () => WebSocket
  renewTab: () => TabId
  storage?: Storage
  /** Something failed that has no place of its own on the screen. */
  onNotice?: (text: string) => void
}

/** One agent's console without its looks: link, store, loader and what the agent can do. */
export class SeatConsole {
  readonly user: UserView
  readonly store = new ChatStore()
  readonly loader: ChatLoader
  readonly link: SeatLink
  readonly sender: Sender
  readonly drafts: Drafts
  readonly cards: PeerCards
  readonly api: Api
  readonly open: Signal<ConversationKey | null> = signal(null)
  /** What the agent has seen, until the hub says so too. */
  readonly #seen = signal<ReadonlyMap<ConversationKey, Position>>(new Map())
  #outbox: Outbox
  #clockOffsetMs = 0
  /** Of the welcome: what a reset loads from. */
  #welcomedAt: Position = 0
  /** Until everything missed has come: the number up to which the welcome acked. */
  #ackedAtWelcome: number | null = null
  readonly #parts: ConsoleParts

  constructor(parts: ConsoleParts) {
    this.#parts = parts
    this.user = parts.user
    this.api = parts.api
    this.drafts = new Drafts({ user: parts.user.user })
    this.cards = new PeerCards(parts.api)
    this.loader = new ChatLoader({ api: parts.api, store: this.store })
    this.#outbox = this.#newOutbox(parts.tab, parts.kept)
    this.sender = new Sender({
      store: this.store, say: (fact) => this.#say(fact), taskOf: (entry) => this.#outbox.taskOf(entry),
      onNotice: (text) => parts.onNotice?.(text), nowMs: () => this.nowMs(),
      shelf: new RefusedShelf({ user: parts.user.user, storage: parts.storage ?? sessionStorage }),
    })
    this.sender.restore(this.#outbox.entries)
    this.link = new SeatLink({
      newSocket: parts.newSocket, outbox: () => this.#outbox,
      listener: {
        cursor: () => this.store.position,
        onWelcome: (welcome) => this.#onWelcome(welcome),
        onHappened: (placed) => this.#onHappened(placed),
        onReached: (position) => this.#onReached(position),
        onReset: () => this.#loadFrom(this.#welcomedAt),
        onRefused: (refusal) => this.sender.onRefused(refusal, this.#outbox.entries),
        onNumbersLost: () => this.#renew(true),
        stillSignedIn: async () => {
          const answer = await parts.api.call(whoAmI, {})
          return answer.ok || answer.fault.code !== 'notSignedIn'
        },
      },
    })
  }

  /** The hub's clock, by which a customer's waiting counts. */
  nowMs(): number {
    return Date.now() + this.#clockOffsetMs
  }

  /** Customer messages nobody has seen, over all conversations. */
  readonly unreadTotal = computed(() => {
    let total = 0
    for (const row of this.store.conversations.rows) total += this.unreadOf(row)
    return total
  })

  unreadOf(row: { account: string; peer: string; unread: number; lastPosition: Position }): number {
    if (row.unread === 0) return 0
    const seen = this.#seen.value.get(`${row.account} ${row.peer}` as ConversationKey) ?? 0
    return seen >= row.lastPosition ? 0 : row.unread
  }

  openThread(key: ConversationKey | null): void {
    batch(() => {
      this.open.value = key
      if (key === null) return
      const thread = this.store.thread(key)
      void this.cards.load(key)
      if (thread.state === 'empty' || thread.state === 'failed') void this.loader.loadThread(thread)
      else void this.loader.readAgain(thread)
    })
  }

  thread(key: ConversationKey): Thread {
    return this.store.thread(key)
  }

  /** The open thread is on screen down to its end, and the agent looks. */
  markRead(key: ConversationKey): void {
    const row = this.store.conversations.row(key)
    if (row === null || row.unread === 0 || (this.#seen.peek().get(key) ?? 0) >= row.lastPosition) return
    this.#seen.value = new Map(this.#seen.peek()).set(key, row.lastPosition)
    this.#say({ kind: 'conversationRead', ...splitKey(key), upTo: row.lastPosition })
  }

  /** The agent goes on here although another tab had taken this one's name. */
  takeOver(): void {
    this.#renew(false)
    this.link.restart()
  }

  stop(): void {
    this.link.stop()
    this.sender.abortUploads()
  }

  #onWelcome({ position, serverMs, lastSequence }: Extract<SeatDownlink, { kind: 'welcome' }>): void {
    this.#clockOffsetMs = serverMs - Date.now()
    this.#welcomedAt = position
    this.#ackedAtWelcome = lastSequence
    const { position: cursor } = this.store
    // A cursor beyond the journal's end belongs to another journal: nothing read so far can be continued.
    if (cursor === null || cursor > position) this.#loadFrom(position)
  }

  #onReached(position: Position): void {
    this.store.reached(position)
    if (this.#ackedAtWelcome === null || position < this.#welcomedAt) return
    const acked = this.#ackedAtWelcome
    this.#ackedAtWelcome = null
    this.sender.onCaughtUp((task) => {
      const [tab, sequence] = task.split('.')
      return tab === this.#outbox.tab && Number(sequence) <= acked
    })
  }

  #loadFrom(position: Position): void {
    const open = this.open.peek()
    this.store.restart(position, open)
    // What was acked by now is in what is read.
    this.sender.dropAcked(this.#outbox.entries)
    this.cards.expire(open)
    void this.loader.loadAfresh()
    if (open !== null) void this.loader.loadThread(this.store.thread(open))
  }

  #onHappened(placed: Placed<HubEvent | UnknownEvent>): void {
    const peersBefore = this.store.peersChanged.peek()
    this.store.apply(placed)
    if (this.store.peersChanged.peek() !== peersBefore) this.cards.expire(this.open.peek())
    this.sender.onHappened(placed)
    const open = this.open.peek()
    if (open !== null) void this.loader.readAgain(this.store.thread(open))
    void this.loader.settleWants()
  }

  #say(fact: SeatFact): ReturnType<Outbox['add']> {
    const entry = this.#outbox.add(fact, this.nowMs())
    this.link.flush()
    return entry
  }

  /** Another name for this tab; `resend` where what waits surely never arrived. */
  #renew(resend: boolean): void {
    const before = this.#outbox
    const waiting = before.entries.map((entry) => ({ fact: entry.fact, task: before.taskOf(entry) }))
    this.#outbox = this.#newOutbox(this.#parts.renewTab(), false)
    if (resend) this.sender.renumber(waiting, (fact) => this.#outbox.add(fact, this.nowMs()))
    else this.sender.giveUp(waiting)
  }

  #newOutbox(tab: TabId, keep: boolean): Outbox {
    return new Outbox({ tab, keep, storage: this.#parts.storage ?? sessionStorage })
  }
}
