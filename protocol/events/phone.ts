import { boolean, bytes, integer, listOf, oneOf, optional, text, timestampMs } from '../fields.ts'
import { accountId, mediaId, msgSvrId, peerId, taskId } from '../ids.ts'
import {
  accountProfile, chatroomProfile, deviceStatus, direction, friendProfile, messageType, optionalName, reason,
} from '../kinds.ts'
import { limits } from '../limits.ts'
import { fact } from './fact.ts'

export const accountOnline = fact({
  code: 0x10, name: 'accountOnline', about: 'A WeChat account is logged in on this phone.',
  fields: { account: accountId(), profile: accountProfile() },
})

export const accountOffline = fact({
  code: 0x11, name: 'accountOffline', about: 'A WeChat account was logged out on this phone.',
  fields: { account: accountId(), reason: reason() },
})

const count = () => integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

const snapshotPart = {
  /** The same for all parts of one snapshot. */
  snapshot: taskId(),
  part: integer({ min: 0, max: 100_000 }),
  /** With the last part, what the snapshot didn't name is gone. */
  last: boolean(),
}

export const friendsListed = fact({
  code: 0x12, name: 'friendsListed', about: 'A part of the complete list of friends.',
  fields: {
    account: accountId(), ...snapshotPart,
    friends: listOf(friendProfile(), { max: limits.snapshotEntriesMax }),
  },
})

export const friendChanged = fact({
  code: 0x13, name: 'friendChanged', about: 'A friend was added or its profile changed; keys left out stay.',
  fields: { account: accountId(), friend: friendProfile() },
})

export const friendRemoved = fact({
  code: 0x14, name: 'friendRemoved', about: 'A friend was deleted on the phone.',
  fields: { account: accountId(), peer: peerId() },
})

export const chatroomsListed = fact({
  code: 0x15, name: 'chatroomsListed', about: 'A part of the complete list of chatrooms.',
  fields: {
    account: accountId(), ...snapshotPart,
    chatrooms: listOf(chatroomProfile(), { max: limits.snapshotEntriesMax }),
  },
})

export const chatroomChanged = fact({
  code: 0x16, name: 'chatroomChanged',
  about: 'A chatroom is new or changed; keys left out stay, members come whole.',
  fields: { account: accountId(), chatroom: chatroomProfile() },
})

export const chatroomLeft = fact({
  code: 0x17, name: 'chatroomLeft', about: 'The account is no longer in the chatroom.',
  fields: { account: accountId(), peer: peerId(), reason: oneOf('left', 'removed', 'dismissed') },
})

export const friendRequested = fact({
  code: 0x18, name: 'friendRequested', about: 'Somebody asks to become a friend.',
  fields: {
    account: accountId(), request: taskId(), person: peerId(), nickname: optionalName(),
    greeting: optionalName(), sourceCode: optional(integer({ min: 0, max: 2 ** 31 - 1 })),
    avatar: optionalName(),
    receivedAtMs: timestampMs(),
  },
})

/** Media of a message. The thumbnail often comes first, the original when it was asked for. */
const media = { media: optional(mediaId()), thumbnail: optional(mediaId()) }

const message = {
  account: accountId(), peer: peerId(), msgSvrId: msgSvrId(), direction: direction(),
  /** Who wrote it, in a chatroom. */
  sender: optional(peerId()),
  /** `rawType`: WeChat's own type + 65,536 × the sub type of an app message. */
  type: messageType(), rawType: optional(integer({ min: 0, max: 2 ** 31 - 1 })),
  sentAtMs: timestampMs(),
  /** What a person reads: the text itself, a link's title, a file's name. Searched and previewed. */
  text: text({ bytesMax: limits.textBytesMax }),
  ...media,
  /** Attributes of the kind (bodies.ts), a msgpack map the hub doesn't open. */
  body: bytes({ bytesMax: limits.bodyBytesMax }),
}

export const messageReceived = fact({
  code: 0x20, name: 'messageReceived',
  about: 'A message appeared on the phone: received, or typed there. Never an echo of a sendMessage.',
  fields: message,
})

export const messageSynced = fact({
  code: 0x24, name: 'messageSynced',
  about: 'An old message, told because of a syncChats: it alerts nobody and lies where it was sent.',
  fields: message,
})

export const messageRecalled = fact({
  code: 0x21, name: 'messageRecalled', about: 'A message was recalled, by either side.',
  fields: { account: accountId(), peer: peerId(), msgSvrId: msgSvrId() },
})

export const mediaArrived = fact({
  code: 0x22, name: 'mediaArrived', about: 'The phone uploaded a medium of a message it had told of before.',
  fields: {
    account: accountId(), peer: peerId(), msgSvrId: msgSvrId(), role: oneOf('original', 'thumbnail'),
    media: mediaId(),
  },
})

export const messageStateChanged = fact({
  code: 0x23, name: 'messageStateChanged',
  about: 'Money was taken or returned, a voice note was heard, a send was rejected…',
  fields: {
    account: accountId(), peer: peerId(), msgSvrId: msgSvrId(),
    state: oneOf('delivered', 'rejected', 'played', 'taken', 'accepted', 'refunded', 'expired', 'other'),
    /** WeChat's own code, kept beside ours. */
    raw: optionalName(),
  },
})

export const taskFinished = fact({
  code: 0x30, name: 'taskFinished', about: 'The one result of a command. Success is final.',
  fields: {
    task: taskId(), account: optional(accountId()), peer: optional(peerId()),
    outcome: oneOf('succeeded', 'failed', 'unknown'),
    /** Of result-codes.ts, or the phone's own word; null with a success. */
    code: optionalName(), reason: optional(reason()),
    msgSvrId: optional(msgSvrId()), sentAtMs: optional(timestampMs()),
    body: optional(bytes({ bytesMax: limits.bodyBytesMax })),
  },
})

export const deviceReported = fact({
  code: 0x31, name: 'deviceReported', about: 'Battery, network, storage, coordinates.',
  fields: { status: deviceStatus() },
})

export const taskProgressed = fact({
  code: 0x32, name: 'taskProgressed', about: 'How far a command is that takes long. At most once a second.',
  fields: { task: taskId(), done: count(), total: count(), note: optionalName() },
})

/** What people do on a phone that no other fact tells (RISK-2). */
export const operationsOnPhone = ['chatDeleted', 'chatroomCreated', 'photoTaken', 'codeScanned', 'logoutTried'] as const

export const sensitiveOperation = fact({
  code: 0x33, name: 'sensitiveOperation',
  about: 'Somebody deleted a chat, made a chatroom, took a photo, scanned a code or tried to log out, on the phone.',
  fields: {
    operation: oneOf(...operationsOnPhone),
    /** Nil where WeChat wasn't used for it. */
    account: optional(accountId()),
    /** Whose chat was deleted, or the new chatroom. */
    peer: optional(peerId()),
    occurredAtMs: timestampMs(),
    /** What a person reads: who is in the chatroom, what the code said. */
    detail: optional(text({ bytesMax: 4096 })),
    /** The photo. */
    media: optional(mediaId()),
  },
})

/**
 * Written by the hub under the phone's own number: a message whose fields don't fit still uses up its number.
 */
export const uplinkRefused = fact({
  code: 0x3f, name: 'uplinkRefused',
  about: 'A numbered message of a phone was refused; the number is used up.',
  fields: {
    refusedCode: integer({ min: 0, max: 2 ** 31 }), code: reason(), field: reason(), reason: reason(),
  },
})

/** What a phone may say with a number. */
export const phoneFacts = [
  accountOnline, accountOffline, friendsListed, friendChanged, friendRemoved, chatroomsListed,
  chatroomChanged, chatroomLeft, friendRequested, messageReceived, messageRecalled, mediaArrived,
  messageStateChanged, taskFinished, deviceReported, taskProgressed,
  messageSynced, sensitiveOperation,
] as const
