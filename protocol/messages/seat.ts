import {
  type Field, boolean, integer, listOf, oneOf, optional, record, timestampMs,
} from '../fields.ts'
import { accountId, peerId, position, tabId, userId } from '../ids.ts'
import { name, reason } from '../kinds.ts'
import { limits } from '../limits.ts'
import { type MemberOf, downlink, family, shape } from '../message.ts'
import { numbered } from '../events/fact.ts'
import * as facts from '../events/seat.ts'
import { acked, heartbeat, refused } from './phone.ts'

export const seatHello = shape({
  code: 0x01, name: 'hello', about: 'The first message of a console tab.',
  fields: {
    version: integer({ min: 0, max: 65_535 }), tab: tabId(),
    /** The last position this tab has applied; nil for a fresh load. */
    cursor: optional(position()),
  },
})

export const seatWelcome = shape({
  code: 0x03, name: 'welcome', about: 'The hub’s answer: live from here, or from the cursor on.',
  fields: {
    version: integer({ min: 0, max: 65_535 }), user: userId(), serverMs: timestampMs(),
    /** Live events follow for every position above the cursor, or above this one if none was given. */
    position: position(),
    /** The last number of this tab that is durable. */
    lastSequence: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    window: integer({ min: 1, max: limits.uplinkWindowMax }),
    heartbeatMs: integer({ min: 1000, max: 600_000 }),
    /** The last `seatModeChanged` of this user's tabs. */
    away: boolean(), autoReply: boolean(),
  },
})

const rawEvent = (): Field<unknown[]> => ({
  type: 'journal event [code, source, sequence, epoch, atMs, …]', spec: { kind: 'event' }, optional: false,
  check: (value) => (Array.isArray(value) ? null : 'not an array'),
})

export const happened = shape({
  code: 0x07, name: 'happened',
  about: 'A fact of the journal that concerns this seat, in the journal’s order.',
  fields: { position: position(), journalMs: timestampMs(), event: rawEvent() },
})

export const reachedPosition = shape({
  code: 0x08, name: 'reached',
  about: 'Nothing that concerns this seat lies between the last event and this position.',
  fields: { position: position() },
})

export const reset = shape({
  code: 0x09, name: 'reset',
  about: 'The cursor is too old to be continued: load afresh, after so long.',
  fields: { reason: reason(), loadInMs: integer({ min: 0, max: limits.loadInMsMax }) },
})

/** Kept by nobody: what is said again replaces what was said before, and ends with the connection. */
export const attend = shape({
  code: 0x0a, name: 'attend',
  about: 'What this tab looks at, and whether its agent writes there. Nil: at no conversation.',
  fields: { account: optional(accountId()), peer: optional(peerId()), typing: boolean() },
})

export const attendanceRoles = ['seat', 'supervisor'] as const

const colleague = { required: ['user', 'name', 'role', 'typing'], bytesMax: limits.profileBytesMax } as const

export const attendance = shape({
  code: 0x0b, name: 'attendance', about: 'Who else looks at the conversation that this tab attends to.',
  fields: {
    account: accountId(), peer: peerId(),
    people: listOf(record('colleague', {
      user: userId(), name: name(), role: oneOf(...attendanceRoles), typing: boolean(),
    }, colleague), { max: limits.attendingMax }),
  },
})

export const watching = shape({
  code: 0x0c, name: 'watching',
  about: 'The conversation that this tab attends to is somebody else’s, whom its user supervises: it is told live.',
  fields: { account: accountId(), peer: peerId(), position: position() },
})

export const watched = shape({
  code: 0x0d, name: 'watched', about: 'A fact of the watched conversation above the position of `watching`.',
  fields: { position: position(), journalMs: timestampMs(), event: rawEvent() },
})

export const watchEnded = shape({
  code: 0x0e, name: 'watchEnded', about: 'Nothing more of the conversation is told to this tab.',
  fields: {
    account: accountId(), peer: peerId(),
    /** noRight: not, or no more, in what the user may see · slow: attend again · served: it is the user’s own now. */
    code: oneOf('noRight', 'slow', 'served'),
  },
})

/** What a console may send. */
export const seatUplink = family(
  seatHello, heartbeat, attend, numbered(facts.sendRequested), numbered(facts.conversationRead),
  numbered(facts.recallRequested), numbered(facts.seatModeChanged), numbered(facts.noteWritten),
  numbered(facts.conversationMarked), numbered(facts.draftKept), numbered(facts.mediaRequested),
)
export type SeatUplink = MemberOf<typeof seatUplink>

/** What a console may hear. */
export const seatDownlink = downlink(
  seatWelcome, heartbeat, acked, refused, happened, reachedPosition, reset, attendance, watching, watched, watchEnded,
)
export type SeatDownlink = MemberOf<typeof seatDownlink>
