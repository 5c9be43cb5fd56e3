import { type DeviceItem, type PhoneFrame, newDevice, receiveDevice } from '../actors/device/device.ts'
import type { DeviceOut } from '../actors/out.ts'
import type { Actor, Shell } from '../actors/shell.ts'
import { type CloseCode, closeCodes } from '../protocol/close-codes.ts'
import { deviceConnected, deviceDisconnected } from '../protocol/events/hub.ts'
import type { HubEvent } from '../protocol/events/index.ts'
import { encodeFrames } from '../protocol/frame.ts'
import { type DeviceId, type Position, type RunId, type SourceId, phoneSource } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Directory } from './directory/directory.ts'
import type { Acceptance, Verdict } from './feed/acceptance.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import type { OpenCommands } from './feed/open-commands.ts'
import type { Journal } from './journal/journal.ts'
import type { HubVoice } from './journal/voice.ts'
import { hubLimits } from './limits.ts'
import { Pace } from './pace.ts'
import { Slices } from './slices.ts'
import type { CloseAdvice, Socket } from './sockets/socket.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

export interface PhonesParts {
  run: RunId
  shell: Shell
  journal: Journal
  voice: HubVoice
  directory: Directory
  acceptance: Acceptance
  openCommands: OpenCommands
  telemetry: Telemetry
  nowMs: () => number
  /** The uplink window of now: smaller when the journal or the projector needs air. */
  window: () => number
  /** Storage is so far behind that what phones send next must wait for it. */
  acksWait: () => boolean
}

/** One phone's connection to this hub. */
export interface Phone {
  readonly device: DeviceId
  readonly socket: Socket
  actor: Actor<DeviceItem>
  source: SourceId | null
  epoch: Position
  /** The last number the feed has accepted, not told to the actor yet. */
  durable: number
  /** Old messages among what isn't acked yet, and when that ack may go out; 0: at once. */
  synced: number
  ackAtMs: number
}

/**
 * The phones that are connected here: each has one DeviceActor; the feed's events find it by source or
 * device.
 */
export class Phones {
  #parts: PhonesParts
  #all = new Set<Phone>()
  #slices = new Slices(this.#all)
  #byDevice = new Map<DeviceId, Phone>()
  #bySource = new Map<SourceId, Phone>()
  #dirty: Phone[] = []
  /**
   * Old messages (P80) of all phones: what they tell is stored at once, but its ack waits until it is its turn, and the
   * phone waits for the ack. Without that, one phone with years of chats took the processors from live chat (p99
   * 8 -> 29 ms, measured), and ran into the flood limit, which cut off its own.
   */
  #pace = new Pace({ perSecond: hubLimits.syncedPerSecondMax, waitMsMax: hubLimits.syncedWaitMsMax })
  /** Since when acks wait for storage. */
  #heldSinceMs: number | null = null
  #count = 0

  constructor(parts: PhonesParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#all.size
  }

  open(device: DeviceId, socket: Socket): Phone {
    const { shell, telemetry, nowMs } = this.#parts
    const phone: Phone = { device, socket, actor: notYet, source: null, epoch: 0, durable: 0, synced: 0, ackAtMs: 0 }
    const out = this.#outOf(phone)
    phone.actor = shell.spawn({
      name: `device-${this.#count++}`, inboxMax: hubLimits.deviceInboxMax, state: newDevice(device, nowMs()),
      receive: (state, batch) => receiveDevice(state, batch, out),
      onCrash: (error) => {
        telemetry.bug('actor:crashed', error, { device })
        socket.close(closeCodes.actorRestarted)
        this.closed(phone, 'actor crashed')
      },
    })
    this.#all.add(phone)
    return phone
  }

  frame(phone: Phone, messages: PhoneFrame, atMs: number): void {
    const told = phone.actor.tell({ type: 'frame', messages, atMs })
    if (told === 'full') this.close(phone, closeCodes.flood, { retryMs: 5_000 })
  }

  /** The socket is gone. Idempotent. */
  closed(phone: Phone, reason: string): void {
    if (!this.#all.delete(phone)) return
    phone.actor.stop()
    if (this.#byDevice.get(phone.device) === phone) this.#byDevice.delete(phone.device)
    if (phone.source !== null && this.#bySource.get(phone.source) === phone) this.#bySource.delete(phone.source)
    if (phone.epoch > 0) this.#sayDisconnected(phone, reason)
  }

  close(phone: Phone, code: CloseCode, advice: CloseAdvice = {}): void {
    this.#parts.telemetry.closed('phone', code)
    phone.socket.close(code, advice)
    this.closed(phone, code.name)
  }

  closeDevice(device: DeviceId, code: CloseCode): void {
    for (const phone of this.#all) if (phone.device === device) this.close(phone, code)
  }

  all(): Phone[] {
    return [...this.#all]
  }

  /** Wakes one of `slices` parts: all of them at once would hold up everybody's messages. */
  tick(nowMs: number, slices: number): void {
    const waited = this.#heldSinceMs === null ? Infinity : nowMs - this.#heldSinceMs
    if (waited >= hubLimits.ackWaitMsMax) this.#sendAcks()
    for (const phone of this.#slices.next(slices)) phone.actor.tell({ type: 'tick', nowMs })
  }

  /** A fresh event, in the journal's order. */
  onEvent(at: JournalEntry): void {
    const phone = this.#bySource.get(at.source)
    if (phone !== undefined && phone.epoch === at.epoch) {
      if (phone.durable === 0) this.#dirty.push(phone)
      phone.durable = at.sequence
      if (at.kind === 'messageSynced') phone.synced += 1
    }
    if (at.known !== null) this.#onKnown(at.known, phone)
  }

  #onKnown(event: HubEvent, phone: Phone | undefined): void {
    switch (event.kind) {
      case 'taskFinished':
        phone?.actor.tell({ type: 'commandFinished', task: event.task })
        return
      case 'commandExpired':
        if (event.device === null) return
        this.#byDevice.get(event.device)?.actor.tell({ type: 'commandFinished', task: event.task })
        return
      case 'deviceConnected':
        if (event.run !== this.#parts.run) this.#supersede(event.device)
        return
      case 'uplinkRefused':
        if (phone !== undefined) this.#parts.telemetry.refused('phone', event.code)
        return
      default:
    }
  }

  command(device: DeviceId, command: (DeviceItem & { type: 'commandRequested' })['command']): void {
    this.#byDevice.get(device)?.actor.tell({ type: 'commandRequested', command })
  }

  onIgnored(event: Pick<JournalEntry, 'source' | 'epoch'>, verdict: Exclude<Verdict, 'fresh'>): void {
    const phone = this.#bySource.get(event.source)
    if (phone?.epoch === event.epoch) phone.actor.tell({ type: 'ignored', verdict })
  }

  /** Acks of a record's events go out together. */
  onRecordEnd(): void {
    if (this.#parts.acksWait()) this.#heldSinceMs ??= this.#parts.nowMs()
    else this.#sendAcks()
  }

  /** Storage has come further. */
  onStored(): void {
    if (this.#heldSinceMs !== null) this.onRecordEnd()
  }

  #sendAcks(): void {
    this.#heldSinceMs = null
    if (this.#dirty.length === 0) return
    const nowMs = this.#parts.nowMs()
    const window = this.#parts.window()
    this.#dirty = this.#dirty.filter((phone) => {
      if (!this.#mayAck(phone, nowMs)) return this.#all.has(phone)
      const most = phone.ackAtMs === 0 ? window : Math.min(window, hubLimits.syncedWindow)
      phone.actor.tell({ type: 'durable', sequence: phone.durable, window: most })
      phone.durable = 0
      phone.ackAtMs = 0
      return false
    })
  }

  #mayAck(phone: Phone, nowMs: number): boolean {
    if (phone.synced > 0) phone.ackAtMs = this.#pace.dueMs(phone.synced, nowMs)
    phone.synced = 0
    return this.#pace.isDue(phone.ackAtMs, nowMs)
  }

  #outOf(phone: Phone): DeviceOut {
    const { journal } = this.#parts
    return {
      send: (messages) => {
        // Commands may hold what doesn't fit one frame together.
        for (const frame of encodeFrames(messages, { bytesMax: limits.downlinkBytesMax })) {
          if (phone.socket.send(frame) === 'slow') return this.close(phone, closeCodes.tooSlow)
        }
      },
      close: (code, advice) => this.close(phone, code, advice),
      append: (event) => journal.offer(event),
      carry: (stamp, carried) => journal.carry(stamp, carried),
      connect: (hello) => this.#connect(phone, hello),
    }
  }

  #connect(phone: Phone, { install, info, claimed }: Parameters<DeviceOut['connect']>[0]): void {
    const { run, voice } = this.#parts
    const { device } = phone
    void voice.say(deviceConnected, { run, device, install, info, claimed }, ({ position }) => {
      phone.epoch = position
      phone.source = phoneSource(device, install)
      // The socket may have gone while its hello was being stored.
      if (!this.#all.has(phone)) return this.#sayDisconnected(phone, 'gone')
      this.#supersede(device)
      this.#byDevice.set(device, phone)
      this.#bySource.set(phone.source, phone)
      this.#welcome(phone, phone.source)
    })
  }

  #welcome(phone: Phone, source: SourceId): void {
    const { acceptance, directory, openCommands, window, nowMs } = this.#parts
    phone.actor.tell({
      type: 'connected', epoch: phone.epoch, lastSequence: acceptance.lastOf(source),
      window: window(), atMs: nowMs(),
      accounts: directory.accountsOf(phone.device), commands: openCommands.of(phone.device),
    })
  }

  /** The older connection of the same device is void: its events are fenced by every reader. */
  #supersede(device: DeviceId): void {
    const older = this.#byDevice.get(device)
    if (older !== undefined) this.close(older, closeCodes.replaced, { retryMs: replacedRetryMs })
  }

  #sayDisconnected({ device, epoch }: Phone, reason: string): void {
    void this.#parts.voice.say(deviceDisconnected, { device, connection: epoch, reason })
  }
}

/** Two phones with one key would throw each other out for ever: slowly, at least. */
const replacedRetryMs = 30_000

const notYet: Actor<DeviceItem> = {
  tell: () => 'stopped',
  stop: () => undefined,
  waiting: 0,
}
