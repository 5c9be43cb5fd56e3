import { type ReadonlySignal, batch, signal } from '@preact/signals-core'
import { closeCodes } from '../../protocol/close-codes.ts'
import { type HubEvent, type Placed, type UnknownEvent, readEvent } from '../../protocol/events/index.ts'
import { decodeFrame, encodeFrame } from '../../protocol/frame.ts'
import type { AccountId, PeerId, Position } from '../../protocol/ids.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import { heartbeat } from '../../protocol/messages/phone.ts'
import { type SeatDownlink, attend, seatDownlink, seatHello } from '../../protocol/messages/seat.ts'
import { type Outbox, writeEntry } from './outbox.ts'
import { reconnectDelayMs } from './reconnect-delay.ts'

/** What the agent sees of the link. */
export type LinkState =
  | { state: 'connecting' }
  | { state: 'online' }
  | { state: 'waiting'; untilMs: number }
  | { state: 'stopped'; why: 'signedOut' | 'replaced' | 'wrongVersion' | 'closed' }

export type CompanyMessage = Extract<SeatDownlink, { kind: 'attendance' | 'watching' | 'watched' | 'watchEnded' }>

/** Whom the link tells; all calls of one frame come in one batch. */
export interface LinkListener {
  /** The position applied last, or null for a fresh load. */
  cursor: () => Position | null
  onWelcome: (welcome: Extract<SeatDownlink, { kind: 'welcome' }>) => void
  onHappened: (placed: Placed<HubEvent | UnknownEvent>) => void
  onReached: (position: Position) => void
  /** To be loaded afresh after so long. */
  onReset: (inMs: number) => void
  onRefused: (refusal: Extract<SeatDownlink, { kind: 'refused' }>) => void
  /** What isn't kept: who looks at the open conversation, and what happens in one that is watched. */
  onCompany: (message: CompanyMessage) => void
  /** The hub doesn't know this tab's numbers: the outbox needs another name. */
  onNumbersLost: () => void
  /** A socket that never opened tells nothing: false when the session is over. */
  stillSignedIn: () => Promise<boolean>
}

export interface LinkParts {
  newSocket: () => WebSocket
  outbox: () => Outbox
  listener: LinkListener
  random?: () => number
}

/**
 * The tab's connection to the hub. connecting → (hello, welcome) online → waiting → connecting …; stopped
 * when coming back makes no sense without a person. What waits in the outbox is sent in order, at most a
 * window of it unacked.
 */
export class SeatLink {
  readonly #parts: LinkParts
  readonly #state = signal<LinkState>({ state: 'stopped', why: 'closed' })
  #socket: WebSocket | null = null
  /** Of the socket's listeners: what an abandoned socket still says isn't heard. */
  #life = new AbortController()
  #welcomed = false
  #attempt = 0
  #window = 1
  /** The highest number given to this socket. */
  #sentUpTo = 0
  #heardAtMs = 0
  #heartbeatMs: number = limits.heartbeatMs
  /** One at a time: the greeting's end, the next heartbeat, or the next attempt. */
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: LinkParts) {
    this.#parts = parts
  }

  get state(): ReadonlySignal<LinkState> {
    return this.#state
  }

  start(): void {
    addEventListener('online', this.#onOnline)
    addEventListener('offline', this.#onOffline)
    this.#connect()
  }

  stop(): void {
    removeEventListener('online', this.#onOnline)
    removeEventListener('offline', this.#onOffline)
    this.#dropSocket(1000)
    this.#state.value = { state: 'stopped', why: 'closed' }
  }

  reconnectNow(): void {
    if (this.#state.value.state === 'online' || this.#state.value.state === 'connecting') return
    this.#connect()
  }

  /** The page is looked at again, perhaps after the machine slept. */
  wake(): void {
    if (this.#state.value.state === 'waiting') return this.#connect()
    if (this.#welcomed && this.#isSilent(2)) this.#abandon()
  }

  /** Something was added to the outbox. */
  flush(): void {
    if (!this.#welcomed || this.#socket === null) return
    const outbox = this.#parts.outbox()
    const acked = (outbox.entries[0]?.sequence ?? outbox.lastSequence + 1) - 1
    const upTo = acked + this.#window
    const due = outbox.entries.filter(({ sequence }) => sequence > this.#sentUpTo && sequence <= upTo)
    // A backlog may hold long texts: a few to a frame stay below its limit.
    for (let from = 0; from < due.length; from += frameEntriesMost) {
      this.#send(due.slice(from, from + frameEntriesMost).map(writeEntry))
    }
    this.#sentUpTo = due.at(-1)?.sequence ?? this.#sentUpTo
  }

  /** Says what this tab looks at; nothing where there is no connection. */
  attend(at: { account: AccountId; peer: PeerId } | null, typing: boolean): void {
    if (!this.#welcomed) return
    this.#send([attend.write({ account: at?.account ?? null, peer: at?.peer ?? null, typing })])
  }

  /** Starts anew under another name, or with another cursor. */
  restart(): void {
    this.#dropSocket(1000)
    this.#connect()
  }

  readonly #onOnline = (): void => {
    this.#attempt = 0
    this.reconnectNow()
  }

  readonly #onOffline = (): void => {
    // A cable that is pulled for a moment doesn't end the connection; a heartbeat finds out whether it lives.
    if (this.#welcomed) this.#beat()
  }

  #connect(): void {
    clearTimeout(this.#timer)
    this.#state.value = { state: 'connecting' }
    this.#welcomed = false
    this.#sentUpTo = 0
    const socket = this.#parts.newSocket()
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    const { signal } = this.#life = new AbortController()
    socket.addEventListener('open', () => this.#hello(), { signal })
    socket.addEventListener('message', ({ data }) => this.#onFrame(data as ArrayBuffer), { signal })
    socket.addEventListener('close', ({ code, reason }) => this.#onClose({ code, reason }), { signal })
    this.#after(limits.greetingMs, () => this.#abandon())
  }

  #hello(): void {
    const { outbox, listener } = this.#parts
    this.#send([seatHello.write({ version: protocolVersion, tab: outbox().tab, cursor: listener.cursor() })])
  }

  #onFrame(data: ArrayBuffer): void {
    this.#heardAtMs = Date.now()
    const frame = decodeFrame(new Uint8Array(data), seatDownlink)
    // A frame we can't read would leave a hole: coming back with the cursor fills it.
    if (frame.kind === 'malformed') return this.#abandon()
    const socket = this.#socket
    batch(() => {
      for (const message of frame.messages) {
        if (this.#socket !== socket) return
        if (message.kind !== 'misfit') this.#onMessage(message)
        else if (knownCodes.has(message.code)) return this.#abandon()
      }
    })
  }

  #onMessage(message: SeatDownlink): void {
    const { listener, outbox } = this.#parts
    switch (message.kind) {
      case 'welcome': return this.#onWelcome(message)
      case 'heartbeat': return
      case 'acked':
        this.#window = message.window
        outbox().ackUpTo(message.sequence)
        return this.flush()
      case 'attendance':
      case 'watching':
      case 'watched':
      case 'watchEnded': return listener.onCompany(message)
      case 'refused': return listener.onRefused(message)
      case 'reached': return listener.onReached(message.position)
      case 'reset': return listener.onReset(message.loadInMs)
      case 'happened': {
        const event = readEvent(message.event)
        if (!('kind' in event)) return this.#abandon()
        return listener.onHappened({ position: message.position, journalMs: message.journalMs, event })
      }
    }
  }

  #onWelcome(welcome: Extract<SeatDownlink, { kind: 'welcome' }>): void {
    const { listener, outbox } = this.#parts
    this.#attempt = 0
    this.#window = welcome.window
    if (!outbox().continueFrom(welcome.lastSequence)) {
      listener.onNumbersLost()
      return this.restart()
    }
    this.#welcomed = true
    this.#state.value = { state: 'online' }
    this.#heartbeatMs = welcome.heartbeatMs
    this.#after(this.#heartbeatMs, this.#keepAlive)
    listener.onWelcome(welcome)
    this.flush()
  }

  readonly #keepAlive = (): void => {
    if (this.#isSilent(silentPeriods)) return this.#abandon()
    this.#beat()
    this.#after(this.#heartbeatMs, this.#keepAlive)
  }

  #isSilent(periods: number): boolean {
    return Date.now() - this.#heardAtMs > periods * this.#heartbeatMs
  }

  #beat(): void {
    this.#send([heartbeat.write({ atMs: Date.now() })])
  }

  #send(messages: unknown[][]): void {
    // A socket that is closing takes nothing; its close event brings the reconnect, which sends again.
    if (this.#socket?.readyState !== openState) return
    this.#socket.send(encodeFrame(messages) as Uint8Array<ArrayBuffer>)
  }

  /** This connection is no use any more; the browser may take minutes to notice. */
  #abandon(): void {
    this.#dropSocket(4000)
    this.#onClose({ code: 1006, reason: '' })
  }

  #onClose({ code, reason }: { code: number; reason: string }): void {
    const wasWelcomed = this.#welcomed
    this.#dropSocket(1000)
    this.#attempt += 1
    if (code === closeCodes.staleInstall.code) this.#parts.listener.onNumbersLost()
    const why = stops[code]
    if (why !== undefined) return this.#stopFor(why)
    const random = (this.#parts.random ?? Math.random)()
    const delayMs = reconnectDelayMs({ code, reason, attempt: this.#attempt, random })
    if (delayMs === null) return this.#stopFor('closed')
    this.#state.value = { state: 'waiting', untilMs: Date.now() + delayMs }
    this.#after(delayMs, () => this.#connect())
    if (!wasWelcomed) void this.#checkSession()
  }

  async #checkSession(): Promise<void> {
    if (!await this.#parts.listener.stillSignedIn() && !this.#welcomed) this.#stopFor('signedOut')
  }

  #stopFor(why: Extract<LinkState, { state: 'stopped' }>['why']): void {
    this.#dropSocket(1000)
    this.#state.value = { state: 'stopped', why }
  }

  #dropSocket(code: number): void {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = null
    this.#welcomed = false
    if (socket === null) return
    this.#life.abort()
    if (socket.readyState <= openState) socket.close(code)
  }

  #after(delayMs: number, run: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(run, delayMs)
  }
}

const stops: Partial<Record<number, Extract<LinkState, { state: 'stopped' }>['why']>> = {
  [closeCodes.signedOut.code]: 'signedOut',
  [closeCodes.replaced.code]: 'replaced',
  [closeCodes.wrongVersion.code]: 'wrongVersion',
}
const knownCodes = new Set<number>(seatDownlink.byCode.keys())
const openState = 1
const silentPeriods = limits.silenceMs / limits.heartbeatMs
/** One send may weigh 80 KB (text and body), a frame 256 KB. */
const frameEntriesMost = 2
