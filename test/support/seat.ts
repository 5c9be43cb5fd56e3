import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { type Delays, hastyDelays } from '../../bench/fleet/come-back.ts'
import { Pulse } from '../../bench/fleet/pulse.ts'
import { until } from '../../bench/fleet/until.ts'
import { emptyBody } from '../../protocol/bodies.ts'
import type { ChatMessage } from '../../protocol/chat-message.ts'
import {
  type EventKind, type EventNamed, type HubEvent, type Placed, readEvent,
} from '../../protocol/events/index.ts'
import {
  conversationRead, noteWritten, recallRequested, seatModeChanged, sendRequested,
} from '../../protocol/events/seat.ts'
import { decodeFrame, encodeFrame, encodeFrames } from '../../protocol/frame.ts'
import type { OriginalMessage } from '../../protocol/forwarded.ts'
import type { AccountId, MediaId, MsgSvrId, PeerId, Position, TabId, TaskId, UserId } from '../../protocol/ids.ts'
import type { MessageType } from '../../protocol/kinds.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import type { ReadOf } from '../../protocol/message.ts'
import { heartbeat, type refused } from '../../protocol/messages/phone.ts'
import { type SeatDownlink, attend, seatDownlink, seatHello, type seatWelcome } from '../../protocol/messages/seat.ts'
import type { SeatMode } from '../../protocol/seat-mode.ts'
import { SeatApi } from './seat-api.ts'
import { type SeatClosed, SeatLine } from './seat-line.ts'
import { SeatLoader } from './seat-loader.ts'
import type { SeatView } from './seat-view.ts'

export interface TestSeatOptions {
  hubs: readonly string[]
  cookie: string
  tab?: TabId
  /** The last number of this tab that was acked: a page that was loaded again. */
  acked?: number
  delays?: Delays
  random?: () => number
}

export interface NewSend {
  account: AccountId
  peer: PeerId
  text?: string
  type?: MessageType
  media?: MediaId
  body?: Uint8Array
  retryOf?: TaskId
  /** What the agent had seen; null: sent whatever was answered meanwhile. */
  seen?: Position | null
  /** What is forwarded, quoted or tried again. */
  original?: OriginalMessage | null
}

export type SeatWelcome = ReadOf<typeof seatWelcome>
export type Company = Extract<SeatDownlink, { kind: 'attendance' | 'watching' | 'watched' | 'watchEnded' }>
export type SeatRefused = ReadOf<typeof refused>

interface SeatEvents {
  /** Fresh from the hub, in order, before the view has it. */
  happened: [Placed]
  acked: [number]
  refused: [SeatRefused]
  reset: [Position]
  changed: []
}

/**
 * A console's tab without a page: hello, cursor, resume, reset, a numbered outbox and a view of everything it
 * serves, kept live. What a console must never see is noted in `faults`: a position that doesn't grow, an
 * event that can't be read, numbers that jump.
 */
export class TestSeat extends EventEmitter<SeatEvents> {
  readonly tab: TabId
  readonly api: SeatApi
  readonly faults: string[] = []
  readonly refusals: SeatRefused[] = []
  readonly closes: SeatClosed[] = []
  /** Everything that was told, in the order of its telling. */
  readonly told: Placed[] = []
  /** What it was told of what it attends to, in the order of its telling. */
  readonly company: Company[] = []
  resets = 0
  readonly #line: SeatLine
  readonly #loader: SeatLoader
  readonly #pulse: Pulse
  #cursor: Position | null = null
  #welcome: SeatWelcome | null = null
  #outbox: { sequence: number; values: unknown[] }[] = []
  #given = 0
  #sentTo = 0
  #acked = 0
  #ended: string | null = null

  constructor({ hubs, cookie, tab, acked = 0, delays = hastyDelays, random = Math.random }: TestSeatOptions) {
    super()
    this.setMaxListeners(0)
    this.tab = tab ?? newTabId()
    this.#given = acked
    this.#acked = acked
    this.#line = new SeatLine({
      hubs, headers: { cookie }, delays, random, onOpened: () => this.#hello(),
      onFrame: (bytes) => this.#onFrame(bytes), onClosed: (closed) => this.#onClosed(closed),
    })
    this.api = new SeatApi({ hub: () => this.#line.hub, cookie })
    this.#loader = new SeatLoader({ api: this.api, onChanged: () => this.emit('changed') })
    this.#pulse = new Pulse({ say: () => this.#beat(), onSilence: () => this.#line.drop() })
  }

  get live(): boolean { return this.#welcome !== null }
  get cursor(): Position | null { return this.#cursor }
  get view(): SeatView { return this.#loader.view }
  /** Sends that the hub hasn't acked. */
  get waiting(): number { return this.#outbox.length }
  get lastAcked(): number { return this.#acked }
  get hub(): string { return this.#line.hub }

  connect(): Promise<SeatWelcome> {
    this.#ended = null
    this.#line.plugIn()
    return this.connected()
  }

  connected(withinMs?: number): Promise<SeatWelcome> {
    return until({ emitter: this, what: 'seat connected', withinMs, look: () => {
      if (this.#ended !== null) throw new Error(`not connected: ${this.#ended}`)
      return this.#welcome ?? undefined
    } })
  }

  /** Leaves; resolves when nothing of it is open any more. */
  async stop(): Promise<void> {
    this.#ended = 'the seat was stopped'
    this.#loader.stop()
    await this.#line.unplug()
    this.#onLost()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  /** The network breaks without a close; the seat comes back by itself with its cursor. */
  dropTheLine(): void {
    this.#onLost()
    this.#line.drop()
  }

  /** The page hangs: what comes is not read. */
  pause(): void {
    this.#line.pause()
  }

  resume(): void {
    this.#line.resume()
  }

  /** Bytes of a test's own choice, straight to the socket. */
  raw(bytes: Uint8Array | string): void {
    this.#line.send(bytes)
  }

  send(
    { account, peer, text = '', type = 'text', media, body = emptyBody,
    retryOf, seen = null, original = null }: NewSend,
  ): { sequence: number; task: TaskId } {
    const [code, ...fields] = sendRequested.write({
      account, peer, type, text, media: media ?? null, body, retryOf: retryOf ?? null, seen, original,
    })
    const sequence = this.#offer(code, fields)
    return { sequence, task: retryOf ?? `${this.tab}.${sequence}` as TaskId }
  }

  read(fields: { account: AccountId; peer: PeerId; upTo: Position }): number {
    const [code, ...values] = conversationRead.write(fields)
    return this.#offer(code, values)
  }

  recall(fields: { account: AccountId; peer: PeerId; msgSvrId: MsgSvrId }): number {
    const [code, ...values] = recallRequested.write(fields)
    return this.#offer(code, values)
  }

  changeMode(mode: SeatMode): number {
    const [code, ...values] = seatModeChanged.write(mode)
    return this.#offer(code, values)
  }

  note(
    { account, peer, text, mentions = [], as = 'seat' }:
    { account: AccountId; peer: PeerId; text: string; mentions?: UserId[]; as?: 'seat' | 'supervisor' },
  ): number {
    const [code, ...values] = noteWritten.write({ account, peer, text, mentions, as })
    return this.#offer(code, values)
  }

  /** Looks at a conversation, or at none; said again after each reconnect by real consoles. */
  attend(at: { account: AccountId; peer: PeerId } | null, typing = false): void {
    this.#line.send(encodeFrame([attend.write({ account: at?.account ?? null, peer: at?.peer ?? null, typing })]))
  }

  /** The first thing it is told of what it attends to that fits. */
  isTold<Kind extends Company['kind']>(
    kind: Kind, fits: (one: Extract<Company, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<Company, { kind: Kind }>> {
    const isIt = (one: Company): one is Extract<Company, { kind: Kind }> => {
      return one.kind === kind && fits(one as Extract<Company, { kind: Kind }>)
    }
    return until({ emitter: this, what: `seat told of ${kind}`, look: () => this.company.find(isIt) })
  }

  /** Numbered whatever it is: for frames a console would never say. */
  say(code: number, fields: readonly unknown[]): number {
    return this.#offer(code, fields)
  }

  acked(sequence: number, withinMs?: number): Promise<void> {
    const look = () => (this.#acked >= sequence ? null : undefined)
    return until({ emitter: this, what: `seat's ack of ${sequence}`, look, withinMs }).then(() => undefined)
  }

  drained(withinMs?: number): Promise<void> {
    const look = () => (this.#outbox.length === 0 ? null : undefined)
    return until({ emitter: this, what: 'all of the seat acked', look, withinMs }).then(() => undefined)
  }

  refused(sequence: number, withinMs?: number): Promise<SeatRefused> {
    const look = () => this.refusals.find((one) => one.sequence === sequence)
    return until({ emitter: this, what: `seat's refusal of ${sequence}`, look, withinMs })
  }

  /** The next close, or refusal of an upgrade. */
  closed(withinMs?: number): Promise<SeatClosed> {
    const before = this.closes.length
    return until({ emitter: this, what: 'seat closed', withinMs, look: () => this.closes[before] })
  }

  /** The first message of the view that fits, once it is there. */
  sees(fits: (message: ChatMessage) => boolean, withinMs?: number): Promise<ChatMessage> {
    return until({ emitter: this, what: 'a message on the screen', look: () => this.view.find(fits), withinMs })
  }

  /** The first event of a kind that was told and fits. */
  hears<Kind extends EventKind>(
    kind: Kind, fits: (event: EventNamed<Kind>) => boolean = () => true, withinMs?: number,
  ): Promise<Placed<EventNamed<Kind>>> {
    const isIt = (one: Placed): one is Placed<EventNamed<Kind>> => isKind(one.event, kind) && fits(one.event)
    const look = () => this.told.find(isIt)
    return until({ emitter: this, what: `seat hears ${kind}`, look, withinMs })
  }

  /** The first load, and every read that events asked for, is done. */
  settled(withinMs?: number): Promise<void> {
    const look = () => (this.#loader.busy ? undefined : null)
    return until({ emitter: this, what: 'the seat has read what it wants', look, withinMs }).then(() => undefined)
  }

  /** What a console would show that loads everything now. */
  loadAfresh(): Promise<SeatView> {
    return this.#loader.loadAfresh(this.#cursor)
  }

  #offer(code: unknown, fields: readonly unknown[]): number {
    const sequence = ++this.#given
    this.#outbox.push({ sequence, values: [code, sequence, ...fields] })
    this.#flush()
    return sequence
  }

  #flush(): void {
    if (this.#welcome === null) return
    const due = this.#outbox.filter(({ sequence }) => {
      return sequence > this.#sentTo && sequence <= this.#acked + limits.tabWindowMax
    })
    this.#sentTo = due.at(-1)?.sequence ?? this.#sentTo
    const frames = encodeFrames(due.map(({ values }) => values), { bytesMax: limits.frameBytesMax })
    for (const frame of frames) this.#line.send(frame)
  }

  #hello(): void {
    this.#line.send(encodeFrame([seatHello.write({ version: protocolVersion, tab: this.tab, cursor: this.#cursor })]))
  }

  #onFrame(bytes: Buffer): void {
    this.#pulse.heard()
    const frame = decodeFrame(bytes, seatDownlink)
    if (frame.kind === 'malformed') {
      this.faults.push(`a malformed frame of the hub: ${frame.reason}`)
      return
    }
    for (const message of frame.messages) {
      if (message.kind === 'misfit') this.faults.push(`a misfit of the hub: ${message.code} ${message.fault.field}`)
      else this.#hear(message)
    }
    this.emit('changed')
  }

  #hear(message: SeatDownlink): void {
    switch (message.kind) {
      case 'welcome': return this.#onWelcome(message)
      case 'acked': return this.#onAcked(message.sequence)
      case 'refused':
        this.refusals.push(message)
        this.emit('refused', message)
        return
      case 'happened': return this.#onHappened(message)
      case 'reached':
        this.#cursor = Math.max(this.#cursor ?? 0, message.position)
        return
      case 'reset': return this.#onReset(message.loadInMs)
      case 'heartbeat': return
      case 'attendance':
      case 'watching':
      case 'watched':
      case 'watchEnded': return void this.company.push(message)
    }
  }

  #onWelcome(welcome: SeatWelcome): void {
    this.#line.welcomed()
    if (welcome.lastSequence > this.#given || welcome.lastSequence < this.#acked) {
      this.faults.push(`the welcome's number ${welcome.lastSequence} is not in ${this.#acked}–${this.#given}`)
    }
    this.#welcome = welcome
    this.#pulse.start(welcome.heartbeatMs)
    this.#sentTo = welcome.lastSequence
    this.#onAcked(welcome.lastSequence)
    if (this.#cursor !== null) return
    this.#cursor = welcome.position
    this.#loader.start(welcome.position)
  }

  #onAcked(sequence: number): void {
    if (sequence > this.#given) this.faults.push(`acked ${sequence}, which was never sent`)
    this.#acked = Math.max(this.#acked, sequence)
    this.#outbox = this.#outbox.filter((one) => one.sequence > this.#acked)
    this.emit('acked', this.#acked)
    this.#flush()
  }

  #onHappened({ position, journalMs, event: values }: SeatDownlink & { kind: 'happened' }): void {
    if (position <= (this.#cursor ?? 0)) this.faults.push(`position ${position} came after ${this.#cursor}`)
    this.#cursor = Math.max(this.#cursor ?? 0, position)
    const event = readEvent(values)
    if (!('kind' in event) || event.kind === 'unknownFact') {
      this.faults.push(`an event that can't be read at ${position}`)
      return
    }
    const placed = { position, journalMs, event }
    this.told.push(placed)
    this.emit('happened', placed)
    this.#loader.onHappened(placed)
  }

  #onReset(inMs: number): void {
    this.resets++
    const { position } = this.#welcome as SeatWelcome
    this.#cursor = position
    this.emit('reset', position)
    this.#loader.start(position, { inMs })
  }

  #beat(): void {
    this.#line.send(encodeFrame([heartbeat.write({ atMs: Date.now() })]))
  }

  #onClosed(closed: SeatClosed): void {
    this.#onLost()
    if (closed.next === 'never') this.#ended = `${closed.status ?? closed.code} ${closed.reason}`
    this.closes.push(closed)
    this.emit('changed')
  }

  #onLost(): void {
    this.#welcome = null
    this.#pulse.stop()
  }
}

export function newTabId(): TabId {
  return `t${randomBytes(9).toString('base64url')}` as TabId
}

function isKind<Kind extends EventKind>(event: HubEvent, kind: Kind): event is EventNamed<Kind> {
  return event.kind === kind
}
