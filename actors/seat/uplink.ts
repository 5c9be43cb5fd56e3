import { type CloseCode, closeCodes } from '../../protocol/close-codes.ts'
import { taskOf } from '../../protocol/chat-message.ts'
import type { EventNamed, HubEvent } from '../../protocol/events/index.ts'
import { seatRefused } from '../../protocol/events/seat.ts'
import { byteLength } from '../../protocol/fields.ts'
import type { Decoded } from '../../protocol/frame.ts'
import type { AccountId, MsgSvrId, PeerId, TaskId, UserId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { acked, refused } from '../../protocol/messages/phone.ts'
import type { SeatUplink } from '../../protocol/messages/seat.ts'
import { saidLines } from '../../protocol/said-lines.ts'
import type { SeatOut } from '../out.ts'
import { takeTokens } from '../token-bucket.ts'
import { judgeNumber, refusalOf, refusedCodeOf, sequenceOf } from '../uplink.ts'
import { type RecentSend, recallRefusal } from './recall.ts'
import type { LiveTab, Seat, SeatItem } from './seat.ts'

export const tabRate = { perSecond: limits.tabPerSecondMax, burst: limits.tabBurstMax }

/**
 * Why a send is refused before it is written down; null if it may go. State is an argument: the hub passes
 * its directory's answers.
 */
export interface SendCheck {
  serves(user: UserId, account: AccountId, peer: PeerId): boolean
  /** What a console of this hub or another has sent lately; undefined: nothing like it. */
  recentSend(account: AccountId, msgSvrId: MsgSvrId): RecentSend | undefined
  /** Open commands of the account's device are at the limit. */
  deviceBusy(account: AccountId): boolean
  /** RISK-1: words of what is said (said-lines.ts) that may not be sent. */
  blockedWords(lines: readonly string[]): string[]
  /** The user may look at what the one who serves it does. */
  supervises(user: UserId, account: AccountId, peer: PeerId): boolean
  /** Another agent answered what the author of the send hadn't seen yet. */
  answeredMeanwhile(user: UserId, send: Numbered & { kind: 'sendRequested' }): boolean
}

type Numbered = Extract<SeatUplink, { sequence: number }>
export interface TabFault { code: CloseCode; detail?: string; retryMs?: number }

interface Road {
  seat: Seat
  tab: LiveTab
  connection: number
  atMs: number
  out: SeatOut
}

/** One message of a live tab. Null, or why the connection ends. */
export function onTabUplink({ message, ...road }: Road & { message: Decoded<SeatUplink> }): TabFault | null {
  // Whatever it is: repeats and heartbeats cost the hub as much as news.
  if (!takeTokens(road.tab.bucket, { rate: tabRate, count: 1, nowMs: road.atMs })) {
    return { code: closeCodes.flood, retryMs: floodRetryMs }
  }
  switch (message.kind) {
    case 'heartbeat': return null
    case 'attend': {
      road.out.attend(road.connection, message)
      return null
    }
    case 'hello': return { code: closeCodes.protocolError, detail: 'a second hello' }
    case 'misfit': {
      const sequence = sequenceOf(message)
      if (sequence === null) return { code: closeCodes.unreadableMessage, detail: message.fault.field }
      return take(road, sequence, () => {
        return refuse(road, sequence, { ...refusalOf(message), refusedCode: refusedCodeOf(message) })
      })
    }
    default: return take(road, message.sequence, () => accept(road, message))
  }
}

/** The feed has accepted this tab's events up to `sequence`; one that is void was written down for nothing. */
export function onTabDurable(
  seat: Seat, { source, epoch, sequence, isVoid = false }: SeatItem & { type: 'durable' }, out: SeatOut,
): void {
  for (const [connection, tab] of seat.tabs) {
    if (tab.state !== 'live' || tab.source !== source || tab.epoch !== epoch) continue
    if (isVoid) out.send(connection, [refused.write({ sequence, ...answeredMeanwhile })])
    if (sequence <= tab.uplink.acked) continue
    tab.uplink.acked = sequence
    out.send(connection, [acked.write({ sequence, window: limits.tabWindowMax })])
  }
}

function take({ tab, connection, out }: Road, sequence: number, next: () => TabFault | null): TabFault | null {
  const judged = judgeNumber(tab.uplink, sequence, limits.tabWindowMax)
  if (judged === 'repeat') {
    if (sequence <= tab.uplink.acked) {
      out.send(connection, [acked.write({ sequence: tab.uplink.acked, window: limits.tabWindowMax })])
    }
    return null
  }
  if (judged !== 'next') return { code: judged, detail: `got=${sequence} after=${tab.uplink.received}` }
  return next()
}

function accept(road: Road, message: Numbered): TabFault | null {
  const { seat, tab, atMs } = road
  const refusal = checkSend({ seat, tab, message, atMs })
  if (refusal !== null) return refuse(road, message.sequence, { ...refusal, refusedCode: 0 })
  return append(road, { ...message, source: tab.source, sequence: message.sequence, epoch: tab.epoch, atMs })
}

type Blocked = EventNamed<'seatRefused'>['blocked']
export interface Refusal { code: string; field: string; reason: string; blocked?: Blocked }

function checkSend(
  { seat, tab, message, atMs }: Pick<Road, 'seat' | 'tab' | 'atMs'> & { message: Numbered },
): Refusal | null {
  // What a seat says of itself is about no conversation.
  if (message.kind === 'seatModeChanged') return null
  const { account, peer } = message
  if (message.kind === 'noteWritten' && message.as === 'supervisor') {
    if (seat.check.supervises(seat.user, account, peer)) return null
    return { code: 'notSupervised', field: 'as', reason: 'this user does not supervise who serves the conversation' }
  }
  if (!seat.check.serves(seat.user, account, peer)) {
    return { code: 'notServed', field: 'peer', reason: 'this seat does not serve the conversation' }
  }
  if (!isForPhones(message)) return null
  if (seat.check.deviceBusy(message.account)) {
    const reason = `more than ${limits.openCommandsMax} commands wait for this phone`
    return { code: 'deviceBusy', field: 'account', reason }
  }
  if (message.kind === 'recallRequested') {
    const sent = seat.check.recentSend(message.account, message.msgSvrId)
    return recallRefusal({ sent, user: seat.user, peer: message.peer, nowMs: atMs })
  }
  if (message.kind !== 'sendRequested') return null
  if (message.text === '' && message.media === null && message.body.length <= 1) {
    return { code: 'badField', field: 'text', reason: 'empty' }
  }
  if (seat.check.answeredMeanwhile(seat.user, message)) return answeredMeanwhile
  if (isForeignTask(tab, message)) {
    return { code: 'badField', field: 'retryOf', reason: 'a task that was not made yet' }
  }
  return checkWords(seat, message)
}

/** The refusal keeps what was to be sent: it left nowhere else. */
function checkWords(
  { check }: Seat, message: Numbered & { kind: 'sendRequested' },
): Refusal | null {
  const { account, peer, type } = message
  const lines = saidLines(message)
  const found = check.blockedWords(lines)
  if (found.length === 0) return null
  const words = found.slice(0, limits.blockedWordsMax)
  // As many whole words as a reason holds.
  let reason = words[0] as string
  for (const word of words.slice(1)) if (byteLength(`${reason}\n${word}`) <= limits.nameBytesMax) reason += `\n${word}`
  return { code: 'sensitiveWord', field: 'text', reason, blocked: { account, peer, type, text: keptOf(lines), words } }
}

/** As much of it as a text holds: a body may be longer. */
function keptOf(lines: readonly string[]): string {
  const text = lines.join('\n')
  const bytesOfCharacterMax = 4
  if (byteLength(text) <= limits.textBytesMax) return text
  return Array.from(text).slice(0, limits.textBytesMax / bytesOfCharacterMax).join('')
}

function isForPhones(message: Numbered): message is Extract<Numbered, { kind: 'sendRequested' | 'recallRequested' }> {
  return message.kind === 'sendRequested' || message.kind === 'recallRequested'
}

const answeredMeanwhile: Refusal = {
  code: 'answeredMeanwhile', field: 'seen', reason: 'another agent answered after what was seen',
}

/** A retry names a task that exists; one of this tab's future would claim the id of a send to come. */
function isForeignTask(tab: LiveTab, message: Numbered & { kind: 'sendRequested' }): boolean {
  if (message.retryOf === null) return false
  const own = taskOf({ source: tab.source, sequence: message.sequence, retryOf: null })
  const [owner, number] = splitTask(message.retryOf)
  const [ownOwner] = splitTask(own)
  return owner === ownOwner && number >= message.sequence
}

function splitTask(task: TaskId): [string, number] {
  const dot = task.lastIndexOf('.')
  return [task.slice(0, dot), Number(task.slice(dot + 1))]
}

function refuse(
  road: Road, sequence: number, { code, field, reason, refusedCode, blocked = null }: Refusal & { refusedCode: number },
): TabFault | null {
  const { tab, connection, atMs, out } = road
  const { source, epoch } = tab
  const value = { refusedCode, code, field, reason, blocked }
  const fault = append(road, seatRefused.of({ source, sequence, epoch, atMs }, value))
  if (fault === null) out.send(connection, [refused.write({ sequence, code, field, reason })])
  return fault
}

function append({ tab, out }: Road, event: HubEvent): TabFault | null {
  if (out.append(event) === 'full') return { code: closeCodes.journalFull, retryMs: 3_000 }
  tab.uplink.received = event.sequence
  return null
}

/** A tab that floods is mended or malicious; its allowance fills up meanwhile. */
const floodRetryMs = 2_000
