import assert from 'node:assert/strict'
import type { Carried } from '../../protocol/carry.ts'
import { unpack } from '../../protocol/codec.ts'
import type { Stamp } from '../../protocol/events/fact.ts'
import { type EventKind, type HubEvent, readEvent } from '../../protocol/events/index.ts'
import type { AccountId, PeerId, Position, SourceId, UserId } from '../../protocol/ids.ts'
import type { CarriedKind } from '../../protocol/messages/phone.ts'

/** The bytes of a record; many events share them. Filled when the record is closed. */
export interface Payload { bytes: Uint8Array }

/**
 * One event on its way through a hub: what the road asks of each is at hand, the rest is decoded when somebody
 * asks. One small object a message: what lives until the ring drops it is what the garbage collector pays for.
 */
export class JournalEntry {
  /** Its place and time, once the feed has come to it. */
  position: Position = 0
  journalMs = 0
  /** Of peersAssigned, from the directory on: who served these conversations before. */
  formerSeats: readonly UserId[] = nobody
  /** A customer's message that no console is told, from the feed on. */
  isQuiet = false
  /** A send that another agent's answer made void, from the feed on: nobody is told but its author’s tab. */
  isVoid = false
  readonly kind: EventKind
  readonly source: SourceId
  readonly sequence: number
  readonly epoch: Position
  readonly account: AccountId | null
  readonly peer: PeerId | null
  readonly outgoing: boolean
  /** Null: carried; no part of the hub's loop reads more of it than what stands here. */
  readonly known: HubEvent | null
  readonly payload: Payload
  readonly from: number
  readonly to: number

  private constructor(facts: Facts, { payload, from, to }: Place) {
    this.kind = facts.kind
    this.source = facts.source
    this.sequence = facts.sequence
    this.epoch = facts.epoch
    this.account = facts.account
    this.peer = facts.peer
    this.outgoing = facts.outgoing
    this.known = facts.known
    this.payload = payload
    this.from = from
    this.to = to
  }

  static carried(stamp: Stamp, carried: Carried<CarriedKind>, place: Place): JournalEntry {
    const { source, sequence, epoch } = stamp
    const { fact: kind, account, peer, outgoing } = carried
    return new JournalEntry({ kind, source, sequence, epoch, account, peer, outgoing, known: null }, place)
  }

  static of(event: HubEvent, place: Place): JournalEntry {
    const { kind, source, sequence, epoch } = event
    return new JournalEntry({
      kind, source, sequence, epoch, account: 'account' in event ? event.account : null,
      peer: peerOf(event),
      outgoing: kind === 'messageReceived' && event.direction === 'out', known: event,
    }, place)
  }

  get bytes(): Uint8Array {
    return this.payload.bytes.subarray(this.from, this.to)
  }

  get event(): HubEvent {
    if (this.known !== null) return this.known
    const event = readEvent(unpack(this.bytes) as unknown[])
    assert('kind' in event && event.kind !== 'unknownFact', 'what was carried can be read')
    return event
  }
}

/** Whose conversation an event is about. */
function peerOf(event: HubEvent): PeerId | null {
  switch (event.kind) {
    case 'friendChanged': return event.friend.wxid
    case 'chatroomChanged': return event.chatroom.chatroom
    case 'friendRequested': return event.person
    default: return 'peer' in event ? event.peer : null
  }
}

const nobody: readonly UserId[] = []

/** Where the event's bytes lie in those of its record. */
interface Place { payload: Payload; from: number; to: number }
type Facts = Pick<JournalEntry, 'kind' | 'source' | 'sequence' | 'epoch' | 'account' | 'peer' | 'outgoing' | 'known'>
