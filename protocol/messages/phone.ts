import { bytes, integer, optional, text, timestampMs } from '../fields.ts'
import { accountId, deviceId, installId, sequence, taskId } from '../ids.ts'
import { deviceInfo, reason } from '../kinds.ts'
import { limits } from '../limits.ts'
import { type MemberOf, downlink, family, shape } from '../message.ts'
import { type Carried, newCarrier } from '../carry.ts'
import { numbered } from '../events/fact.ts'
import * as facts from '../events/phone.ts'

const count = () => integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

export const phoneHello = shape({
  code: 0x01, name: 'hello', about: 'The first message of a phone.',
  fields: {
    version: integer({ min: 0, max: 65_535 }), install: installId(),
    /** The highest number this install has ever sent, 0 at first. Kept on disk before the sending. */
    lastSequence: count(),
    info: deviceInfo(),
  },
})

/** Both ways: whoever hears one needn't answer it; whoever hears nothing for three periods closes. */
export const heartbeat = shape({
  code: 0x02, name: 'heartbeat', about: 'I am here.', fields: { atMs: timestampMs() },
})

export const phoneWelcome = shape({
  code: 0x03, name: 'welcome', about: 'The hub’s answer to a hello.',
  fields: {
    version: integer({ min: 0, max: 65_535 }), device: deviceId(), serverMs: timestampMs(),
    /** The last uplink number of this install that is durable: continue with the next one. */
    lastSequence: count(),
    window: integer({ min: 1, max: limits.uplinkWindowMax }),
    heartbeatMs: integer({ min: 1000, max: 600_000 }),
    frameBytesMax: count(), mediaBytesMax: count(),
  },
})

export const acked = shape({
  code: 0x04, name: 'acked',
  about: 'Everything up to this number is on disk. Cumulative. Names the window from now on.',
  fields: { sequence: count(), window: integer({ min: 1, max: limits.uplinkWindowMax }) },
})

export const refused = shape({
  code: 0x05, name: 'refused',
  about: 'A numbered message was refused for good. Its number is used up and will be acked.',
  fields: { sequence: sequence(), code: reason(), field: reason(), reason: reason() },
})

export const command = shape({
  code: 0x06, name: 'command',
  about: 'Do this once, then report one taskFinished. A known task id is answered, not repeated.',
  fields: {
    task: taskId(), name: text({ bytesMax: 64 }), account: optional(accountId()), expiresAtMs: timestampMs(),
    /** Arguments (commands.ts), a msgpack array. */
    args: bytes({ bytesMax: limits.frameBytesMax / 2 }),
  },
})

/** What a phone may send. */
export const phoneUplink = family(
  phoneHello, heartbeat,
  numbered(facts.accountOnline), numbered(facts.accountOffline), numbered(facts.friendsListed),
  numbered(facts.friendChanged), numbered(facts.friendRemoved), numbered(facts.chatroomsListed),
  numbered(facts.chatroomChanged), numbered(facts.chatroomLeft), numbered(facts.friendRequested),
  numbered(facts.messageReceived), numbered(facts.messageRecalled), numbered(facts.mediaArrived),
  numbered(facts.messageStateChanged), numbered(facts.taskFinished), numbered(facts.deviceReported),
  numbered(facts.taskProgressed), numbered(facts.messageSynced), numbered(facts.sensitiveOperation),
)
export type PhoneUplink = MemberOf<typeof phoneUplink>

/** What a hub passes on unopened: nothing on its road asks for more than whose conversation it is. */
export const phoneCarrier = newCarrier(
  facts.messageReceived, facts.messageRecalled, facts.mediaArrived, facts.messageStateChanged,
)
export type CarriedKind = 'messageReceived' | 'messageRecalled' | 'mediaArrived' | 'messageStateChanged'
export type CarriedUplink = Carried<CarriedKind>

/** What a phone may hear. */
export const phoneDownlink = downlink(phoneWelcome, heartbeat, acked, refused, command)
export type PhoneDownlink = MemberOf<typeof phoneDownlink>
