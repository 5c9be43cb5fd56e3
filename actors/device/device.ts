import { type CloseCode, closeCodes } from '../../protocol/close-codes.ts'
import type { Decoded } from '../../protocol/frame.ts'
import {
  type AccountId, type DeviceId, type InstallId, type Position, type SourceId, type TaskId, phoneSource,
} from '../../protocol/ids.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import {
  type CarriedUplink, type PhoneUplink, acked, command, heartbeat, phoneWelcome,
} from '../../protocol/messages/phone.ts'
import { unreachable } from '../unreachable.ts'
import type { DeviceOut } from '../out.ts'
import { type TokenBucket, newTokenBucket } from '../token-bucket.ts'
import type { Uplink } from '../uplink.ts'
import { type CommandQueue, finishCommand, newCommandQueue, nextCommands, queueCommand } from './commands.ts'
import { onUplink, uplinkRate } from './uplink.ts'

/** A command that is open for this phone. */
export interface OpenCommand {
  task: TaskId
  name: string
  account: AccountId | null
  expiresAtMs: number
  args: Uint8Array
}

/** A frame's messages: decoded, or as they came. */
export type PhoneFrame = readonly (Decoded<PhoneUplink> | CarriedUplink)[]

/** What reaches the actor of one phone connection. */
export type DeviceItem =
  | { type: 'frame'; messages: PhoneFrame; atMs: number }
  /** The feed has accepted this connection's `deviceConnected`. */
  | {
    type: 'connected'; epoch: Position; lastSequence: number; accounts: AccountId[]; commands: OpenCommand[]
    window: number; atMs: number
  }
  /** The feed has accepted this source's events up to here. */
  | { type: 'durable'; sequence: number; window: number }
  /** The feed ignored an event of ours. */
  | { type: 'ignored'; verdict: 'repeat' | 'hole' | 'fenced' }
  | { type: 'commandRequested'; command: OpenCommand }
  | { type: 'commandFinished'; task: TaskId }
  | { type: 'close'; code: CloseCode; retryMs?: number }
  | { type: 'tick'; nowMs: number }

/** A state owns exactly its fields. */
export type Device =
  | { state: 'greeting'; device: DeviceId; openedAtMs: number }
  | { state: 'connecting'; device: DeviceId; install: InstallId; heardAtMs: number; lastSequence: number }
  | LiveDevice
  | { state: 'closed'; device: DeviceId }

export interface LiveDevice {
  state: 'live'
  device: DeviceId
  source: SourceId
  epoch: Position
  uplink: Uplink
  /** As last told. */
  window: number
  /** Accounts this phone may speak for. */
  accounts: Set<AccountId>
  heardAtMs: number
  toldAtMs: number
  bucket: TokenBucket
  commands: CommandQueue
}

export function newDevice(device: DeviceId, nowMs: number): Device {
  return { state: 'greeting', device, openedAtMs: nowMs }
}

/** One phone connection: hello, numbers, acks, commands in flight, heartbeats. Decides; `out` does. */
export function receiveDevice(now: Device, batch: readonly DeviceItem[], out: DeviceOut): Device {
  let state = now
  for (const item of batch) {
    if (state.state === 'closed') return state
    state = receiveOne(state, item, out)
  }
  if (state.state === 'live') flush(state, out)
  return state
}

function receiveOne(state: Exclude<Device, { state: 'closed' }>, item: DeviceItem, out: DeviceOut): Device {
  switch (item.type) {
    case 'frame': return onFrame(state, item, out)
    case 'connected': return onConnected(state, item, out)
    case 'durable': return onDurable(state, item, out)
    case 'ignored': return item.verdict === 'repeat' ? state : close(state, closeCodes.sequenceHole, out)
    case 'commandRequested':
      if (state.state === 'live') queueCommand(state.commands, item.command)
      return state
    case 'commandFinished':
      if (state.state === 'live') finishCommand(state.commands, item.task)
      return state
    case 'close':
      return close(state, item.code, out, item.retryMs === undefined ? {} : { retryMs: item.retryMs })
    case 'tick': return onTick(state, item.nowMs, out)
    default: return unreachable(item)
  }
}

function onFrame(
  state: Exclude<Device, { state: 'closed' }>,
  { messages, atMs }: { messages: PhoneFrame; atMs: number },
  out: DeviceOut,
): Device {
  let next: Device = state
  for (const message of messages) {
    if (next.state === 'closed') return next
    if (next.state === 'greeting') {
      next = onHello(next, message, { atMs, out })
    } else if (next.state === 'connecting') {
      // Nothing may be numbered before the welcome has said from where on.
      if (message.kind !== 'heartbeat') return close(next, closeCodes.protocolError, out)
      next.heardAtMs = atMs
    } else {
      next.heardAtMs = atMs
      const fault = onUplink(next, message, { out, atMs })
      if (fault !== null) return close(next, fault.code, out, fault)
    }
  }
  return next
}

function onHello(
  state: Device & { state: 'greeting' },
  message: PhoneFrame[number],
  { atMs, out }: { atMs: number; out: DeviceOut },
): Device {
  if (message.kind === 'misfit' && message.code === 1) {
    const { field, reason } = message.fault
    return close(state, closeCodes.unreadableMessage, out, { detail: `${field}: ${reason}` })
  }
  if (message.kind !== 'hello') return close(state, closeCodes.protocolError, out, { detail: 'no hello' })
  if (message.version !== protocolVersion) {
    return close(state, closeCodes.wrongVersion, out, { detail: `version=${protocolVersion}` })
  }
  out.connect({ install: message.install, info: message.info, claimed: message.lastSequence })
  const { device } = state
  const { install, lastSequence } = message
  return { state: 'connecting', device, install, heardAtMs: atMs, lastSequence }
}

function onConnected(
  state: Exclude<Device, { state: 'closed' }>, item: DeviceItem & { type: 'connected' }, out: DeviceOut,
): Device {
  if (state.state !== 'connecting') return state
  const { device, install } = state
  const { epoch, lastSequence, atMs } = item
  out.send([phoneWelcome.write({
    version: protocolVersion, device, serverMs: atMs, lastSequence, window: item.window,
    heartbeatMs: limits.heartbeatMs, frameBytesMax: limits.frameBytesMax, mediaBytesMax: limits.mediaBytesMax,
  })])
  return {
    state: 'live', device, source: phoneSource(device, install), epoch,
    uplink: { received: lastSequence, acked: lastSequence }, window: item.window,
    accounts: new Set(item.accounts), heardAtMs: atMs, toldAtMs: atMs,
    bucket: newTokenBucket(uplinkRate, atMs), commands: newCommandQueue(item.commands),
  }
}

function onDurable(
  state: Exclude<Device, { state: 'closed' }>,
  { sequence, window }: { sequence: number; window: number },
  out: DeviceOut,
): Device {
  if (state.state !== 'live' || sequence <= state.uplink.acked) return state
  state.uplink.acked = sequence
  state.window = window
  out.send([acked.write({ sequence, window })])
  return state
}

function onTick(state: Exclude<Device, { state: 'closed' }>, nowMs: number, out: DeviceOut): Device {
  if (state.state === 'greeting') {
    return nowMs - state.openedAtMs > limits.greetingMs ? close(state, closeCodes.lateHello, out) : state
  }
  if (nowMs - state.heardAtMs > limits.silenceMs) return close(state, closeCodes.silent, out)
  if (state.state === 'live' && nowMs - state.toldAtMs >= limits.heartbeatMs) {
    state.toldAtMs = nowMs
    out.send([heartbeat.write({ atMs: nowMs })])
  }
  return state
}

function flush(state: LiveDevice, out: DeviceOut): void {
  const commands = nextCommands(state.commands)
  if (commands.length > 0) out.send(commands.map((one) => command.write(one)))
}

function close(
  { device }: Device, code: CloseCode, out: DeviceOut, advice: { retryMs?: number; detail?: string } = {},
): Device {
  out.close(code, advice)
  return { state: 'closed', device }
}
