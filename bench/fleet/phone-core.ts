import { EventEmitter } from 'node:events'
import { decodeFrame, encodeFrame } from '../../protocol/frame.ts'
import type { DeviceId, InstallId } from '../../protocol/ids.ts'
import type { DeviceInfo } from '../../protocol/kinds.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import type { ReadOf } from '../../protocol/message.ts'
import {
  type PhoneDownlink, type acked, type command, heartbeat, phoneDownlink, phoneHello,
} from '../../protocol/messages/phone.ts'
import { type Delays, naturalDelays } from './come-back.ts'
import { type Closed, Line } from './line.ts'
import { type Misbehaviour, misbehave } from './misbehave.ts'
import type { PhoneEvents, Refused, Welcome } from './phone-events.ts'
import { type FactFields, type FactName, codeOf, writeFact } from './phone-facts.ts'
import { type PhoneState, loadPhoneState, newInstallId, savePhoneState } from './phone-state.ts'
import type { Received } from './phone-tasks.ts'
import type { TaskOutcome } from './task-outcome.ts'
import { readReceived } from './phone-tasks.ts'
import { Pulse } from './pulse.ts'
import { TaskDesk } from './task-desk.ts'
import { until } from './until.ts'
import { Uplink } from './uplink.ts'

export interface CoreOptions {
  hubs: readonly string[]
  /** The disk; kept up to date in place. */
  state: PhoneState
  info?: DeviceInfo
  delays?: Delays
  nowMs?: () => number
  random?: () => number
  /** Most messages of one frame; 1 makes the most work for a hub. */
  messagesPerFrame?: number
}

/**
 * A phone's connection: hello, numbers, window, resend, heartbeats, commands with memory. What it says and
 * does is SimulatedPhone's.
 *
 * off ──connect──▶ opening ──opened──▶ greeting ──welcome──▶ live; every close leads back to opening, or to
 * off.
 */
export abstract class PhoneCore extends EventEmitter<PhoneEvents> {
  /** Commands in the order of their arrival, repeats too. */
  readonly commands: Received[] = []
  readonly refusals: Refused[] = []
  lastClosed: Closed | null = null
  protected readonly line: Line
  /** How often a connection, or a try, has ended. */
  protected closes = 0
  readonly #options: Required<CoreOptions>
  #state: PhoneState
  #uplink: Uplink
  #desk: TaskDesk
  readonly #pulse: Pulse
  /** Why it won't come back by itself. */
  #ended: string | null = null
  #phase: 'off' | 'opening' | 'greeting' | 'live' = 'off'
  #welcome: Welcome | null = null
  #flushing: NodeJS.Immediate | null = null
  /** The hub's clock is ahead of ours by so much. */
  #skewMs = 0
  /** Odd things to do on this connection, and on the next. */
  #oddly: Oddities = {}
  #next: Oddities = {}
  #backup: Uint8Array | null = null

  constructor(options: CoreOptions) {
    super()
    this.setMaxListeners(0)
    const { hubs, state } = options
    // Named one by one: an absent option may also be there as undefined.
    this.#options = {
      hubs, state, info: options.info ?? {}, delays: options.delays ?? naturalDelays,
      nowMs: options.nowMs ?? Date.now, random: options.random ?? Math.random,
      messagesPerFrame: options.messagesPerFrame ?? limits.frameMessagesMax,
    }
    this.#state = state
    this.#uplink = new Uplink(this.#state)
    this.#desk = this.#newDesk()
    this.#pulse = new Pulse({ say: () => this.#sayHeartbeat(), onSilence: () => this.line.drop() })
    this.line = new Line({
      hubs, delays: this.#options.delays, random: this.#options.random,
      bearer: () => `${this.#state.device}.${this.#oddly.key ?? this.#state.key}`,
      onOpened: () => this.#onOpened(), onFrame: (bytes) => this.#onFrame(bytes),
      onClosed: (closed) => this.#onClosed(closed),
    })
  }

  get device(): DeviceId { return this.#state.device }
  get install(): InstallId { return this.#state.install }
  get state(): PhoneState { return this.#state }
  get live(): boolean { return this.#phase === 'live' }
  get lastAcked(): number { return this.#uplink.ackedTo }
  get window(): number { return this.#uplink.window }
  get hub(): string { return this.line.hub }
  protected get bearer(): string { return `${this.#state.device}.${this.#state.key}` }
  nowMs(): number { return this.#options.nowMs() }

  connect(): Promise<Welcome> {
    if (this.#phase === 'off') this.#phase = 'opening'
    this.#ended = null
    this.line.plugIn()
    return this.connected()
  }

  /** Says goodbye and stays away; resolves when the socket is closed. */
  async stop(): Promise<void> {
    this.#ended = 'the phone was stopped'
    await this.line.unplug({ cut: false })
    this.#phase = 'off'
    this.emit('changed')
    if (this.#flushing !== null) clearImmediate(this.#flushing)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  /** The network is gone without a close, until `connect()`. */
  pullTheCable(): void {
    this.#onLost()
    void this.line.unplug({ cut: true })
  }

  /** The connection breaks without a close; the phone comes back by itself. */
  dropTheLine(): void {
    this.#onLost()
    this.line.drop()
  }

  /** Numbers a fact and keeps it until it is acked; answers its number. */
  say<Name extends FactName>(name: Name, fields: FactFields<Name>): number {
    return this.#offer(writeFact(name, fields))
  }

  connected(withinMs?: number): Promise<Welcome> {
    return until({ emitter: this, what: 'connected', withinMs, look: () => {
      if (this.#ended !== null) throw new Error(`not connected: ${this.#ended}`)
      return this.live ? this.#welcome ?? undefined : undefined
    } })
  }

  backUp(): Uint8Array {
    this.#backup = savePhoneState(this.#state)
    return this.#backup
  }

  /**
   * The phone is set back to its last (or the given) backup; what it said since is forgotten by the phone,
   * not by the hub.
   */
  async restoreBackup(backup = this.#backup): Promise<void> {
    if (backup === null) throw new Error('there is no backup')
    const wasPlugged = this.#phase !== 'off'
    this.#onLost()
    await this.line.unplug({ cut: true })
    this.#state = loadPhoneState(backup)
    this.#uplink = new Uplink(this.#state)
    this.#desk.close()
    this.#desk = this.#newDesk()
    if (wasPlugged) void this.connect().catch(() => undefined)
  }

  misbehave(how: Misbehaviour): void {
    misbehave(how, {
      acked: this.lastAcked, given: this.#state.given, install: this.install,
      nowMs: () => this.nowMs(), raw: (bytes) => this.line.send(bytes),
      offer: (values) => { this.#offer(values) },
      flood: () => this.#flush({ beyondWindow: true }), mute: () => this.#pulse.stop(),
      comeBackAs: (oddly) => {
        this.#next = oddly
        this.dropTheLine()
      },
    })
  }

  /** What a phone says of itself after each welcome. */
  protected abstract greet(): void
  protected abstract perform(received: Received): Promise<TaskOutcome>

  /** The newest of these facts that the hub hasn't acked, as `[code, sequence, ...fields]`. */
  protected waiting(
    names: FactName[], fits: (values: readonly unknown[]) => boolean,
  ): readonly unknown[] | null {
    const codes = new Set<unknown>(names.map(codeOf))
    return this.#uplink.newest((values) => codes.has(values[0]) && fits(values))
  }

  #offer(values: readonly unknown[]): number {
    const sequence = this.#uplink.offer(values)
    // What is said in one turn of the loop travels in one frame.
    this.#flushing ??= setImmediate(() => this.#flush({}))
    return sequence
  }

  #flush({ beyondWindow = false }: { beyondWindow?: boolean }): void {
    if (this.#flushing !== null) clearImmediate(this.#flushing)
    this.#flushing = null
    for (;;) {
      const messages = this.#uplink.take({ messagesMax: this.#options.messagesPerFrame, beyondWindow })
      if (messages.length === 0) return
      this.line.send(encodeFrame(messages))
    }
  }

  #onOpened(): void {
    this.#phase = 'greeting'
    const { version = protocolVersion, late = false } = this.#oddly
    if (late) return
    const { install, sent } = this.#state
    this.line.send(
      encodeFrame([phoneHello.write({ version, install, lastSequence: sent, info: this.#options.info })]),
    )
  }

  #onFrame(bytes: Uint8Array): void {
    this.#pulse.heard()
    const frame = decodeFrame(bytes, phoneDownlink)
    if (frame.kind === 'malformed') return this.#fault(frame.reason)
    for (const message of frame.messages) this.#hear(message)
    this.emit('changed')
  }

  #hear(message: PhoneDownlink | { kind: 'misfit'; code: number }): void {
    switch (message.kind) {
      case 'welcome': return this.#onWelcome(message)
      case 'acked': return this.#onAcked(message)
      case 'refused': return this.#onRefused(message)
      case 'command': return this.#onCommand(message)
      case 'heartbeat': return
      case 'misfit': return this.#fault(`message ${message.code} of the hub does not fit`)
    }
  }

  #onWelcome(welcome: Welcome): void {
    if (this.#phase !== 'greeting') return this.#fault('a welcome without a hello')
    this.line.welcomed()
    if (this.#uplink.onWelcome(welcome) === 'foreign') {
      this.#startAnew()
      return this.line.close(1000)
    }
    this.#phase = 'live'
    this.#welcome = welcome
    this.#skewMs = welcome.serverMs - this.nowMs()
    this.#pulse.start(welcome.heartbeatMs)
    this.greet()
    this.#flush({})
    this.emit('connected', welcome)
  }

  #onAcked(message: ReadOf<typeof acked>): void {
    if (!this.#uplink.onAcked(message)) return this.#fault(`acked ${message.sequence}, which was never sent`)
    this.emit('acked', message.sequence)
    this.#flush({})
  }

  #onRefused(message: Refused): void {
    keepNewest(this.refusals, message)
    this.emit('refused', message)
  }

  #onCommand({ task, name, account, expiresAtMs, args }: ReadOf<typeof command>): void {
    const received = readReceived({ task, name, account, expiresAtMs, args })
    keepNewest(this.commands, received)
    this.emit('command', received)
    this.#desk.take(received)
  }

  #onClosed(closed: Closed): void {
    this.#onLost()
    if (typeof closed.next !== 'number') this.#phase = 'off'
    if (closed.next === 'never') this.#ended = `${closed.status ?? closed.code} ${closed.reason}`
    this.#oddly = this.#next
    this.#next = {}
    if (closed.code === closeCodes.staleInstall.code) this.#startAnew()
    this.lastClosed = closed
    this.closes++
    this.emit('disconnected', closed)
    this.emit('changed')
  }

  /** What is on the way is lost from here on, though the socket may take a moment to close. */
  #onLost(): void {
    this.#phase = 'opening'
    this.#uplink.onLost()
    this.#pulse.stop()
  }

  #startAnew(): void {
    this.#uplink.startAnew(newInstallId())
    this.emit('newInstall', this.install)
  }

  #newDesk(): TaskDesk {
    return new TaskDesk({
      state: this.#state, nowMs: () => this.nowMs() + this.#skewMs, perform: (received) => this.perform(received),
      isOnItsWay: (task) => this.waiting(['taskFinished'], (values) => values[2] === task) !== null,
      offer: (values) => { this.#offer(values) },
      onExecuted: (received, outcome) => {
        this.emit('executed', received, outcome)
        this.emit('changed')
      },
    })
  }

  #sayHeartbeat(): void {
    this.line.send(encodeFrame([heartbeat.write({ atMs: this.nowMs() })]))
  }

  #fault(reason: string): void {
    this.emit('hubFault', reason)
  }
}

interface Oddities {
  version?: number
  key?: string
  late?: boolean
}

function keepNewest<T>(list: T[], entry: T): void {
  list.push(entry)
  if (list.length > 2 * rememberedMax) list.splice(0, rememberedMax)
}

/** Commands and refusals that tests can still ask for. */
const rememberedMax = 10_000
