import { type CloseCode, closeCodes } from '../../protocol/close-codes.ts'
import type { Decoded } from '../../protocol/frame.ts'
import { type Position, type SourceId, type TabId, type UserId, tabSource } from '../../protocol/ids.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import { heartbeat } from '../../protocol/messages/phone.ts'
import { type SeatUplink, reachedPosition, reset, seatWelcome } from '../../protocol/messages/seat.ts'
import type { SeatOut } from '../out.ts'
import { type TokenBucket, newTokenBucket } from '../token-bucket.ts'
import { unreachable } from '../unreachable.ts'
import type { Uplink } from '../uplink.ts'
import { type SeatEvent, packHappened, sendHappened } from './happened.ts'
import { type SendCheck, onTabDurable, onTabUplink, tabRate } from './uplink.ts'

export type { SeatEvent } from './happened.ts'

/** What reaches the actor of one seat (a user) on this hub. `connection` is one socket, one tab. */
export type SeatItem =
  | { type: 'opened'; connection: number; atMs: number }
  | { type: 'frame'; connection: number; messages: Decoded<SeatUplink>[]; atMs: number }
  /** The feed has accepted this tab's `seatConnected`. */
  | { type: 'connected'; connection: number; epoch: Position; lastSequence: number; atMs: number }
  | { type: 'caughtUp'; connection: number; events: readonly SeatEvent[] }
  | { type: 'cannotCatchUp'; connection: number; reason: string }
  | { type: 'happened'; event: SeatEvent }
  /** The feed has applied everything up to here. */
  | { type: 'reached'; position: Position }
  | { type: 'durable'; source: SourceId; epoch: Position; sequence: number }
  | { type: 'ignored'; source: SourceId; epoch: Position; verdict: 'repeat' | 'hole' | 'fenced' }
  | { type: 'superseded'; source: SourceId; epoch: Position }
  | { type: 'close'; connection: number | null; code: CloseCode; retryMs?: number }
  | { type: 'closed'; connection: number }
  | { type: 'tick'; nowMs: number }

export type Tab =
  | { state: 'greeting'; openedAtMs: number }
  | { state: 'connecting'; tab: TabId; cursor: Position | null; heardAtMs: number }
  | LiveTab

export interface LiveTab {
  state: 'live'
  source: SourceId
  epoch: Position
  uplink: Uplink
  heardAtMs: number
  toldAtMs: number
  bucket: TokenBucket
  /** The last position told: the tab's cursor if the socket breaks now. */
  told: Position
  /** While what the tab missed is being read, live events wait here; beyond the limit the tab is too slow. */
  held: SeatEvent[] | null
}

export interface Seat {
  user: UserId
  tabs: Map<number, Tab>
  check: SendCheck
}

export function newSeat({ user, check }: { user: UserId; check: SendCheck }): Seat {
  return { user, tabs: new Map(), check }
}

/** One seat's tabs: hello, cursor, live events, numbered sends, heartbeats. Decides; `out` does. */
export function receiveSeat(seat: Seat, batch: readonly SeatItem[], out: SeatOut): Seat {
  let happened: SeatEvent[] = []
  const flush = (): void => {
    if (happened.length > 0) onHappened(seat, happened, out)
    happened = []
  }
  for (const item of batch) {
    if (item.type === 'happened') {
      happened.push(item.event)
    } else {
      // Events and what else happened stay in the order in which they came.
      flush()
      receiveOne(seat, item, out)
    }
  }
  flush()
  return seat
}

function receiveOne(seat: Seat, item: Exclude<SeatItem, { type: 'happened' }>, out: SeatOut): void {
  switch (item.type) {
    case 'opened': return void seat.tabs.set(item.connection, { state: 'greeting', openedAtMs: item.atMs })
    case 'closed': return void seat.tabs.delete(item.connection)
    case 'frame': return onFrame(seat, item, out)
    case 'connected': return onConnected(seat, item, out)
    case 'caughtUp': return onCaughtUp(seat, item, out)
    case 'cannotCatchUp': return onCannotCatchUp(seat, item, out)
    case 'reached': return onReached(seat, item.position, out)
    case 'durable': return onTabDurable(seat, item, out)
    case 'ignored':
      return item.verdict === 'repeat' ? undefined : closeSource(seat, item, closeCodes.sequenceHole, out)
    case 'superseded': return closeSource(seat, item, closeCodes.replaced, out)
    case 'close': return onClose(seat, item, out)
    case 'tick': return onTick(seat, item.nowMs, out)
    default: return unreachable(item)
  }
}

function onFrame(seat: Seat, item: SeatItem & { type: 'frame' }, out: SeatOut): void {
  const { connection, atMs } = item
  for (const message of item.messages) {
    const tab = seat.tabs.get(connection)
    if (tab === undefined) return
    if (tab.state === 'greeting') {
      onHello(seat, { connection, message, atMs }, out)
    } else if (tab.state === 'connecting') {
      if (message.kind !== 'heartbeat') return closeTab(seat, connection, closeCodes.protocolError, out)
      tab.heardAtMs = atMs
    } else {
      tab.heardAtMs = atMs
      const fault = onTabUplink({ seat, tab, message, atMs, connection, out })
      if (fault !== null) return closeTab(seat, connection, fault.code, out, fault)
    }
  }
}

function onHello(
  seat: Seat,
  { connection, message, atMs }: { connection: number; message: Decoded<SeatUplink>; atMs: number },
  out: SeatOut,
): void {
  if (message.kind !== 'hello') {
    const code = message.kind === 'misfit' ? closeCodes.unreadableMessage : closeCodes.protocolError
    return closeTab(seat, connection, code, out)
  }
  if (message.version !== protocolVersion) {
    return closeTab(seat, connection, closeCodes.wrongVersion, out, { detail: `version=${protocolVersion}` })
  }
  seat.tabs.set(connection, { state: 'connecting', tab: message.tab, cursor: message.cursor, heardAtMs: atMs })
  out.connect(connection, { tab: message.tab })
}

function onConnected(
  seat: Seat, { connection, epoch, lastSequence, atMs }: SeatItem & { type: 'connected' }, out: SeatOut,
): void {
  const tab = seat.tabs.get(connection)
  if (tab?.state !== 'connecting') return
  const resumes = tab.cursor !== null && tab.cursor < epoch
  const live: LiveTab = {
    state: 'live', source: tabSource(seat.user, tab.tab), epoch,
    uplink: { received: lastSequence, acked: lastSequence },
    heardAtMs: atMs, toldAtMs: atMs, bucket: newTokenBucket(tabRate, atMs), told: epoch,
    held: resumes ? [] : null,
  }
  seat.tabs.set(connection, live)
  out.send(connection, [seatWelcome.write({
    version: protocolVersion, user: seat.user, serverMs: atMs, position: epoch, lastSequence,
    window: limits.tabWindowMax, heartbeatMs: limits.heartbeatMs,
  })])
  if (resumes) out.catchUp(connection, { after: tab.cursor as Position, upTo: epoch })
}

function onCaughtUp(seat: Seat, { connection, events }: SeatItem & { type: 'caughtUp' }, out: SeatOut): void {
  const tab = seat.tabs.get(connection)
  if (tab?.state !== 'live' || tab.held === null) return
  const held = tab.held
  tab.held = null
  sendHappened(connection, events, out)
  sendHappened(connection, held, out)
  out.send(connection, [reachedPosition.write({ position: tab.told })])
}

/**
 * Nothing that was missed can be told one by one: the console loads afresh, and live events go on from here.
 */
function onCannotCatchUp(seat: Seat, item: SeatItem & { type: 'cannotCatchUp' }, out: SeatOut): void {
  const tab = seat.tabs.get(item.connection)
  if (tab?.state !== 'live' || tab.held === null) return
  const held = tab.held
  tab.held = null
  out.send(item.connection, [reset.write({ reason: item.reason })])
  sendHappened(item.connection, held, out)
}

function onHappened(seat: Seat, events: readonly SeatEvent[], out: SeatOut): void {
  const last = (events.at(-1) as SeatEvent).position
  let frames: Uint8Array[] | null = null
  for (const [connection, tab] of seat.tabs) {
    if (tab.state !== 'live') continue
    const allFresh = (events[0] as SeatEvent).position > tab.epoch
    const fresh = allFresh ? events : events.filter(({ position }) => position > tab.epoch)
    tab.told = Math.max(tab.told, last)
    if (tab.held !== null) {
      tab.held.push(...fresh)
      if (tab.held.length > heldEventsMax) closeTab(seat, connection, closeCodes.tooSlow, out)
    } else if (fresh === events) {
      // All tabs that are live get the same bytes.
      frames ??= packHappened(events)
      for (const frame of frames) out.sendFrame(connection, frame)
    } else {
      sendHappened(connection, fresh, out)
    }
  }
}

function onReached(seat: Seat, position: Position, out: SeatOut): void {
  for (const [connection, tab] of seat.tabs) {
    if (tab.state !== 'live' || tab.held !== null || tab.told >= position) continue
    tab.told = position
    out.send(connection, [reachedPosition.write({ position })])
  }
}

function onClose(seat: Seat, { connection, code, retryMs }: SeatItem & { type: 'close' }, out: SeatOut): void {
  const connections = connection === null ? [...seat.tabs.keys()] : [connection]
  for (const one of connections) closeTab(seat, one, code, out, retryMs === undefined ? {} : { retryMs })
}

function onTick(seat: Seat, nowMs: number, out: SeatOut): void {
  for (const [connection, tab] of seat.tabs) {
    if (tab.state === 'greeting') {
      if (nowMs - tab.openedAtMs > limits.greetingMs) closeTab(seat, connection, closeCodes.lateHello, out)
    } else if (nowMs - tab.heardAtMs > limits.silenceMs) {
      closeTab(seat, connection, closeCodes.silent, out)
    } else if (tab.state === 'live' && nowMs - tab.toldAtMs >= limits.heartbeatMs) {
      tab.toldAtMs = nowMs
      out.send(connection, [heartbeat.write({ atMs: nowMs })])
    }
  }
}

function closeSource(
  seat: Seat, { source, epoch }: { source: SourceId; epoch: Position }, code: CloseCode, out: SeatOut,
): void {
  for (const [connection, tab] of seat.tabs) {
    if (tab.state === 'live' && tab.source === source && tab.epoch <= epoch) closeTab(seat, connection, code, out)
  }
}

function closeTab(
  seat: Seat, connection: number, code: CloseCode, out: SeatOut,
  advice: { retryMs?: number; detail?: string } = {},
): void {
  if (seat.tabs.delete(connection)) out.close(connection, code, advice)
}

/** A catch-up takes far less than the time in which one seat hears of so many events. */
const heldEventsMax = 20_000
