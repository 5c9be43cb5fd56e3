import { boolean, bytes, integer, listOf, oneOf, optional, record, text, timestampMs } from '../fields.ts'
import {
  accountId, deviceId, mediaId, msgSvrId, peerId, position, runId, sourceId, taskId, userId,
} from '../ids.ts'
import { limits } from '../limits.ts'
import { automaticOrigin, messageType, messageTypes, name, reason } from '../kinds.ts'
import { fact } from './fact.ts'

/**
 * Written by the projector or an operation in the transaction that changed the row, so that every hub's cache
 * follows the journal.
 */
export const configChanged = fact({
  code: 0x70, name: 'configChanged', about: 'Relational data changed: who caches it reads it again.',
  fields: {
    area: oneOf('device', 'user', 'session', 'department', 'setting', 'automation', 'reply'), key: name(),
    version: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  },
})

export const commandExpired = fact({
  code: 0x71, name: 'commandExpired',
  about: 'A command got no result in time: unknown if a phone may have seen it, else failed.',
  fields: {
    task: taskId(), device: optional(deviceId()), account: optional(accountId()), peer: optional(peerId()),
    outcome: oneOf('failed', 'unknown'), code: name(), reason: reason(),
  },
})

export const hubLost = fact({
  code: 0x72, name: 'hubLost',
  about: 'A hub stayed silent while the journal advanced; its devices and seats are offline.',
  fields: { run: runId() },
})

export const sourceExpired = fact({
  code: 0x73, name: 'sourceExpired',
  about: 'A source was unused too long. It is refused from now on and opens anew.',
  fields: { expired: sourceId() },
})

export const messageRepeated = fact({
  code: 0x74, name: 'messageRepeated',
  about: 'A message that was stored came again under a new number: the later one leaves every screen.',
  fields: {
    account: accountId(), peer: peerId(), msgSvrId: msgSvrId(), repeat: position(), original: position(),
  },
})

export const commandRequested = fact({
  code: 0x75, name: 'commandRequested', about: 'Somebody, or the hub itself, asks a phone to do something.',
  fields: {
    task: taskId(), device: deviceId(), account: optional(accountId()), name: name(),
    args: bytes({ bytesMax: limits.frameBytesMax / 2 }), expiresAtMs: timestampMs(),
    /** Nil: the hub, because the phone's configuration had changed while it was away. */
    user: optional(userId()),
    /** Of one that is about a friend: told to who serves it, and to nobody else. */
    peer: optional(peerId()),
  },
})

export const chatsSynced = fact({
  code: 0x76, name: 'chatsSynced',
  about: 'A syncChats of this phone has ended: threads of its accounts may have got old messages.',
  fields: { device: deviceId() },
})

export const peersAssigned = fact({
  code: 0x77, name: 'peersAssigned',
  about: 'Conversations of an account are assigned to this seat; nil: they follow the keeper of the phone.',
  fields: {
    account: accountId(), peers: listOf(peerId(), { max: limits.assignedPeersMax }),
    seat: optional(userId()),
    /** Who serves them from now on, by name; at the time of the event. */
    seatName: name(),
    /** Nil: the rules. */
    by: optional(userId()),
    byName: optional(name()),
    reason: oneOf('manual', 'rules', 'transfer', 'takeOver', 'giveBack'),
    /** Whether the new seat's consoles say so. */
    notice: boolean(),
    /** What the one who hands it over says to the next one; a private line of the thread. */
    note: optional(text({ bytesMax: limits.handoverBytesMax })),
  },
})

export const settingsChanged = fact({
  code: 0x78, name: 'settingsChanged',
  about: 'From here on customers’ messages of these types, or with one of these words, raise no red dot.',
  fields: {
    types: listOf(messageType(), { max: messageTypes.length }),
    words: listOf(text({ bytesMin: 1, bytesMax: 128 }), { max: 200 }),
  },
})

export const assignmentAsked = fact({
  code: 0x79, name: 'assignmentAsked',
  about: 'Somebody wants these conversations given by the rules. For storage alone, which answers by peersAssigned.',
  fields: {
    account: accountId(), peers: listOf(peerId(), { max: limits.assignedPeersMax }), by: userId(), byName: name(),
    notice: boolean(),
  },
})

export const assignmentRulesChanged = fact({
  code: 0x7a, name: 'assignmentRulesChanged',
  about: 'Rules or daily caps changed: who waits for a seat is looked at again. For storage alone.',
  fields: {},
})

export const hubSendRequested = fact({
  code: 0x7c, name: 'hubSendRequested',
  about: 'The hub sends by itself: nobody of ours has answered, so whoever waits goes on waiting.',
  fields: {
    account: accountId(), peer: peerId(), task: taskId(), origin: automaticOrigin(), type: messageType(),
    text: text({ bytesMax: limits.textBytesMax }), media: optional(mediaId()),
    body: bytes({ bytesMax: limits.bodyBytesMax }),
  },
})

export const sensitiveWordsChanged = fact({
  code: 0x90, name: 'sensitiveWordsChanged',
  about: 'From here on these words are sensitive, block or alert, or no more.',
  fields: {
    changes: listOf(record('sensitiveWord', {
      word: text({ bytesMin: 1, bytesMax: limits.sensitiveWordBytesMax }), effect: oneOf('block', 'alert', 'gone'),
    }, { required: ['word', 'effect'], bytesMax: 2 * limits.sensitiveWordBytesMax }),
    { max: limits.sensitiveWordsAtOnceMax }),
  },
})

export const outboxFacts = [
  configChanged, commandExpired, hubLost, sourceExpired, messageRepeated, commandRequested,
  chatsSynced, peersAssigned, settingsChanged, assignmentAsked, assignmentRulesChanged, hubSendRequested,
  sensitiveWordsChanged,
] as const
