import { setTimeout as sleep } from 'node:timers/promises'
import type { ConversationEvent } from '../../protocol/conversation.ts'
import { foldConversation } from '../../protocol/conversation.ts'
import type { Placed } from '../../protocol/events/index.ts'
import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import type { SeatApi } from './seat-api.ts'
import { type ConversationKey, SeatView, conversationOf, isConversationEvent, keyOf } from './seat-view.ts'

/**
 * Fills and keeps a seat's view (P69): reads everything at a position while live events wait, then applies
 * them; reads a conversation again when an event asks for it. A read that fails is tried again, for the
 * database may be away.
 */
export class SeatLoader {
  readonly #api: SeatApi
  readonly #onChanged: () => void
  #view = new SeatView()
  /** While everything is being read. */
  #held: Placed[] | null = null
  /** Conversation events since the load, to be folded again into a row that was read in between. */
  #recent: Placed<ConversationEvent>[] = []
  #load = 0
  #reading = 0
  readonly #stopped = new AbortController()

  constructor({ api, onChanged }: { api: SeatApi; onChanged: () => void }) {
    this.#api = api
    this.#onChanged = onChanged
  }

  get view(): SeatView { return this.#view }
  get busy(): boolean { return this.#held !== null || this.#reading > 0 }

  /** What lies above `position` comes as events. */
  start(position: Position, { inMs = 0 } = {}): void {
    const load = ++this.#load
    this.#held = []
    const waited = sleep(inMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined)
    const read = () => this.#persist(() => this.#read(position), () => load === this.#load)
    void waited.then(read).then((view) => {
      if (view === null || load !== this.#load) return
      this.#begin(view)
    })
  }

  onHappened(placed: Placed): void {
    // Threads have got messages that no event tells; conversations have come or gone.
    const { kind } = placed.event
    if (kind === 'chatsSynced' || kind === 'peersAssigned') this.start(placed.position)
    if (this.#held !== null) this.#held.push(placed)
    else this.#apply(placed)
  }

  async loadAfresh(atLeast: Position | null): Promise<SeatView> {
    const view = new SeatView()
    const { rows } = await this.#api.conversations(atLeast)
    for (const row of rows) await this.#readInto(view, { ...row, atLeast })
    return view
  }

  stop(): void {
    this.#load++
    this.#stopped.abort()
  }

  async #read(position: Position): Promise<SeatView> {
    const view = await this.loadAfresh(position)
    // A conversation that moved between two pages while they were read, or one that is new: its events name
    // it.
    for (;;) {
      const missing = this.#held?.map(({ event }) => event).find((event) => {
        return isConversationEvent(event) && !passing.has(event.kind) && !view.conversations.has(keyOf(event))
      })
      if (missing === undefined || !isConversationEvent(missing)) return view
      await this.#readInto(view, { account: missing.account, peer: missing.peer, atLeast: position })
      if (view.conversations.has(keyOf(missing))) continue
      // Not stored at that position: its first event is among those that wait.
      return view
    }
  }

  /** The conversation as it is now, not as its page had it: the messages are read later than the page. */
  async #readInto(
    view: SeatView, { account, peer, atLeast }: { account: AccountId; peer: PeerId; atLeast: Position | null },
  ): Promise<void> {
    const { row } = await this.#api.call('getConversation', { account, peer, atLeast })
    if (row === null) return
    view.putConversation(row)
    for (const message of await this.#api.thread({ account, peer, atLeast })) view.putMessage(message)
  }

  #begin(view: SeatView): void {
    const held = this.#held ?? []
    this.#view = view
    this.#held = null
    this.#recent = []
    for (const placed of held) this.#apply(placed)
    this.#onChanged()
  }

  #apply(placed: Placed): void {
    if (isConversationEvent(placed.event)) this.#recent.push({ ...placed, event: placed.event })
    const again = this.#view.apply(placed)
    if (again !== null) void this.#readAgain(again, placed.position)
  }

  async #readAgain(key: ConversationKey, atLeast: Position): Promise<void> {
    const load = this.#load
    const [account, peer] = key.split(' ') as [AccountId, PeerId]
    this.#reading++
    const read = () => this.#api.call('getConversation', { account, peer, atLeast })
    const answer = await this.#persist(read, () => load === this.#load)
    this.#reading--
    if (answer !== null && load === this.#load) {
      const { row, position } = answer
      const later = this.#recent.filter((one) => keyOf(one.event) === key && one.position > position)
      if (row === null) this.#view.dropConversation(key)
      else this.#view.putConversation(later.reduce(foldConversation, conversationOf(row)))
    }
    this.#onChanged()
  }

  /** Null when it is no longer wanted. */
  async #persist<T>(work: () => Promise<T>, isWanted: () => boolean): Promise<T | null> {
    const { signal } = this.#stopped
    while (isWanted() && !signal.aborted) {
      try {
        return await work()
      } catch {
        await sleep(againMs, undefined, { signal }).catch(() => undefined)
      }
    }
    return null
  }
}

const againMs = 200

/** They change what is there, and make nothing. */
const passing: ReadonlySet<string> = new Set(['conversationRead', 'conversationMarked', 'messageRecalled'])
