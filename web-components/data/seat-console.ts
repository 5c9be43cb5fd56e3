import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals-core'
import type { HubEvent, Placed, UnknownEvent } from '../../protocol/events/index.ts'
import type { Position, TabId } from '../../protocol/ids.ts'
import type { ConversationRow } from '../../protocol/operations/chat.ts'
import { type UserView, whoAmI } from '../../protocol/operations/session.ts'
import type { SeatDownlink } from '../../protocol/messages/seat.ts'
import { AnswerGuard } from './answer-guard.ts'
import type { Api } from './api.ts'
import { AssignmentNotices } from './assignment-notices.ts'
import { ChatLoader } from './chat-loader.ts'
import { ChatStore } from './chat-store.ts'
import { Colleagues } from './colleagues.ts'
import { Company } from './company.ts'
import { type ConversationKey, keyOf, splitKey } from './conversation-key.ts'
import { Customers } from './customers.ts'
import { Drafts } from './drafts.ts'
import { MessageDesk } from './message-desk.ts'
import { OwnMode } from './own-mode.ts'
import { FriendRequests } from './friend-requests.ts'
import { Notices } from './notices.ts'
import { NoteDesk } from './note-desk.ts'
import { PeerCards } from './peer-cards.ts'
import { QuickReplies } from './quick-replies.ts'
import { Outbox, type SeatFact } from './outbox.ts'
import { PreferenceKeeper } from './preferences.ts'
import { RefusedShelf } from './refused-shelf.ts'
import { type CompanyMessage, SeatLink } from './seat-link.ts'
import { Sender } from './sender.ts'
import { ThreadPlaces } from './thread-places.ts'
import type { Thread } from './thread.ts'
import { Watch } from './watch.ts'

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
  readonly store: ChatStore
  readonly loader: ChatLoader
  readonly link: SeatLink
  readonly sender: Sender
  readonly drafts: Drafts
  readonly guard: AnswerGuard
  readonly company: Company
  readonly watch: Watch
  readonly colleagues: Colleagues
  readonly notes: NoteDesk
  readonly cards: PeerCards
  readonly replies: QuickReplies
  readonly customers: Customers
  readonly notices: Notices
  readonly mode: OwnMode
  readonly desk: MessageDesk
  readonly requests: FriendRequests
  readonly preferences: PreferenceKeeper
  readonly places = new ThreadPlaces()
  readonly api: Api
  readonly open: Signal<ConversationKey | null> = signal(null)
  /** What the agent has seen, until the hub says so too. */
  readonly #seen = signal<ReadonlyMap<ConversationKey, Position>>(new Map())
  readonly seen: ReadonlySignal<ReadonlyMap<ConversationKey, Position>> = this.#seen
  readonly #gifts: AssignmentNotices
  readonly #listeners = new Set<(placed: Placed<HubEvent | UnknownEvent>) => void>()
  #outbox: Outbox
  #reloading: ReturnType<typeof setTimeout> | undefined
  #reading: ReturnType<typeof setTimeout> | undefined
  #clockOffsetMs = 0
  /** Of the welcome: what a reset loads from. */
  #welcomedAt: Position = 0
  /** Until everything missed has come: the number up to which the welcome acked. */
  #ackedAtWelcome: number | null = null
  readonly #parts: ConsoleParts

  constructor(parts: ConsoleParts) {
    this.#parts = parts
    this.user = parts.user
    this.store = new ChatStore({ user: parts.user.user })
    this.#gifts = new AssignmentNotices({ user: parts.user.user, say: (text) => parts.onNotice?.(text) })
    this.guard = new AnswerGuard({ store: this.store, user: parts.user.user })
    this.api = parts.api
    this.colleagues = new Colleagues(parts.api)
    this.notes = new NoteDesk({ say: (fact) => this.#say(fact), onNotice: (text) => parts.onNotice?.(text) })
    this.company = new Company({ say: (at, typing) => this.link.attend(at, typing) })
    this.watch = new Watch({ api: parts.api, askAgain: () => this.company.sayAgain() })
    this.drafts = new Drafts({
      user: parts.user.user, desk: this.store.desk, nowMs: () => this.nowMs(),
      say: (key, text) => this.#sayOnLine({ kind: 'draftKept', ...splitKey(key), text }),
    })
    this.preferences = new PreferenceKeeper({
      user: parts.user.user, desk: this.store.desk, api: parts.api, onFault: (text) => parts.onNotice?.(text),
    })
    this.desk = new MessageDesk({ user: parts.user.user })
    this.replies = new QuickReplies(parts.api)
    const known = { api: parts.api, position: () => this.store.position ?? 0 }
    this.cards = new PeerCards(known)
    const say = (text: string): void => parts.onNotice?.(text)
    this.customers = new Customers({ ...known, say })
    this.notices = new Notices({ api: parts.api, say })
    this.mode = new OwnMode({ user: parts.user.user, say: (fact) => void this.#say(fact) })
    this.requests = new FriendRequests({
      api: parts.api, position: () => this.store.position, say: (text) => parts.onNotice?.(text),
    })
    this.loader = new ChatLoader({
      api: parts.api, store: this.store, onThread: (thread) => this.sender.onThreadRead(thread),
    })
    this.#outbox = this.#newOutbox(parts.tab, parts.kept)
    this.sender = new Sender({
      store: this.store, user: parts.user.user, say: (fact) => this.#say(fact),
      taskOf: (entry) => this.#outbox.taskOf(entry),
      seen: (key) => this.guard.seen(key), confirm: (key) => this.guard.confirm(key),
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
        onReset: (inMs) => this.#loadFrom(this.#welcomedAt, inMs),
        onRefused: (refusal) => {
          const entry = this.#outbox.entries.find(({ sequence }) => sequence === refusal.sequence)
          this.notes.onRefused(entry?.fact, refusal)
          this.sender.onRefused(refusal, this.#outbox.entries)
        },
        onCompany: (told) => this.#onCompany(told),
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
      const left = this.open.peek()
      if (left !== null && left !== key) this.store.thread(left).trim(leftMessagesMost)
      this.open.value = key
      this.company.lookAt(key)
      if (key === null) return
      const thread = this.store.thread(key)
      void this.cards.load(key)
      if (thread.state === 'empty' || thread.state === 'failed') void this.loader.loadThread(thread)
      else void this.loader.readAgain(thread)
    })
  }

  /** A conversation of somebody else, live, instead of the own ones; null: back to those. */
  watchConversation(row: ConversationRow | null): void {
    this.watch.open(row)
    this.company.lookAt(row === null ? this.open.peek() : keyOf(row))
  }

  /** Says something that has no place of its own on the screen. */
  notice(text: string): void {
    this.#parts.onNotice?.(text)
  }

  /** Of the own ones, or the one that is watched. */
  rowOf(key: ConversationKey): ConversationRow | null {
    const watched = this.watch.row.value
    return this.store.conversations.row(key) ?? (watched !== null && keyOf(watched) === key ? watched : null)
  }

  /** As the list calls them; a friend without a conversation as their card does. */
  nameOf(key: ConversationKey): string {
    const { friend, chatroom } = this.cards.entry(key)?.card ?? {}
    return this.rowOf(key)?.peerName
      ?? ([friend?.remark, friend?.nickname, chatroom?.name].find(Boolean) || splitKey(key).peer)
  }

  thread(key: ConversationKey): Thread {
    return this.watch.thread(key) ?? this.store.thread(key)
  }

  /** The open thread is on screen down to its end, and the agent looks. */
  markRead(key: ConversationKey): void {
    const row = this.store.conversations.row(key)
    if (row === null || row.unread === 0 || (this.#seen.peek().get(key) ?? 0) >= row.lastPosition) return
    this.#seen.value = new Map(this.#seen.peek()).set(key, row.lastPosition)
    this.#say({ kind: 'conversationRead', ...splitKey(key), upTo: row.lastPosition })
  }

  /** It counts as unseen again, for whoever serves it; looking at it would end that at once. */
  markUnread(key: ConversationKey): void {
    if (this.store.conversations.row(key) === null) return
    if (this.open.peek() === key) this.open.value = null
    const seen = new Map(this.#seen.peek())
    if (seen.delete(key)) this.#seen.value = seen
    this.#say({ kind: 'conversationMarked', ...splitKey(key), mark: 'unread' })
  }

  togglePin(key: ConversationKey): void {
    const mark = this.store.desk.pins.peek().has(key) ? 'unpinned' : 'pinned'
    this.#say({ kind: 'conversationMarked', ...splitKey(key), mark })
  }

  /** Of each event, once it is in the store. Returns what ends it. */
  onHappened(listener: (placed: Placed<HubEvent | UnknownEvent>) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The agent goes on here although another tab had taken this one's name. */
  takeOver(): void {
    this.#renew(false)
    this.link.restart()
  }

  stop(): void {
    clearTimeout(this.#reloading)
    clearTimeout(this.#reading)
    this.requests.stop()
    this.drafts.stop()
    this.replies.stop()
    this.preferences.stop()
    this.company.stop()
    this.link.stop()
    this.desk.voices.stop()
    this.sender.abortUploads()
  }

  #onWelcome(welcome: Extract<SeatDownlink, { kind: 'welcome' }>): void {
    const { position, serverMs, lastSequence } = welcome
    this.mode.onWelcome(welcome)
    this.#clockOffsetMs = serverMs - Date.now()
    this.#welcomedAt = position
    this.#ackedAtWelcome = lastSequence
    this.company.onWelcome()
    const { position: cursor } = this.store
    // A cursor beyond the journal's end belongs to another journal: nothing read so far can be continued.
    if (cursor === null || cursor > position) this.#loadFrom(position)
  }

  #onCompany(told: CompanyMessage): void {
    if (told.kind === 'attendance') this.company.onAttendance(told)
    else this.watch.onTold(told)
  }

  #onReached(position: Position): void {
    this.store.reached(position)
    if (this.#ackedAtWelcome === null || position < this.#welcomedAt) return
    const acked = this.#ackedAtWelcome
    this.#ackedAtWelcome = null
    this.drafts.flush()
    this.sender.onCaughtUp((task) => {
      const [tab, sequence] = task.split('.')
      return tab === this.#outbox.tab && Number(sequence) <= acked
    })
  }

  /** What is open is read at once, the rest after `inMs`. */
  #loadFrom(position: Position, inMs = 0): void {
    const open = this.open.peek()
    this.store.restart(position, open)
    this.sender.doubtAcked(this.#outbox.entries)
    this.cards.expire(open)
    this.customers.expire()
    void this.loader.loadAfresh({ inMs })
    if (open !== null) void this.loader.loadThread(this.store.thread(open))
    clearTimeout(this.#reading)
    this.#reading = setTimeout(() => {
      void this.notices.read()
      this.requests.reload()
    }, inMs)
  }

  #onHappened(placed: Placed<HubEvent | UnknownEvent>): void {
    const peersBefore = this.store.peersChanged.peek()
    this.store.apply(placed)
    if (this.store.peersChanged.peek() !== peersBefore) this.cards.expire(this.open.peek())
    this.sender.onHappened(placed)
    this.#gifts.onHappened(placed)
    this.replies.onHappened(placed.event)
    this.requests.onHappened(placed)
    for (const listener of this.#listeners) listener(placed)
    this.customers.onHappened(placed)
    this.notices.onHappened(placed)
    this.mode.onHappened(placed.event)
    if (placed.event.kind === 'configChanged' && masksChanged.has(placed.event.area)) this.#reloadSoon()
    const open = this.open.peek()
    if (open !== null && !this.store.transferred.peek().has(open)) {
      void this.loader.readAgain(this.store.thread(open))
    }
    void this.loader.settleWants()
  }

  /** What may be shown has changed: not all consoles of the company at once, and not before the hubs know it. */
  #reloadSoon(): void {
    clearTimeout(this.#reloading)
    this.#reloading = setTimeout(() => this.#loadFrom(this.store.position ?? 0), reloadMs * (1 + Math.random() * 3))
  }

  /** What is worth nothing later isn't kept until there is a line. */
  #sayOnLine(fact: SeatFact): boolean {
    if (this.link.state.peek().state !== 'online') return false
    this.#say(fact)
    return true
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

const reloadMs = 1_000
/** Of a thread that was left: some screens for a quick return. */
const leftMessagesMost = 400
/** Areas of configuration that decide what may be shown. */
const masksChanged: ReadonlySet<string> = new Set(['setting', 'device'])
