import type { Attending, SeatOut } from '../actors/out.ts'
import { type SeatEvent, type SeatItem, newSeat, receiveSeat } from '../actors/seat/seat.ts'
import type { SendCheck } from '../actors/seat/uplink.ts'
import type { Actor, Shell } from '../actors/shell.ts'
import { type CloseCode, closeCodes } from '../protocol/close-codes.ts'
import { seatConnected, seatDisconnected } from '../protocol/events/hub.ts'
import type { HubEvent } from '../protocol/events/index.ts'
import { type Decoded, encodeFrame } from '../protocol/frame.ts'
import { type Position, type RunId, type SourceId, type TabId, type UserId, tabSource } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { SeatUplink } from '../protocol/messages/seat.ts'
import { userOf } from '../protocol/chat-message.ts'
import type { Directory } from './directory/directory.ts'
import { type Originals, namesOriginals } from './guard/originals.ts'
import type { Acceptance, Verdict } from './feed/acceptance.ts'
import { CatchUp } from './feed/catch-up.ts'
import { concernsAll, tellConcerned } from './feed/concerned.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import type { Ring } from './feed/ring.ts'
import type { Journal } from './journal/journal.ts'
import type { HubVoice } from './journal/voice.ts'
import { hubLimits } from './limits.ts'
import { Pace } from './pace.ts'
import { Slices } from './slices.ts'
import type { CloseAdvice, Socket } from './sockets/socket.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface SeatsParts {
  run: RunId
  shell: Shell
  journal: Journal
  voice: HubVoice
  directory: Directory
  acceptance: Acceptance
  ring: Ring
  check: SendCheck
  originals: Pick<Originals, 'fill'>
  /** What a tab looks at, and that it is gone. */
  teamwork: { attend(tab: Tab, at: Attending): void; left(connection: number): void }
  telemetry: Telemetry
  nowMs: () => number
}

/** One tab's socket. */
export interface Tab {
  readonly connection: number
  readonly user: UserId
  /** Hash of the session it was opened with. */
  readonly session: string
  readonly socket: Socket
  tab: TabId | null
  epoch: Position
  /** Frames that wait while the originals of what they or those before them name are looked up; in their order. */
  waiting: number
  lookedUp: Promise<void>
}

interface SeatEntry {
  actor: Actor<SeatItem>
  tabs: Map<number, Tab>
  /** Events of the record that is being read, not told yet. */
  news: SeatEvent[]
}

/**
 * The seats (users) with a console on this hub: one SeatActor each, several tabs. Events reach it in the
 * journal's order.
 */
export class Seats {
  #parts: SeatsParts
  #missed: CatchUp
  #seats = new Map<UserId, SeatEntry>()
  #entries = new Set<SeatEntry>()
  #slices = new Slices(this.#entries)
  #tabs = new Map<number, Tab>()
  #count = 0
  /** Those with news. */
  #dirty: SeatEntry[] = []
  /**
   * After a hub was killed all its consoles load afresh: all at once they would keep the database from whoever opens
   * a conversation meanwhile.
   */
  #resets = new Pace({ perSecond: hubLimits.resetsPerSecondMax, waitMsMax: limits.loadInMsMax })

  constructor(parts: SeatsParts) {
    this.#parts = parts
    this.#missed = new CatchUp(parts)
  }

  get size(): number {
    return this.#tabs.size
  }

  /** What waits in all sockets. */
  get waitingBytes(): number {
    let sum = 0
    for (const { socket } of this.#tabs.values()) sum += socket.waitingBytes
    return sum
  }

  open({ user, session, socket }: { user: UserId; session: string; socket: Socket }): Tab {
    const tab: Tab = {
      connection: ++this.#count, user, session, socket, tab: null, epoch: 0, waiting: 0, lookedUp: Promise.resolve(),
    }
    const entry = this.#seats.get(user) ?? this.#spawn(user)
    entry.tabs.set(tab.connection, tab)
    this.#tabs.set(tab.connection, tab)
    entry.actor.tell({ type: 'opened', connection: tab.connection, atMs: this.#parts.nowMs() })
    return tab
  }

  frame(tab: Tab, messages: Decoded<SeatUplink>[], atMs: number): void {
    if (tab.waiting === 0 && !namesOriginals(messages)) return this.#tellFrame(tab, messages, atMs)
    if (tab.waiting >= limits.tabWindowMax) return this.#closeConnection(tab.connection, closeCodes.flood, floodAdvice)
    tab.waiting += 1
    const { originals, nowMs } = this.#parts
    tab.lookedUp = Promise.all([originals.fill(tab.user, messages), tab.lookedUp]).then(([filled]) => {
      tab.waiting -= 1
      this.#tellFrame(tab, filled, nowMs())
    })
  }

  #tellFrame({ user, connection }: Tab, messages: Decoded<SeatUplink>[], atMs: number): void {
    const told = this.#seats.get(user)?.actor.tell({ type: 'frame', connection, messages, atMs })
    if (told === 'full') this.#closeConnection(connection, closeCodes.flood, floodAdvice)
  }

  /** The socket is gone. Idempotent. */
  closed(tab: Tab, reason: string): void {
    if (!this.#tabs.delete(tab.connection)) return
    this.#parts.teamwork.left(tab.connection)
    const entry = this.#seats.get(tab.user)
    if (entry !== undefined) {
      entry.tabs.delete(tab.connection)
      entry.actor.tell({ type: 'closed', connection: tab.connection })
      if (entry.tabs.size === 0) this.#end(tab.user, entry)
    }
    if (tab.epoch > 0) this.#sayDisconnected(tab, reason)
  }

  /** What waited in its socket has gone: it can take more. */
  drained({ user, connection }: Tab): void {
    this.#seats.get(user)?.actor.tell({ type: 'drained', connection })
  }

  closeUser(user: UserId, code: CloseCode): void {
    for (const tab of this.#seats.get(user)?.tabs.values() ?? []) this.close(tab, code)
  }

  closeSession(session: string, code: CloseCode): void {
    for (const tab of this.#tabs.values()) if (tab.session === session) this.close(tab, code)
  }

  close(tab: Tab, code: CloseCode, advice: CloseAdvice = {}): void {
    this.#parts.telemetry.closed('seat', code)
    tab.socket.close(code, advice)
    this.closed(tab, code.name)
  }

  /** Straight to one tab; 'full': its socket has enough. */
  send(connection: number, frame: Uint8Array): 'sent' | 'full' {
    const socket = this.#tabs.get(connection)?.socket
    if (socket?.send(frame) === 'slow') this.#closeConnection(connection, closeCodes.tooSlow)
    return socket !== undefined && socket.waitingBytes > hubLimits.seatFullBytes ? 'full' : 'sent'
  }

  all(): Tab[] {
    return [...this.#tabs.values()]
  }

  /**
   * Wakes one of `slices` parts. Idle consoles hear how far the journal is, so that a reconnect has little to catch
   * up.
   */
  tick(nowMs: number, { slices, reached }: { slices: number; reached: Position }): void {
    this.#missed.tick(nowMs)
    for (const { actor } of this.#slices.next(slices)) {
      actor.tell({ type: 'reached', position: reached })
      actor.tell({ type: 'tick', nowMs })
    }
  }

  /** A fresh event, in the journal's order. */
  onEvent(at: JournalEntry): void {
    if (at.known !== null) this.#onKnown(at, at.known)
    if (this.#seats.size === 0) return
    if (concernsAll(at)) {
      for (const entry of this.#seats.values()) this.#addNews(entry, at)
      return
    }
    tellConcerned(this.#parts.directory, at, this.#addNewsOf)
  }

  /** What a record holds for one seat is told together. */
  onRecordEnd(): void {
    const dirty = this.#dirty
    if (dirty.length === 0) return
    this.#dirty = []
    for (const entry of dirty) this.#tellNews(entry)
  }

  onIgnored({ source, epoch }: Pick<JournalEntry, 'source' | 'epoch'>, verdict: Exclude<Verdict, 'fresh'>): void {
    if (source.startsWith('t/')) this.#tell(userOf(source), { type: 'ignored', source, epoch, verdict })
  }

  #onKnown(at: JournalEntry, event: HubEvent): void {
    const { position } = at
    const { source, epoch, sequence } = event
    if (source.startsWith('t/')) {
      const user = userOf(source)
      this.#tell(user, { type: 'durable', source, epoch, sequence, isVoid: at.isVoid })
      // Counted where the tab is: the user may have others elsewhere.
      const seat = this.#seats.get(user)
      if (event.kind === 'seatRefused' && seat !== undefined && hasTab(seat, epoch)) {
        this.#parts.telemetry.refused('seat', event.code)
      }
    } else if (event.kind === 'seatConnected' && event.run !== this.#parts.run) {
      this.#supersede(event.user, tabSource(event.user, event.tab), position)
    }
  }

  readonly #addNewsOf = (user: UserId, at: JournalEntry): void => {
    const entry = this.#seats.get(user)
    if (entry !== undefined) this.#addNews(entry, at)
  }

  #addNews(entry: SeatEntry, at: JournalEntry): void {
    if (entry.news.length === 0) this.#dirty.push(entry)
    entry.news.push(this.#parts.directory.consoleMask.event(at))
  }

  #tellNews(entry: SeatEntry): void {
    if (entry.news.length === 0) return
    const told = entry.actor.tell({ type: 'happened', events: entry.news })
    entry.news = []
    // A seat whose inbox is full reads too slowly: its tabs come back and continue from their cursors.
    if (told === 'full') for (const tab of entry.tabs.values()) this.close(tab, closeCodes.tooSlow)
  }

  /** Whatever it is, it comes behind the news of before. */
  #tell(user: UserId, item: SeatItem): void {
    const entry = this.#seats.get(user)
    if (entry === undefined) return
    this.#tellNews(entry)
    entry.actor.tell(item)
  }

  #spawn(user: UserId): SeatEntry {
    const { shell, telemetry, check } = this.#parts
    const out = this.#out()
    const entry: SeatEntry = {
      tabs: new Map(), news: [],
      actor: shell.spawn({
        name: `seat-${user}-${this.#count}`, inboxMax: hubLimits.seatInboxMax, state: newSeat({ user, check }),
        receive: (state, batch) => receiveSeat(state, batch, out),
        onCrash: (error) => {
          telemetry.bug('actor:crashed', error, { user })
          this.#end(user, entry)
          for (const tab of entry.tabs.values()) this.close(tab, closeCodes.actorRestarted)
        },
      }),
    }
    this.#seats.set(user, entry)
    this.#entries.add(entry)
    return entry
  }

  #end(user: UserId, entry: SeatEntry): void {
    entry.actor.stop()
    this.#entries.delete(entry)
    if (this.#seats.get(user) === entry) this.#seats.delete(user)
  }

  #out(): SeatOut {
    const { journal, teamwork } = this.#parts
    return {
      send: (connection, messages) => void this.send(connection, encodeFrame(messages)),
      sendFrame: (connection, frame) => this.send(connection, frame),
      close: (connection, code, advice) => this.#closeConnection(connection, code, advice),
      append: (event) => journal.offer(event),
      connect: (connection, { tab }) => this.#connect(connection, tab),
      catchUp: (connection, after) => this.#catchUp(connection, after),
      attend: (connection, at) => {
        const tab = this.#tabs.get(connection)
        if (tab !== undefined) teamwork.attend(tab, at)
      },
    }
  }

  #catchUp(connection: number, after: Position): void {
    const tab = this.#tabs.get(connection)
    if (tab === undefined) return
    const { consoleMask } = this.#parts.directory
    const step = this.#missed.step({ user: tab.user, after })
    const nowMs = this.#parts.nowMs()
    this.#tell(tab.user, step === null
      ? {
          type: 'cannotCatchUp', connection, reason: 'the cursor is too old',
          loadInMs: Math.ceil(this.#resets.dueMs(1, nowMs) - nowMs),
        }
      : { type: 'caughtUp', connection, ...step, events: step.events.map((at) => consoleMask.event(at)) })
  }

  #connect(connection: number, tabId: TabId): void {
    const { run, voice, acceptance, directory, nowMs } = this.#parts
    const tab = this.#tabs.get(connection)
    if (tab === undefined) return
    const { user } = tab
    void voice.say(seatConnected, { run, user, tab: tabId }, ({ position }) => {
      tab.tab = tabId
      tab.epoch = position
      if (!this.#tabs.has(connection)) return this.#sayDisconnected(tab, 'gone')
      const source = tabSource(user, tabId)
      this.#supersede(user, source, position - 1)
      this.#tell(user, {
        type: 'connected', connection, epoch: position, lastSequence: acceptance.lastOf(source),
        mode: directory.modeOf(user), atMs: nowMs(),
      })
    })
  }

  /** The same tab connected again: what it had before, up to `epoch`, is void. */
  #supersede(user: UserId, source: SourceId, epoch: Position): void {
    this.#tell(user, { type: 'superseded', source, epoch })
  }

  #closeConnection(connection: number, code: CloseCode, advice: CloseAdvice = {}): void {
    const tab = this.#tabs.get(connection)
    if (tab !== undefined) this.close(tab, code, advice)
  }

  #sayDisconnected({ user, tab, epoch }: Tab, reason: string): void {
    if (tab !== null) void this.#parts.voice.say(seatDisconnected, { user, tab, connection: epoch, reason })
  }
}

const floodAdvice = { retryMs: 5_000 }

function hasTab({ tabs }: SeatEntry, epoch: Position): boolean {
  for (const tab of tabs.values()) if (tab.epoch === epoch) return true
  return false
}
