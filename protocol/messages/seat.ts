import { type Field, integer, optional, timestampMs } from '../fields.ts'
import { position, tabId, userId } from '../ids.ts'
import { reason } from '../kinds.ts'
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
  about: 'The cursor is too old to be continued: load afresh.',
  fields: { reason: reason() },
})

/** What a console may send. */
export const seatUplink = family(
  seatHello, heartbeat, numbered(facts.sendRequested), numbered(facts.conversationRead),
  numbered(facts.recallRequested),
)
export type SeatUplink = MemberOf<typeof seatUplink>

/** What a console may hear. */
export const seatDownlink = downlink(seatWelcome, heartbeat, acked, refused, happened, reachedPosition, reset)
export type SeatDownlink = MemberOf<typeof seatDownlink>
