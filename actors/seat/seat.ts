import { type CloseCode, closeCodes } from '../../protocol/close-codes.ts'
import type { Decoded } from '../../protocol/frame.ts'
import { type Position, type SourceId, type TabId, type UserId, tabSource } from '../../protocol/ids.ts'
import { limits, protocolVersion } from '../../protocol/limits.ts'
import type { SeatMode } from '../../protocol/seat-mode.ts'
import { heartbeat } from '../../protocol/messages/phone.ts'
import { type SeatUplink, reachedPosition, reset, seatWelcome } from '../../protocol/messages/seat.ts'
import type { SeatOut } from '../out.ts'
import { type TokenBucket, newTokenBucket } from '../token-bucket.ts'
import { unreachable } from '../unreachable.ts'
import type { Uplink } from '../uplink.ts'
import { type HappenedFrame, type SeatEvent, packHappened, sendHappened } from './happened.ts'
import { type SendCheck, onTabDurable, onTabUplink, tabRate } from './uplink.ts'

export type { SeatEvent } from './happened.ts'

/** What reaches the actor of one seat (a user) on this hub. `connection` is one socket, one tab. */
export type SeatItem =
  | { type: 'opened'; connection: number; atMs: number }
  | { type: 'frame'; connection: number; messages: Decoded<SeatUplink>[]; atMs: number }
  /** The feed has accepted this tab's `seatConnected`. */
  | {
    type: 'connected'; connection: number; epoch: Position; lastSequence: number; mode: SeatMode; atMs: number
  }
  /** The answer to `catchUp`: all there is for this seat up to `upTo`; `more` lies above it. */
  | { type: 'caughtUp'; connection: number; events: readonly SeatEvent[]; upTo: Position; more: boolean }
  /** What it missed can't be told one by one any more. */
  | { type: 'cannotCatchUp'; connection: number; reason: string; loadInMs: number }
  /** The socket that was full has room again. */
  | { type: 'drained'; connection: number }
  /** Of one record, in its order. */
  | { type: 'happened'; events: readonly SeatEvent[] }
  /** The feed has applied everything up to here. */
  | { type: 'reached'; position: Position }
  /** `isVoid`: a send that another agent's answer, which lies before it, made void. */
  | { type: 'durable'; source: SourceId; epoch: Position; sequence: number; isVoid?: boolean }
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
  flow: Flow
}

/**
 * How a tab gets its events. A tab that isn't `following` keeps nothing waiting in the hub's memory but `told`: what
 * lies above it is read from the ring when the tab can take it.
 *
 * following ──socket full──▶ full ──drained──▶ reading ──caught up──▶ following; a tab that comes back with a
 * cursor begins with reading.
 */
export type Flow =
  | { state: 'following' }
  | { state: 'reading' }
  /** Since the first tick that saw it; 0 before. */
  | { state: 'full'; sinceMs: number }

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
  let happened: readonly SeatEvent[] = []
  for (const item of batch) {
    if (item.type === 'happened') {
      happened = happened.length === 0 ? item.events : [...happened, ...item.events]
    } else {
      // Events and what else happened stay in the order in which they came.
      onHappened(seat, happened, out)
      happened = []
      receiveOne(seat, item, out)
    }
  }
  onHappened(seat, happened, out)
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
    case 'drained': return onDrained(seat, item.connection, out)
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
  seat: Seat, { connection, epoch, lastSequence, mode, atMs }: SeatItem & { type: 'connected' }, out: SeatOut,
): void {
  const tab = seat.tabs.get(connection)
  if (tab?.state !== 'connecting') return
  const resumes = tab.cursor !== null && tab.cursor < epoch
  const live: LiveTab = {
    state: 'live', source: tabSource(seat.user, tab.tab), epoch,
    uplink: { received: lastSequence, acked: lastSequence },
    heardAtMs: atMs, toldAtMs: atMs, bucket: newTokenBucket(tabRate, atMs),
    told: resumes ? tab.cursor as Position : epoch, flow: { state: resumes ? 'reading' : 'following' },
  }
  seat.tabs.set(connection, live)
  out.send(connection, [seatWelcome.write({
    version: protocolVersion, user: seat.user, serverMs: atMs, position: epoch, lastSequence,
    window: limits.tabWindowMax, heartbeatMs: limits.heartbeatMs, ...mode,
  })])
  if (resumes) out.catchUp(connection, live.told)
}

/** Live events that came while this was read are in it, or lie above `upTo` and are still to be told. */
function onCaughtUp(
  seat: Seat, { connection, events, upTo, more }: SeatItem & { type: 'caughtUp' }, out: SeatOut,
): void {
  const tab = seat.tabs.get(connection)
  if (tab?.state !== 'live' || tab.flow.state !== 'reading') return
  const sent = sendHappened(connection, packHappened(events), out)
  tab.told = sent.result === 'full' ? sent.told : upTo
  if (sent.result === 'full') {
    tab.flow = { state: 'full', sinceMs: 0 }
  } else if (more) {
    out.catchUp(connection, upTo)
  } else {
    tab.flow = { state: 'following' }
    out.send(connection, [reachedPosition.write({ position: upTo })])
  }
}

/**
 * What was missed before the welcome can't be told one by one: the console loads afresh as of the welcome, and what
 * came since follows. What was missed later: it comes back, to a new welcome.
 */
function onCannotCatchUp(
  seat: Seat, { connection, reason, loadInMs }: SeatItem & { type: 'cannotCatchUp' }, out: SeatOut,
): void {
  const tab = seat.tabs.get(connection)
  if (tab?.state !== 'live' || tab.flow.state !== 'reading') return
  if (tab.told >= tab.epoch) return closeTab(seat, connection, closeCodes.tooSlow, out)
  out.send(connection, [reset.write({ reason, loadInMs })])
  tab.told = tab.epoch
  out.catchUp(connection, tab.told)
}

function onDrained(seat: Seat, connection: number, out: SeatOut): void {
  const tab = seat.tabs.get(connection)
  if (tab?.state !== 'live' || tab.flow.state !== 'full') return
  tab.flow = { state: 'reading' }
  out.catchUp(connection, tab.told)
}

function onHappened(seat: Seat, events: readonly SeatEvent[], out: SeatOut): void {
  if (events.length === 0) return
  const first = (events[0] as SeatEvent).position
  const last = (events.at(-1) as SeatEvent).position
  let frames: HappenedFrame[] | null = null
  for (const [connection, tab] of seat.tabs) {
    if (tab.state !== 'live' || tab.flow.state !== 'following' || last <= tab.told) continue
    // All tabs that have told everything before get the same bytes.
    const own = first > tab.told
      ? frames ??= packHappened(events)
      : packHappened(events.filter(({ position }) => position > tab.told))
    const sent = sendHappened(connection, own, out)
    tab.told = sent.result === 'full' ? sent.told : last
    if (sent.result === 'full') tab.flow = { state: 'full', sinceMs: 0 }
  }
}

function onReached(seat: Seat, position: Position, out: SeatOut): void {
  for (const [connection, tab] of seat.tabs) {
    if (tab.state !== 'live' || tab.flow.state !== 'following' || tab.told >= position) continue
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
    } else if (tab.state === 'live' && tab.flow.state === 'full' && isStuck(tab.flow, nowMs)) {
      closeTab(seat, connection, closeCodes.tooSlow, out)
    } else if (tab.state === 'live' && nowMs - tab.toldAtMs >= limits.heartbeatMs) {
      tab.toldAtMs = nowMs
      out.send(connection, [heartbeat.write({ atMs: nowMs })])
    }
  }
}

/** Nothing of what waits in its socket was read for so long that its memory is better used. */
function isStuck(flow: Flow & { state: 'full' }, nowMs: number): boolean {
  if (flow.sinceMs === 0) flow.sinceMs = nowMs
  return nowMs - flow.sinceMs > limits.silenceMs
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
